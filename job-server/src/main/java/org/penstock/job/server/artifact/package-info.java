/** Artifacts: what clients stage, and what workers read of it. */
@org.jspecify.annotations.NullMarked
package org.penstock.job.server.artifact;
