package org.penstock.conformance.sdks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Beam's Python SDK with its tests, in a virtual environment.
 *
 * @param folder where {@code python/setup} has made it
 * @param suites the folder {@code python} of this module
 */
record PythonSdk(Path folder, Path suites) {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  /**
   * Makes it, unless it is there.
   *
   * @param boot whether the program that starts workers is needed as well
   */
  static PythonSdk prepare(Setting setting, boolean boot) throws IOException, InterruptedException {
    PythonSdk sdk = new PythonSdk(setting.sdks().resolve("python"), setting.folder("python"));
    String setup = sdk.suites.resolve("setup").toString();
    String folder = sdk.folder.toString();
    new SuiteProcess(
            boot ? List.of(setup, "--boot", folder) : List.of(setup, folder),
            Map.of(),
            setting.work().resolve("python-setup.log"),
            LIMIT)
        .runWell();
    return sdk;
  }

  Path python() {
    return folder.resolve("venv/bin/python");
  }

  /** The program that starts a worker, for the process environment. */
  Path boot() {
    return folder.resolve("boot");
  }
}
