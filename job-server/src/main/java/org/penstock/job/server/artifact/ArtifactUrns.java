package org.penstock.job.server.artifact;

/** The URNs of Beam's {@code StandardArtifacts} that matter here. */
final class ArtifactUrns {
  static final String FILE = "beam:artifact:type:file:v1";
  static final String EMBEDDED = "beam:artifact:type:embedded:v1";
  static final String STAGING_TO = "beam:artifact:role:staging_to:v1";

  private ArtifactUrns() {}
}
