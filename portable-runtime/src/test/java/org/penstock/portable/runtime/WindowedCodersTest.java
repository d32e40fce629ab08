package org.penstock.portable.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class WindowedCodersTest {
  private final MiniRunner runner = new MiniRunner();
  private final Pipeline pipeline = runner.pipeline();

  @Test
  void elementsMayBeWindowedValues() throws Exception {
    Collected<String> collected = new Collected<>();
    pipeline
        .apply(
            Create.windowedValues(
                    WindowedValues.of(
                        "a", Instant.ofEpochMilli(1), GlobalWindow.INSTANCE, PaneInfo.NO_FIRING))
                .withCoder(StringUtf8Coder.of())
                .withWindowCoder(GlobalWindow.Coder.INSTANCE))
        .apply(ParDo.of(collected));

    runner.run(WindowedCoders.prefixed(runner.proto(pipeline)));

    assertThat(collected.seen()).containsExactly("a");
  }
}
