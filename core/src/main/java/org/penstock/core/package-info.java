/** The runner that turns a Beam pipeline into a Flink job. */
@org.jspecify.annotations.NullMarked
package org.penstock.core;
