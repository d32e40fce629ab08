/** Answers to the state requests of a worker. */
@org.jspecify.annotations.NullMarked
package org.penstock.portable.runtime.state;
