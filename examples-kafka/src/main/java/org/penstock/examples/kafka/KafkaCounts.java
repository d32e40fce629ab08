package org.penstock.examples.kafka;

import static org.apache.beam.sdk.values.TypeDescriptors.strings;

import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation.Required;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Keys;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.joda.time.Duration;

/**
 * Counts the records of a topic by key, for each stretch of their create time: a file for each,
 * with lines {@code start key: count}. Runs until it is cancelled.
 */
public final class KafkaCounts {
  private KafkaCounts() {}

  /** The options of this pipeline. */
  public interface Options extends PipelineOptions {
    /** The brokers. */
    @Description("Brokers to start from, such as localhost:9092")
    @Required
    String getBootstrapServers();

    /** Sets the brokers. */
    void setBootstrapServers(String bootstrapServers);

    /** The topic. */
    @Description("Topic to read, from its beginning; its keys are text")
    @Required
    String getTopic();

    /** Sets the topic. */
    void setTopic(String topic);

    /** The length of a window. */
    @Description("For how many seconds of create time there is one count.")
    @Default.Integer(60)
    int getWindowSeconds();

    /** Sets the length of a window. */
    void setWindowSeconds(int windowSeconds);

    /** How far records of a partition may be out of order. */
    @Description("How many seconds a record of a partition may be older than one before it.")
    @Default.Integer(5)
    int getDisorderSeconds();

    /** Sets how far records of a partition may be out of order. */
    void setDisorderSeconds(int disorderSeconds);

    /** Where the counts go. */
    @Description("Prefix of the files to write, such as /tmp/counts")
    @Required
    String getOutput();

    /** Sets where the counts go. */
    void setOutput(String output);
  }

  /** Runs the pipeline and waits until somebody cancels it. */
  public static void main(String[] args) {
    Options options = PipelineOptionsFactory.fromArgs(args).withValidation().as(Options.class);
    Pipeline pipeline = Pipeline.create(options);
    build(pipeline, options);
    pipeline.run().waitUntilFinish();
  }

  /** Adds the transforms, from the reading to the writing. */
  static void build(Pipeline pipeline, Options options) {
    pipeline
        .apply(
            "ReadTopic",
            KafkaIO.<String, String>read()
                .withBootstrapServers(options.getBootstrapServers())
                .withTopic(options.getTopic())
                .withKeyDeserializer(StringDeserializer.class)
                .withValueDeserializer(StringDeserializer.class)
                .withConsumerConfigUpdates(
                    Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"))
                .withCreateTime(Duration.standardSeconds(options.getDisorderSeconds()))
                .withoutMetadata())
        .apply("Keys", Keys.create())
        .apply(
            "Windows",
            Window.into(FixedWindows.of(Duration.standardSeconds(options.getWindowSeconds()))))
        .apply("Count", Count.perElement())
        .apply("Format", ParDo.of(new Format()))
        .setTypeDescriptor(strings())
        .apply(
            "WriteCounts",
            TextIO.write().to(options.getOutput() + "-").withWindowedWrites().withNumShards(1));
  }

  /** Writes one line for each count. */
  static final class Format extends DoFn<KV<String, Long>, String> {
    private static final long serialVersionUID = 1L;

    /** Outputs the line of a count. */
    @ProcessElement
    public void process(
        @Element KV<String, Long> count, IntervalWindow window, OutputReceiver<String> lines) {
      lines.output(window.start() + " " + count.getKey() + ": " + count.getValue());
    }
  }
}
