package org.penstock.job.server;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.util.construction.PipelineOptionsTranslation;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Value;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.CaseFormat;
import org.penstock.core.PenstockPipelineOptions;

/** The options of a job, as clients send them. */
final class JobOptions {
  private static final String PREFIX = "beam:option:";
  private static final String SUFFIX = ":v1";
  private static final Pattern GETTER = Pattern.compile("(?:get|is)([A-Z].*)");
  private static final Set<String> AUTO = Set.of("[auto]", "");

  private static final String PACKED_INTO = "output_executable_path";

  /** The names of {@link #PACKED_INTO}: Beam's, and Java's for those who write options by hand. */
  private static final Set<String> PACKING = Set.of(PACKED_INTO, "outputExecutablePath");

  /** What means something on the client's machine only. */
  private static final List<String> OF_THE_CLIENT = List.of("runner", "files_to_stage");

  private JobOptions() {}

  /**
   * Reads the options of a job.
   *
   * @param jobName for jobs whose options name none
   * @throws IllegalArgumentException if a key or a value is not what it should be
   */
  static PenstockPipelineOptions of(
      Struct sent, String jobName, JobServerSettings.FlinkDefaults flink) {
    Map<String, Value> values = new HashMap<>();
    sent.getFieldsMap()
        .forEach(
            (key, value) -> {
              String name = name(key);
              if (!value.hasNullValue() && !OF_THE_CLIENT.contains(name)) {
                values.put(PACKING.contains(name) ? key(PACKED_INTO) : key, value);
              }
            });
    PenstockPipelineOptions options = parsed(values);
    if (!values.containsKey(key("job_name"))) {
      options.setJobName(jobName.isBlank() ? "job" : jobName);
    }
    if (!values.containsKey(key("flink_master")) || AUTO.contains(options.getFlinkMaster())) {
      options.setFlinkMaster(flink.master().isEmpty() ? "[local]" : flink.master());
    }
    if (options.getFlinkConfDir() == null && flink.confDir() != null) {
      options.setFlinkConfDir(flink.confDir());
    }
    return options;
  }

  /** The options as they were sent, without the wish to be written into a jar. */
  static Struct withoutPacking(Struct sent) {
    Struct.Builder left = sent.toBuilder();
    PACKING.forEach(name -> left.removeFields(key(name)));
    return left.build();
  }

  private static PenstockPipelineOptions parsed(Map<String, Value> values) {
    PenstockPipelineOptions options;
    try {
      options =
          PipelineOptionsTranslation.fromProto(Struct.newBuilder().putAllFields(values).build())
              .as(PenstockPipelineOptions.class);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("The pipeline options cannot be read: " + root(e), e);
    }
    // A value is read when it is first asked for, which would be in the midst of the job.
    for (Method method : PenstockPipelineOptions.class.getMethods()) {
      String name = option(method);
      if (values.containsKey(key(name))) {
        read(method, name, options);
      }
    }
    return options;
  }

  private static void read(Method getter, String name, PenstockPipelineOptions options) {
    try {
      getter.invoke(options);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "The pipeline option " + name + " cannot be read: " + root(e), e);
    }
  }

  /** The option that a method gets, empty if it is no getter. */
  private static String option(Method method) {
    Matcher getter = GETTER.matcher(method.getName());
    return method.getParameterCount() == 0 && getter.matches()
        ? CaseFormat.UPPER_CAMEL.to(CaseFormat.LOWER_UNDERSCORE, getter.group(1))
        : "";
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private static String key(String name) {
    return PREFIX + name + SUFFIX;
  }

  private static String name(String key) {
    if (!key.startsWith(PREFIX)
        || !key.endsWith(SUFFIX)
        || key.length() <= PREFIX.length() + SUFFIX.length()) {
      throw new IllegalArgumentException(
          "The pipeline option "
              + key
              + " is not named as it should be: "
              + key("NAME")
              + ", with the name in lower case and underscores.");
    }
    return key.substring(PREFIX.length(), key.length() - SUFFIX.length());
  }
}
