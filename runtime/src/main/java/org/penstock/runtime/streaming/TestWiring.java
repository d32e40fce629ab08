package org.penstock.runtime.streaming;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.apache.flink.streaming.api.transformations.SideOutputTransformation;
import org.apache.flink.streaming.api.transformations.SourceTransformation;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, while a job with test streams is translated, who reads what each operator outputs.
 * What comes from a source, or from an operator that this path has not made, is not counted.
 */
final class TestWiring {
  private final TestJob job = new TestJob();
  private final Map<Transformation<?>, Consumers> consumers = new HashMap<>();
  private int operators;

  TestJob job() {
    return job;
  }

  /** The wires of an operator with those inputs. */
  TestWires connect(DataStream<?> input, List<? extends DataStream<?>> others) {
    List<Integer> producers = new ArrayList<>();
    producers.add(connect(input.getTransformation()));
    others.forEach(other -> producers.add(connect(other.getTransformation())));
    boolean boundedRead =
        input.getTransformation() instanceof SourceTransformation<?, ?, ?> source
            && source.getBoundedness() == Boundedness.BOUNDED;
    if (boundedRead) {
      job.addBoundedRead();
    }
    return new TestWires(job, new Consumers(operators++), producers, boundedRead);
  }

  /** Says which transformation the operator has become. */
  void added(Transformation<?> transformation, TestWires wires) {
    consumers.put(transformation, wires.consumers());
  }

  private int connect(Transformation<?> input) {
    Transformation<?> producer = input;
    @Nullable String output = null;
    while (isVirtual(producer)) {
      if (producer instanceof SideOutputTransformation<?> side) {
        output = side.getOutputTag().getId();
      }
      producer = producer.getInputs().get(0);
    }
    Consumers known = consumers.get(producer);
    if (known != null) {
      known.add(output);
    }
    return known == null ? TestWires.UNCOUNTED : known.producer();
  }

  private static boolean isVirtual(Transformation<?> transformation) {
    return transformation instanceof PartitionTransformation
        || transformation instanceof SideOutputTransformation;
  }
}
