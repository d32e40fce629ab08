package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.penstock.distribution.Installation.Mode;
import org.penstock.distribution.Installation.Result;

/** A user's own jar, started from a folder that is not the distribution's. */
final class UserJarTest {
  private static final String LIBRARY =
      """
      public class Shouting {
        public static String shout(String word) {
          return word.toUpperCase(java.util.Locale.ROOT) + "!";
        }
      }
      """;
  private static final String PROGRAM =
      """
      import org.apache.beam.sdk.Pipeline;
      import org.apache.beam.sdk.io.TextIO;
      import org.apache.beam.sdk.options.*;
      import org.apache.beam.sdk.transforms.*;
      import org.apache.beam.sdk.values.*;

      public class Shouter {
        public interface Options extends PipelineOptions {
          String getWords();
          void setWords(String value);
          String getOutput();
          void setOutput(String value);
        }

        public static void main(String[] args) {
          Options options = PipelineOptionsFactory.fromArgs(args).as(Options.class);
          Pipeline pipeline = Pipeline.create(options);
          pipeline.apply(Create.of(java.util.List.of(options.getWords().split(" "))))
              .apply(MapElements.into(TypeDescriptors.strings()).via(Shouting::shout))
              .apply(TextIO.write().to(options.getOutput()).withoutSharding());
          System.out.println("built with " + args.length + " arguments");
          pipeline.run().waitUntilFinish();
          System.out.println("done");
        }
      }
      """;

  private final Installation installation = Installation.get();

  /** The library lies next to the program, and only the program's manifest knows of it. */
  @ParameterizedTest
  @EnumSource
  void runsFromAnotherFolderWithARelativePath(Mode mode) throws IOException {
    Path elsewhere = Files.createTempDirectory("else where ");
    try {
      Path jars = Files.createDirectories(elsewhere.resolve("my jars"));
      Path library = Files.createDirectory(elsewhere.resolve("library"));
      Path program = Files.createDirectory(elsewhere.resolve("program"));
      UserProgram.compileInto(library, "Shouting", LIBRARY, List.of());
      UserProgram.compileInto(program, "Shouter", PROGRAM, List.of(library));
      UserProgram.pack(jars.resolve("lib shouting.jar"), Map.of(), library);
      UserProgram.pack(
          jars.resolve("shouter.jar"),
          Map.of("Main-Class", "Shouter", "Class-Path", "lib%20shouting.jar"),
          program);

      Result result = run(elsewhere, mode, "my jars/shouter.jar");

      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(result.out()).isEqualTo("built with 4 arguments\ndone\n");
      assertThat(result.err()).contains("Output: out put").doesNotContain("WARN", "ERROR");
      assertThat(Files.readAllLines(elsewhere.resolve("out put")))
          .containsExactlyInAnyOrder("ONE!", "TWO!");
    } finally {
      Installation.run(Path.of("/"), Map.of(), List.of("rm", "-rf", elsewhere.toString()));
    }
  }

  /** As the shade plugin makes them: all libraries within, and Beam of another version. */
  @Test
  void aFatJarRunsWithOurBeamAndIsWarnedOf() throws IOException {
    Path elsewhere = Files.createTempDirectory(installation.work(), "fat ");
    Path content = Files.createDirectory(elsewhere.resolve("content"));
    UserProgram.compileInto(content, "Shouting", LIBRARY, List.of());
    UserProgram.compileInto(content, "Shouter", PROGRAM, List.of(content));
    Path sdk = Files.createDirectories(content.resolve("org/apache/beam/sdk"));
    Files.writeString(sdk.resolve("sdk.properties"), "version=2.50.0\n");
    // No class at all: were it taken before ours, nothing would run.
    Files.writeString(sdk.resolve("Pipeline.class"), "of another version");
    UserProgram.pack(elsewhere.resolve("fat.jar"), Map.of("Main-Class", "Shouter"), content);

    Result result = run(elsewhere, Mode.MODULE_PATH, "fat.jar");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err())
        .contains(
            "fat.jar brings Beam 2.50.0. Beam 2.72.0 of this distribution is used instead; leave"
                + " Beam out of the jar, or build it against 2.72.0.");
    assertThat(Files.readAllLines(elsewhere.resolve("out put")))
        .containsExactlyInAnyOrder("ONE!", "TWO!");
  }

  private Result run(Path folder, Mode mode, String jar) {
    return Installation.run(
        folder,
        mode.environment(),
        List.of(
            installation.home().resolve("bin/penstock").toString(),
            "run",
            jar,
            "--",
            "--words=one two",
            "--output=out put"));
  }
}
