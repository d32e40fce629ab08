package org.penstock.core;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.penstock.spi.TaskOptions;
import org.penstock.spi.WorkerOptions;

/** Writes the options of the runner as a Markdown table. */
final class OptionsDocument {
  private OptionsDocument() {}

  static String text() {
    StringBuilder text = new StringBuilder();
    text.append("# Options\n\n");
    text.append(
        "Made from `PenstockPipelineOptions`, `TaskOptions` and `WorkerOptions`; `OptionsDocumentTest` tells how.\n");
    text.append("Beam's own options, such as `--jobName`, `--streaming` and `--filesToStage`,");
    text.append(" work as everywhere.\n\n");
    text.append("| option | type | default | meaning |\n|---|---|---|---|\n");
    for (Method getter : getters()) {
      text.append(
          String.format(
              "| `--%s` | %s | %s | %s |\n",
              name(getter),
              getter.getReturnType().getSimpleName().toLowerCase(Locale.ROOT),
              defaultOf(getter),
              description(getter)));
    }
    return text.toString();
  }

  /** The getters of our own interfaces, by name. */
  static List<Method> getters() {
    return Stream.of(PenstockPipelineOptions.class, TaskOptions.class, WorkerOptions.class)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> method.getParameterCount() == 0 && !method.isSynthetic())
        .sorted(Comparator.comparing(OptionsDocument::name))
        .toList();
  }

  static String name(Method getter) {
    String name = getter.getName().replaceFirst("^(get|is)", "");
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  static String description(Method getter) {
    Description description = getter.getAnnotation(Description.class);
    return description == null ? "" : description.value();
  }

  static String defaultOf(Method getter) {
    for (Annotation annotation : getter.getAnnotations()) {
      if (annotation.annotationType().getEnclosingClass() == Default.class) {
        try {
          return "`" + annotation.annotationType().getMethod("value").invoke(annotation) + "`";
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
          throw new IllegalStateException("No default of " + getter, e);
        }
      }
    }
    return "none";
  }
}
