/** The Flink parts that every translation path needs. */
@org.jspecify.annotations.NullMarked
package org.penstock.runtime;
