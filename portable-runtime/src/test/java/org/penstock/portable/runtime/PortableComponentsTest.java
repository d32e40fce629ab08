package org.penstock.portable.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penstock.runtime.PipelineComponents;

/** Coders and windows of another SDK. */
final class PortableComponentsTest {
  private static RunnerApi.Coder coder(String urn, String... parts) {
    return RunnerApi.Coder.newBuilder()
        .setSpec(RunnerApi.FunctionSpec.newBuilder().setUrn(urn))
        .addAllComponentCoderIds(java.util.List.of(parts))
        .build();
  }

  private static PipelineComponents components(String windowCoder) {
    return PortableComponents.read(
        RunnerApi.Components.newBuilder()
            .putCoders("pickled", coder("beam:coder:pickled_python:v1"))
            .putCoders("text", coder("beam:coder:string_utf8:v1"))
            .putCoders("pairs", coder("beam:coder:kv:v1", "text", "pickled"))
            .putCoders("ends", coder("beam:coder:custom_window:v1", "pickled"))
            .putWindowingStrategies(
                "windows",
                RunnerApi.WindowingStrategy.newBuilder()
                    .setWindowFn(
                        RunnerApi.FunctionSpec.newBuilder()
                            .setUrn("beam:window_fn:pickled_python:v1"))
                    .setWindowCoderId(windowCoder)
                    .setMergeStatus(RunnerApi.MergeStatus.Enum.NON_MERGING)
                    .setTrigger(
                        RunnerApi.Trigger.newBuilder()
                            .setDefault(RunnerApi.Trigger.Default.getDefaultInstance()))
                    .setAccumulationMode(RunnerApi.AccumulationMode.Enum.DISCARDING)
                    .setOutputTime(RunnerApi.OutputTime.Enum.END_OF_WINDOW)
                    .setClosingBehavior(RunnerApi.ClosingBehavior.Enum.EMIT_IF_NONEMPTY)
                    .setOnTimeBehavior(RunnerApi.OnTimeBehavior.Enum.FIRE_ALWAYS)
                    .build())
            .putPcollections(
                "in",
                RunnerApi.PCollection.newBuilder()
                    .setCoderId("pairs")
                    .setWindowingStrategyId("windows")
                    .build())
            .build());
  }

  @Test
  void whatOnlyTheSdkCanReadIsBytes() throws IOException {
    Coder<Object> coder = components("pickled").coderOf("in");

    // The key is a text, the value three bytes with their length before them.
    assertThat(coder.decode(new ByteArrayInputStream(new byte[] {1, 'k', 3, 7, 8, 9})).toString())
        .isEqualTo("KV{k, [7, 8, 9]}");
  }

  /** The SDK is told to write the end before the window, whether its own coder does or not. */
  @ParameterizedTest
  @ValueSource(strings = {"pickled", "ends"})
  void aWindowFunctionThatOnlyTheSdkKnowsHasWindowsOfBytes(String windowCoder) throws IOException {
    PipelineComponents components = components(windowCoder);
    @SuppressWarnings("unchecked") // a window coder
    Coder<BoundedWindow> coder = (Coder<BoundedWindow>) components.windowCoderOf("in");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    InstantCoder.of().encode(Instant.ofEpochMilli(1234), bytes);
    bytes.write(2);
    bytes.write(42);
    bytes.write(43);

    BoundedWindow window = coder.decode(new ByteArrayInputStream(bytes.toByteArray()));

    assertThat(components.windowingOf("in").getWindowFn().isNonMerging()).isTrue();
    assertThat(window.maxTimestamp()).isEqualTo(Instant.ofEpochMilli(1234));
    assertThat(window).isEqualTo(withoutEnd());
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    coder.encode(window, again);
    assertThat(again.toByteArray()).isEqualTo(bytes.toByteArray());
  }

  private static OpaqueWindow withoutEnd() {
    return new OpaqueWindow(ByteString.copyFrom(new byte[] {42, 43}), null);
  }

  @Test
  void theEndOfAWindowOfATimerIsNotKnown() {
    assertThatIllegalStateException()
        .isThrownBy(() -> withoutEnd().maxTimestamp())
        .withMessageContaining("timers");
  }
}
