/** Jars that hold a pipeline beside the runner, and run it. */
@org.jspecify.annotations.NullMarked
package org.penstock.job.server.packed;
