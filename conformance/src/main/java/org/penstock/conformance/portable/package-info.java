/**
 * A client of the Job API for tests: {@link org.penstock.conformance.portable.JobApiRunner} sends a
 * Java pipeline to a job server of this JVM as any SDK would, its user code in the embedded
 * environment.
 */
@org.jspecify.annotations.NullMarked
package org.penstock.conformance.portable;
