package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penstock.distribution.Installation.Mode;
import org.penstock.distribution.Installation.Result;

final class RunErrorsTest {
  private static final String PROGRAM =
      """
      import org.apache.beam.sdk.Pipeline;
      import org.apache.beam.sdk.io.TextIO;
      import org.apache.beam.sdk.options.*;
      import org.apache.beam.sdk.transforms.*;
      import org.apache.beam.sdk.values.*;

      public class Program {
        public interface Options extends PipelineOptions {
          @Validation.Required String getInput();
          void setInput(String value);
        }

        static String parse(String line) {
          throw new IllegalStateException("bad line " + line);
        }

        public static void main(String[] args) {
          if (args[args.length - 1].equals("--quit")) {
            return;
          }
          if (args[args.length - 1].equals("--throw")) {
            throw new IllegalStateException("thrown by main");
          }
          Options options = PipelineOptionsFactory.fromArgs(args).withValidation().as(Options.class);
          Pipeline pipeline = Pipeline.create(options);
          pipeline.apply("Read it", TextIO.read().from(options.getInput()))
              .apply("Parse it", MapElements.into(TypeDescriptors.strings()).via(Program::parse));
          pipeline.run().waitUntilFinish();
        }
      }
      """;
  private static final Path JAR = UserProgram.compile("my program.jar", "Program", PROGRAM);

  private final Installation installation = Installation.get();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gone.jar||The jar gone.jar does not exist in ",
        "text.jar||text.jar is not a jar that can be read: ",
        "my program.jar|Gone|There is no class Gone in my program.jar. Its manifest names Program.",
        "my program.jar|Program$Options|The class Program$Options has no method public static void main(",
        "empty.jar||The manifest of empty.jar names no Main-Class. Name the class to start with --class.",
      })
  void aProgramThatCannotBeStarted(String jar, String mainClass, String message)
      throws IOException {
    Path empty = Files.createTempDirectory(installation.work(), "empty");
    Files.writeString(installation.work().resolve("text.jar"), "text");
    UserProgram.pack(installation.work().resolve("empty.jar"), Map.of(), empty);

    Result result =
        mainClass == null
            ? installation.penstock(Mode.MODULE_PATH, "run", jar)
            : installation.penstock(Mode.MODULE_PATH, "run", jar, "--class", mainClass);

    assertThat(result.err()).startsWith("penstock: " + message).doesNotContain("\tat ");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--inptu=x|2|An option of the pipeline is wrong: ",
        "--parallelism=2|2|An option of the pipeline is wrong: Missing required value for ",
        "--quit|1|The program ended without running a pipeline.",
        "--throw|1|The program failed: java.lang.IllegalStateException: thrown by main",
      })
  void aProgramThatEndsBeforeItsPipeline(String option, int exitCode, String message) {
    Result result = run(Mode.MODULE_PATH, option);
    assertThat(result.err()).startsWith("penstock: " + message).doesNotContain("\tat ");
    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void theStackTraceIsThereForTheAsking() {
    Result result =
        installation.penstock(
            Mode.MODULE_PATH, "run", "--stacktrace", JAR.toString(), "--", "--throw");
    assertThat(result.err())
        .contains("\tat Program.main(Program.java:")
        .contains("org.penstock.launcher.Main.main(Main.java:");
  }

  @Test
  void warnsOfAnotherBeam() throws IOException {
    Path content = Files.createTempDirectory(installation.work(), "other beam");
    Path folder = Files.createDirectories(content.resolve("org/apache/beam/sdk"));
    Files.writeString(folder.resolve("sdk.properties"), "version=2.50.0\n");
    Path jar =
        UserProgram.pack(
            installation.work().resolve("fat.jar"), Map.of("Main-Class", "Gone"), content);

    Result result = installation.penstock(Mode.MODULE_PATH, "run", jar.toString());

    assertThat(result.err())
        .contains("fat.jar brings Beam 2.50.0. Beam 2.72.0 of this distribution is used instead");
  }

  private Result run(Mode mode, String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "run";
    arguments[1] = JAR.toString();
    arguments[2] = "--";
    System.arraycopy(options, 0, arguments, 3, options.length);
    return installation.penstock(mode, arguments);
  }
}
