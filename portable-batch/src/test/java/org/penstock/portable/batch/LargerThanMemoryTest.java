package org.penstock.portable.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a worker reads may be larger than the heap. The pipelines run in a JVM of their own, tasks,
 * worker and all, whose heap is smaller than their data.
 */
class LargerThanMemoryTest {
  private static final String HEAP = "-Xmx160m";
  private static final List<String> OPENED = List.of("java.lang", "java.util", "java.nio");
  private static final int MEGABYTES = 220;
  private static final int KILOBYTE = 1 << 10;

  /** What is large. */
  enum Program {
    GROUP {
      @Override
      void build(Pipeline pipeline) {
        check(
            data(pipeline)
                .apply(onlyKey())
                .apply(GroupByKey.create())
                .apply(ParDo.of(new ReadTwice())));
      }
    },
    GROUP_OF_A_SESSION {
      @Override
      void build(Pipeline pipeline) {
        check(
            data(pipeline)
                .apply(onlyKey())
                .apply(Window.into(Sessions.withGapDuration(Duration.millis(10))))
                .apply(GroupByKey.create())
                .apply(ParDo.of(new ReadTwice())));
      }
    },
    ITERABLE_SIDE_INPUT {
      @Override
      void build(Pipeline pipeline) {
        PCollectionView<Iterable<KV<Integer, byte[]>>> view =
            data(pipeline).apply(View.asIterable());
        check(
            pipeline
                .apply("Main", Create.of(""))
                .apply(ParDo.of(new ReadSideInput(view)).withSideInputs(view)));
      }
    },
    MULTIMAP_SIDE_INPUT {
      @Override
      void build(Pipeline pipeline) {
        PCollectionView<Map<Integer, Iterable<byte[]>>> view =
            data(pipeline).apply(View.asMultimap());
        check(
            pipeline
                .apply("Main", Create.of(""))
                .apply(ParDo.of(new LookUp(view)).withSideInputs(view)));
      }
    };

    abstract void build(Pipeline pipeline);

    private static PCollection<KV<Integer, byte[]>> data(Pipeline pipeline) {
      return pipeline
          .apply(Create.of(IntStream.range(0, MEGABYTES).boxed().toList()))
          .apply(ParDo.of(new Megabyte()));
    }

    private static MapElements<KV<Integer, byte[]>, KV<String, byte[]>> onlyKey() {
      return MapElements.into(
              TypeDescriptors.kvs(TypeDescriptors.strings(), TypeDescriptor.of(byte[].class)))
          .via(pair -> KV.of("all", pair.getValue()));
    }

    private static void check(PCollection<Long> counts) {
      PAssert.that(counts).containsInAnyOrder((long) MEGABYTES << 10, (long) MEGABYTES << 10);
    }
  }

  static final class Megabyte extends DoFn<Integer, KV<Integer, byte[]>> {
    @ProcessElement
    public void process(@Element Integer seed, OutputReceiver<KV<Integer, byte[]>> out) {
      for (int i = 0; i < KILOBYTE; i++) {
        byte[] value = new byte[KILOBYTE];
        value[0] = seed.byteValue();
        out.output(KV.of(seed, value));
      }
    }
  }

  static final class ReadTwice extends DoFn<KV<String, Iterable<byte[]>>, Long> {
    @ProcessElement
    public void process(@Element KV<String, Iterable<byte[]>> group, OutputReceiver<Long> out) {
      out.output(count(group.getValue()));
      out.output(count(group.getValue()));
    }
  }

  private static long count(Iterable<byte[]> values) {
    long bytes = 0;
    for (byte[] value : values) {
      bytes += value.length;
    }
    return bytes / KILOBYTE;
  }

  static final class ReadSideInput extends DoFn<String, Long> {
    private final PCollectionView<Iterable<KV<Integer, byte[]>>> view;

    ReadSideInput(PCollectionView<Iterable<KV<Integer, byte[]>>> view) {
      this.view = view;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      for (int time = 0; time < 2; time++) {
        long count = 0;
        for (KV<Integer, byte[]> pair : context.sideInput(view)) {
          count += pair.getValue().length / KILOBYTE;
        }
        context.output(count);
      }
    }
  }

  static final class LookUp extends DoFn<String, Long> {
    private final PCollectionView<Map<Integer, Iterable<byte[]>>> view;

    LookUp(PCollectionView<Map<Integer, Iterable<byte[]>>> view) {
      this.view = view;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      Map<Integer, Iterable<byte[]>> map = context.sideInput(view);
      for (int time = 0; time < 2; time++) {
        long sum = 0;
        for (int key = 0; key < MEGABYTES; key++) {
          sum += count(Objects.requireNonNull(map.get(key)));
        }
        context.output(sum);
      }
    }
  }

  /** The program of the other JVM. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) {
      var options = PortableBatchTest.options();
      options.setParallelism(1);
      Pipeline pipeline = Pipeline.create(options);
      Program.valueOf(args[0]).build(pipeline);
      System.exit(pipeline.run().waitUntilFinish().isTerminal() ? 0 : 1);
    }
  }

  @ParameterizedTest
  @EnumSource(Program.class)
  @Timeout(180)
  void runs(Program program, @TempDir Path folder) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(HEAP);
    command.add("-Djava.io.tmpdir=" + folder);
    OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    command.addAll(List.of("-cp", classPath(), Main.class.getName(), program.name()));
    File output = folder.resolve("output").toFile();

    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    boolean ended;
    try {
      ended = process.waitFor(170, TimeUnit.SECONDS);
    } finally {
      process.destroyForcibly();
    }

    assertThat(ended).isTrue();
    assertThat(process.exitValue()).as(() -> read(output.toPath())).isZero();
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
