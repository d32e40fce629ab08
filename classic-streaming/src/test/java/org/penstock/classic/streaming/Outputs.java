package org.penstock.classic.streaming;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/** What pipelines of this JVM have output, by a name that the test gives it. */
final class Outputs {
  private static final Map<String, List<String>> BY_NAME = new ConcurrentHashMap<>();

  private Outputs() {}

  static void collect(PCollection<String> strings, String name) {
    strings.apply("collect " + name, ParDo.of(new Collect(name)));
  }

  /** What was collected under that name; nothing is left of it. */
  static List<String> take(String name) {
    List<String> strings = BY_NAME.remove(name);
    return strings == null ? List.of() : strings;
  }

  private static final class Collect extends DoFn<String, Void> {
    private static final long serialVersionUID = 1L;

    private final String name;

    Collect(String name) {
      this.name = name;
    }

    @ProcessElement
    public void process(@Element String string) {
      BY_NAME.computeIfAbsent(name, n -> new CopyOnWriteArrayList<>()).add(string);
    }
  }
}
