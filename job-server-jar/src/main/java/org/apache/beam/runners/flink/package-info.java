/** The name that Beam's SDKs expect of the main class of a jar with a pipeline in it. */
@org.jspecify.annotations.NullMarked
package org.apache.beam.runners.flink;
