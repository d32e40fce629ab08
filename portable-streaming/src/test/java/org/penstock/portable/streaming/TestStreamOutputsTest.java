package org.penstock.portable.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload.Event;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.junit.jupiter.api.Test;

final class TestStreamOutputsTest {
  private static final Event NOTHING = elements(0, "");

  private static Event elements(int count, String tag) {
    Event.AddElements.Builder elements = Event.AddElements.newBuilder().setTag(tag);
    for (int i = 0; i < count; i++) {
      elements.addElements(TestStreamPayload.TimestampedElement.getDefaultInstance());
    }
    return Event.newBuilder().setElementEvent(elements).build();
  }

  private static Event watermark(long time, String tag) {
    return Event.newBuilder()
        .setWatermarkEvent(Event.AdvanceWatermark.newBuilder().setNewWatermark(time).setTag(tag))
        .build();
  }

  private static Event pause(long millis) {
    return Event.newBuilder()
        .setProcessingTimeEvent(Event.AdvanceProcessingTime.newBuilder().setAdvanceDuration(millis))
        .build();
  }

  private static RunnerApi.Components separated(Event... events) {
    PTransform stream =
        PTransform.newBuilder()
            .setUniqueName("Stream")
            .setSpec(
                RunnerApi.FunctionSpec.newBuilder()
                    .setUrn(PTransformTranslation.TEST_STREAM_TRANSFORM_URN)
                    .setPayload(
                        TestStreamPayload.newBuilder()
                            .addAllEvents(List.of(events))
                            .build()
                            .toByteString()))
            .putOutputs("a", "as")
            .putOutputs("b", "bs")
            .build();
    return TestStreamOutputs.separate(
            RunnerApi.Pipeline.newBuilder()
                .setComponents(RunnerApi.Components.newBuilder().putTransforms("stream", stream))
                .build())
        .getComponents();
  }

  private static List<Event> events(RunnerApi.Components components, String id) throws Exception {
    return TestStreamPayload.parseFrom(components.getTransformsOrThrow(id).getSpec().getPayload())
        .getEventsList();
  }

  @Test
  void everyOutputGetsItsEventsAtTheirPlaces() throws Exception {
    RunnerApi.Components separated =
        separated(elements(1, "a"), watermark(5, "b"), pause(7), elements(2, "b"));

    assertThat(separated.getTransformsOrThrow("stream").getSubtransformsList())
        .containsExactlyInAnyOrder("stream/a", "stream/b");
    assertThat(separated.getTransformsOrThrow("stream/b").getOutputsMap())
        .isEqualTo(Map.of("b", "bs"));
    assertThat(events(separated, "stream/a"))
        .containsExactly(elements(1, "a"), NOTHING, pause(7), NOTHING);
    assertThat(events(separated, "stream/b"))
        .containsExactly(NOTHING, watermark(5, "b"), NOTHING, elements(2, "b"));
  }

  @Test
  void whatHasNoTagIsForTheOutputThatNoEventNames() throws Exception {
    RunnerApi.Components separated = separated(elements(1, "b"), elements(2, ""));

    assertThat(events(separated, "stream/a")).containsExactly(NOTHING, elements(2, ""));
    assertThat(events(separated, "stream/b")).containsExactly(elements(1, "b"), NOTHING);
  }

  @Test
  void aTagOfNoOutputIsRefused() {
    assertThatThrownBy(() -> separated(elements(1, "c")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Stream: an event is for the output c");
  }
}
