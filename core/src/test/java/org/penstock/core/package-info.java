/** Tests of the runner with a path of their own. */
@org.jspecify.annotations.NullMarked
package org.penstock.core;
