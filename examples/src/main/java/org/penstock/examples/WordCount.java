package org.penstock.examples;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation.Required;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.TypeDescriptors;

/** Counts the words of a text: one line {@code word: count} for each, in no order. */
public final class WordCount {
  private WordCount() {}

  /** The options of this pipeline. */
  public interface Options extends PipelineOptions {
    /** The text. */
    @Description("File or pattern of the text to read. Default: us-constitution.txt")
    @Default.InstanceFactory(DefaultFile.Text.class)
    String getInputFile();

    /** Sets the text. */
    void setInputFile(String inputFile);

    /** Where the counts go. */
    @Description("Prefix of the files to write, such as /tmp/counts")
    @Required
    String getOutput();

    /** Sets where the counts go. */
    void setOutput(String output);
  }

  /** Runs the pipeline and waits for its end. */
  public static void main(String[] args) {
    Options options = PipelineOptionsFactory.fromArgs(args).withValidation().as(Options.class);
    Pipeline pipeline = Pipeline.create(options);
    build(pipeline, options);
    pipeline.run().waitUntilFinish();
  }

  /** Adds the transforms, from the reading to the writing. */
  static void build(Pipeline pipeline, Options options) {
    pipeline
        .apply("ReadLines", TextIO.read().from(options.getInputFile()))
        .apply("ExtractWords", ParDo.of(new ExtractWords()))
        .apply("CountWords", Count.perElement())
        .apply(
            "Format",
            MapElements.into(TypeDescriptors.strings())
                .via(count -> count.getKey() + ": " + count.getValue()))
        .apply("WriteCounts", TextIO.write().to(options.getOutput()));
  }

  /** Splits a line at everything that is not a letter, and keeps an eye on the lines. */
  static final class ExtractWords extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    private final Counter emptyLines = Metrics.counter(ExtractWords.class, "emptyLines");
    private final Distribution lineLength = Metrics.distribution(ExtractWords.class, "lineLength");

    /** Outputs each word of the line. */
    @ProcessElement
    public void process(@Element String line, OutputReceiver<String> words) {
      lineLength.update(line.length());
      if (line.isBlank()) {
        emptyLines.inc();
      }
      for (String word : line.split("[^\\p{L}]+", -1)) {
        if (!word.isEmpty()) {
          words.output(word);
        }
      }
    }
  }
}
