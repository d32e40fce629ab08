package org.penstock.core.plan;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PipelineRefusedException;
import org.penstock.spi.TranslationPath;

/**
 * The path of a pipeline.
 *
 * @param path the path
 * @param reasons why, as sentences
 */
public record PathChoice(TranslationPath path, List<String> reasons) {
  /** Copies the reasons. */
  public PathChoice {
    reasons = List.copyOf(reasons);
  }

  /**
   * Chooses the path for a pipeline.
   *
   * @throws PipelineRefusedException if the options ask for a path that does not exist or cannot
   *     run such a pipeline
   */
  static PathChoice of(PipelineProfile profile, UserCode code, PenstockPipelineOptions options) {
    String wanted = options.getPath();
    if (wanted != null) {
      return asked(wanted, profile);
    }
    boolean streaming = profile.isUnbounded() || options.isStreaming();
    return new PathChoice(
        TranslationPath.of(code == UserCode.IN_WORKERS || !profile.isJava(), streaming),
        List.of(whereReason(profile, code), whenReason(profile, options)));
  }

  private static PathChoice asked(String wanted, PipelineProfile profile) {
    TranslationPath path =
        TranslationPath.named(wanted)
            .orElseThrow(
                () ->
                    new PipelineRefusedException(
                        "There is no path called "
                            + wanted
                            + ". --path takes one of "
                            + Arrays.stream(TranslationPath.values())
                                .map(TranslationPath::id)
                                .collect(Collectors.joining(", "))
                            + "."));
    if (!path.streaming() && profile.isUnbounded()) {
      throw new PipelineRefusedException(
          String.format(
              "--path=%s runs bounded pipelines only, and %s is unbounded. Use --path=%s, or leave"
                  + " --path out.",
              path, profile.unbounded().get(0), TranslationPath.of(path.portable(), true)));
    }
    if (!path.portable() && !profile.isJava()) {
      throw new PipelineRefusedException(
          String.format(
              "--path=%s runs Java user code only, and the environment %s is not Java. Use"
                  + " --path=%s, or leave --path out.",
              path, profile.foreign().get(0), TranslationPath.of(true, path.streaming())));
    }
    return new PathChoice(path, List.of("The option --path asks for it."));
  }

  private static String whereReason(PipelineProfile profile, UserCode code) {
    if (profile.isJava() && code == UserCode.IN_WORKERS) {
      return "The pipeline was built elsewhere, so user code runs in SDK harnesses (portable).";
    }
    return profile.isJava()
        ? "All user code is Java, so it runs in the Flink task (classic)."
        : "The environment "
            + profile.foreign().get(0)
            + " is not Java, so user code runs in SDK harnesses (portable).";
  }

  private static String whenReason(PipelineProfile profile, PenstockPipelineOptions options) {
    if (profile.isUnbounded()) {
      return profile.unbounded().get(0) + " is unbounded (streaming).";
    }
    return options.isStreaming()
        ? "The option --streaming asks for streaming."
        : "Every PCollection is bounded (batch).";
  }
}
