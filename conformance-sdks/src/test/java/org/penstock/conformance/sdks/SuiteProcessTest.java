package org.penstock.conformance.sdks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SuiteProcessTest {
  @TempDir private Path folder;

  private SuiteProcess shell(String script, Duration limit) {
    return new SuiteProcess(
        List.of("sh", "-c", script), Map.of("WORD", "said"), folder.resolve("log"), limit);
  }

  /** Killed processes of which nobody takes notice stay listed, with no command line. */
  private static boolean alive(Path pid) throws Exception {
    Path commandLine = Path.of("/proc", Files.readString(pid).strip(), "cmdline");
    return Files.exists(commandLine) && Files.readAllBytes(commandLine).length > 0;
  }

  @Test
  void givesTheExitCodeAndKeepsWhatWasPrinted() throws Exception {
    SuiteProcess process = shell("echo $WORD; exit 3", Duration.ofSeconds(30));

    assertThat(process.run()).isEqualTo(3);
    assertThat(process.end()).isEqualTo("said");
  }

  @Test
  void whatTakesTooLongIsKilledWithItsChildren() {
    Path pid = folder.resolve("pid");
    SuiteProcess process = shell("sleep 600 & echo $! > " + pid + "; wait", Duration.ofSeconds(2));

    assertThatThrownBy(process::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("PT2S");
    assertThat(pid).exists().satisfies(file -> assertThat(alive(file)).isFalse());
  }

  @Test
  void whatOutlivesItsParentIsFoundAndKilled() {
    Path pid = folder.resolve("pid");
    SuiteProcess process = shell("(sleep 600 & echo $! > " + pid + ")", Duration.ofSeconds(30));

    assertThatThrownBy(process::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("sleep 600");
    assertThat(pid).exists().satisfies(file -> assertThat(alive(file)).isFalse());
  }
}
