/** Beam's Job, Artifact and Expansion APIs. */
@org.jspecify.annotations.NullMarked
package org.penstock.job.server;
