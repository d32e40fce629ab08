package org.penstock.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads the shipped input without the code under test, and what the pipelines wrote. */
final class ExampleFiles {
  private ExampleFiles() {}

  static List<String> inputLines(String name) {
    return lines(Path.of(System.getProperty("penstock.examples.data"), name));
  }

  /** A line by column name. */
  record Row(Map<String, String> fields) {
    String get(String column) {
      return Objects.requireNonNull(fields.get(column), column);
    }
  }

  /** Only for files without quotes. */
  static List<Row> inputRows(String name) {
    List<String> lines = inputLines(name);
    String[] columns = lines.get(0).split(",", -1);
    List<Row> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < columns.length; i++) {
        row.put(columns[i], fields[i]);
      }
      rows.add(new Row(row));
    }
    return rows;
  }

  /** A file with the header and the first rows of a shipped one: the DirectRunner is slow. */
  static Path head(String name, int rows, Path folder) {
    try {
      return Files.write(folder.resolve(name), inputLines(name).subList(0, rows + 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sorted lines of all shards {@code prefix-SSSSS-of-NNNNN}; fails if a shard is missing. */
  static List<String> outputLines(Path prefix) {
    List<Path> shards = shards(prefix);
    for (int i = 0; i < shards.size(); i++) {
      String expected = "%s-%05d-of-%05d".formatted(prefix.getFileName(), i, shards.size());
      if (!shards.get(i).getFileName().toString().equals(expected)) {
        throw new AssertionError("expected the shard " + expected + ", found " + shards);
      }
    }
    return shards.stream().flatMap(shard -> lines(shard).stream()).sorted().toList();
  }

  /** The sorted lines of all files of a streaming pipeline, whose names tell window and pane. */
  static List<String> streamedLines(Path prefix) {
    return shards(prefix).stream().flatMap(shard -> lines(shard).stream()).sorted().toList();
  }

  private static List<Path> shards(Path prefix) {
    try (Stream<Path> files = Files.list(prefix.getParent())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix.getFileName() + "-"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
