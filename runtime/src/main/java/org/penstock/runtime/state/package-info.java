/** Beam's state and timers on Flink's keyed state, whatever the backend. */
@org.jspecify.annotations.NullMarked
package org.penstock.runtime.state;
