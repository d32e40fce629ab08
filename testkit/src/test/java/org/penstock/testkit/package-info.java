/** Tests of the contracts, with plugins that are compiled for them. */
@org.jspecify.annotations.NullMarked
package org.penstock.testkit;
