package org.penstock.job.server.packed;

import java.util.regex.Pattern;

/**
 * Where things are in a jar with pipelines. Python's SDK writes such jars by itself, so the names
 * are Beam's.
 */
final class PackedLayout {
  /** Beam's SDKs call this class, whatever the runner. */
  static final String MAIN_CLASS = "org.apache.beam.runners.flink.FlinkPipelineRunner";

  static final String FOLDER = "BEAM-PIPELINE";
  static final String MANIFEST = FOLDER + "/pipeline-manifest.json";
  static final String DEFAULT_JOB = "defaultJobName";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

  private PackedLayout() {}

  /**
   * Checks the name of a pipeline, which names its folder.
   *
   * @throws IllegalArgumentException if it cannot
   */
  static String named(String name) {
    if (!NAME.matcher(name).matches() || name.startsWith(".")) {
      throw new IllegalArgumentException(
          "The name of a pipeline in a jar has letters, digits, dashes, underscores and dots, and"
              + " was '"
              + name
              + "'.");
    }
    return name;
  }

  static String pipeline(String name) {
    return FOLDER + "/" + name + "/pipeline.json";
  }

  static String options(String name) {
    return FOLDER + "/" + name + "/pipeline-options.json";
  }

  static String artifact(String name, String file) {
    return FOLDER + "/" + name + "/artifacts/" + file;
  }
}
