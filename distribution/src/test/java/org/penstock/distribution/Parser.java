package org.penstock.distribution;

import java.nio.file.Path;

/** A user's program that fails at every line of its input, in a step of a known name. */
final class Parser {
  private static final String PROGRAM =
      """
      import org.apache.beam.sdk.Pipeline;
      import org.apache.beam.sdk.io.TextIO;
      import org.apache.beam.sdk.options.*;
      import org.apache.beam.sdk.transforms.*;
      import org.apache.beam.sdk.values.*;

      public class Parser {
        public interface Options extends PipelineOptions {
          @Validation.Required String getInput();
          void setInput(String value);
        }

        static String parse(String line) {
          throw new IllegalStateException("bad line " + line);
        }

        public static void main(String[] args) {
          Options options = PipelineOptionsFactory.fromArgs(args).withValidation().as(Options.class);
          Pipeline pipeline = Pipeline.create(options);
          pipeline.apply("Read it", TextIO.read().from(options.getInput()))
              .apply("Parse it", MapElements.into(TypeDescriptors.strings()).via(Parser::parse));
          pipeline.run().waitUntilFinish();
        }
      }
      """;

  static final Path JAR = UserProgram.compile("parser.jar", "Parser", PROGRAM);

  private Parser() {}
}
