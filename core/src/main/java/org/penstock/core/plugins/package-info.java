/** How plugins are found, checked and described. */
@org.jspecify.annotations.NullMarked
package org.penstock.core.plugins;
