package org.penstock.environments.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.penstock.spi.SdkWorker;

@Timeout(120)
final class ProcessEnvironmentTest {
  private final Scripts scripts;

  ProcessEnvironmentTest(@TempDir Path folder) {
    this.scripts = new Scripts(folder);
  }

  private String output(RunnerApi.Environment environment) throws Exception {
    try (SdkWorker worker = Scripts.start(environment)) {
      scripts.await("its end", () -> !worker.isAlive());
      return worker.lastOutput();
    }
  }

  @Test
  void theCommandGetsTheArgumentsOfBootPrograms() throws Exception {
    assertThat(output(scripts.environment("printf '<%s>\\n' \"$@\"")).lines())
        .startsWith(
            "<--id=worker-1>",
            "<--logging_endpoint=localhost:2>",
            "<--artifact_endpoint=localhost:3>",
            "<--provision_endpoint=localhost:4>",
            "<--control_endpoint=localhost:1>")
        .anyMatch(line -> line.matches("<--semi_persist_dir=/.*/penstock-worker-worker-1-.*>"));
  }

  @Test
  void theCommandGetsTheVariablesOfTheEnvironmentAndOfThisJvm() throws Exception {
    assertThat(output(scripts.environment("echo \"$TRIAL_FOLDERS,$HOME.\"")))
        .contains("/folders," + System.getenv("HOME") + ".");
  }

  @Test
  void eachWorkerHasAFolderOfItsOwn() throws Exception {
    RunnerApi.Environment environment =
        scripts.environment("mkdir $work/d", "touch $work/d/f", "ln -s / $work/root", "sleep 600");
    SdkWorker one = Scripts.start(environment);
    SdkWorker other = Scripts.start(environment);
    scripts.await(
        "two sleep",
        () -> scripts.processes().stream().filter(p -> p.contains("sleep 600")).count() == 2);

    assertThat(scripts.folders()).hasSize(2).doesNotHaveDuplicates();
    one.close();
    assertThat(scripts.folders()).hasSize(1);
    other.close();
    assertThat(scripts.folders()).isEmpty();
  }

  @Test
  void bothOutputsAndTheExitCodeAreKept() throws Exception {
    assertThat(
            output(scripts.environment("echo out", "echo err >&2", "printf 'the end'", "exit 42")))
        .isEqualTo("out\nerr\nthe end\nThe worker's process ended with exit code 42.\n");
  }

  @Test
  void onlyTheEndOfALongOutputIsKept() throws Exception {
    String output = output(scripts.environment("seq 1 200000"));

    assertThat(output).hasSizeLessThan(9_000).contains("\n199999\n200000\n");
  }

  @Test
  void aLineThatNeverEndsIsNoProblem() throws Exception {
    String output = output(scripts.environment("head -c 20000000 /dev/zero | tr '\\0' x"));

    assertThat(output).hasSizeLessThan(9_000).contains("xxxxxxxxxx\nThe worker's process");
  }

  @Test
  void aCommandIsSearchedInThePath() throws Exception {
    assertThat(output(scripts.command("echo"))).contains("--id=worker-1 ");
  }

  @Test
  void aScriptWithoutItsInterpreterTellsSo() throws Exception {
    RunnerApi.Environment environment = scripts.environment("echo never");
    Path script = WorkerCommand.of(environment).executable();
    Files.writeString(script, "#!/no/such/interpreter\n");

    assertThat(output(environment)).contains("exit code 127").doesNotContain("never");
  }

  @Test
  void aMissingCommandIsNamed() {
    assertThatIOException()
        .isThrownBy(() -> Scripts.start(scripts.command("/no/such/boot")))
        .withMessageContaining("'/no/such/boot' is no executable file on this machine");
    assertThatIOException()
        .isThrownBy(() -> Scripts.start(scripts.command("no-such-boot")))
        .withMessageContaining("'no-such-boot'")
        .withMessageContaining("nor in PATH (" + System.getenv("PATH") + ")");
  }

  @Test
  void aPayloadWithoutACommandIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scripts.start(scripts.command(" ")))
        .withMessageContaining("names no command")
        .withMessageContaining("--environment_config");
  }

  @Test
  void aProcessForAnotherPlatformIsRefused() {
    RunnerApi.ProcessPayload payload =
        RunnerApi.ProcessPayload.newBuilder()
            .setCommand("/bin/sh")
            .setOs("plan9")
            .setArch("mips")
            .build();

    assertThatIOException()
        .isThrownBy(
            () ->
                Scripts.start(
                    RunnerApi.Environment.newBuilder().setPayload(payload.toByteString()).build()))
        .withMessageContaining("for plan9/mips, and this machine is ");
  }

  @Test
  void platformsHaveSeveralNames() throws Exception {
    Platform linux = new Platform("linux", "amd64");
    linux.check("", "");
    linux.check("Linux", "x86_64");
    linux.check("linux", "");
    new Platform("darwin", "arm64").check("Mac OS X", "aarch64");
    assertThatIOException()
        .isThrownBy(() -> linux.check("", "arm64"))
        .withMessageContaining("for any/arm64, and this machine is linux/amd64");
  }

  @Test
  void withoutItsToolsThereIsNoSupervision() {
    assertThat(Supervision.find(System.getenv("PATH"))).isPresent();
    assertThat(Supervision.find("/nowhere")).isEmpty();
    assertThat(Supervision.find(null)).isEmpty();
  }
}
