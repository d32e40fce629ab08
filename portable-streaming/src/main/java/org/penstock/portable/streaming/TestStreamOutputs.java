package org.penstock.portable.streaming;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload.Event;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/**
 * Makes a test stream with several outputs one stream for each. As many streams as there are take
 * turns, an event each, so every one gets as many events as the whole had, with nothing in the
 * place of what is another's: then all happens in the order that was asked for.
 */
final class TestStreamOutputs {
  private static final Event NOTHING =
      Event.newBuilder().setElementEvent(Event.AddElements.getDefaultInstance()).build();

  private final RunnerApi.Components.Builder components;

  private TestStreamOutputs(RunnerApi.Components.Builder components) {
    this.components = components;
  }

  /**
   * The pipeline with test streams of one output only.
   *
   * @throws IllegalArgumentException if a payload is broken, or nobody knows which output an event
   *     is for
   */
  static RunnerApi.Pipeline separate(RunnerApi.Pipeline pipeline) {
    TestStreamOutputs outputs = new TestStreamOutputs(pipeline.getComponents().toBuilder());
    pipeline
        .getComponents()
        .getTransformsMap()
        .forEach(
            (id, transform) -> {
              if (transform
                      .getSpec()
                      .getUrn()
                      .equals(PTransformTranslation.TEST_STREAM_TRANSFORM_URN)
                  && transform.getOutputsCount() > 1) {
                outputs.separate(id, transform);
              }
            });
    return pipeline.toBuilder().setComponents(outputs.components).build();
  }

  private void separate(String id, PTransform transform) {
    TestStreamPayload payload = payload(transform);
    String main = main(transform, payload);
    PTransform.Builder composite = transform.toBuilder().clearSpec();
    boolean first = true;
    for (Map.Entry<String, String> output : transform.getOutputsMap().entrySet()) {
      String tag = output.getKey();
      TestStreamPayload.Builder own = payload.toBuilder().clearEvents();
      for (Event event : payload.getEventsList()) {
        own.addEvents(isFor(event, tag, main, first) ? event : NOTHING);
      }
      first = false;
      PTransform.Builder one =
          transform.toBuilder().clearOutputs().putOutputs(tag, output.getValue());
      one.setUniqueName(transform.getUniqueName() + "/" + tag);
      one.getSpecBuilder().setPayload(own.build().toByteString());
      components.putTransforms(id + "/" + tag, one.build());
      composite.addSubtransforms(id + "/" + tag);
    }
    components.putTransforms(id, composite.build());
  }

  /** Processing time is everybody's, and advances once. */
  private static boolean isFor(Event event, String output, String main, boolean first) {
    if (event.hasProcessingTimeEvent()) {
      return first;
    }
    String tag = tag(event);
    return (tag.isEmpty() ? main : tag).equals(output);
  }

  private static String tag(Event event) {
    return event.hasWatermarkEvent()
        ? event.getWatermarkEvent().getTag()
        : event.getElementEvent().getTag();
  }

  /** Events without a tag are for the output that none has the tag of. */
  private static String main(PTransform transform, TestStreamPayload payload) {
    Set<String> left = new TreeSet<>(transform.getOutputsMap().keySet());
    boolean needed = false;
    for (Event event : payload.getEventsList()) {
      if (!event.hasProcessingTimeEvent()) {
        String tag = tag(event);
        left.remove(tag);
        needed |= tag.isEmpty();
        if (!tag.isEmpty() && !transform.containsOutputs(tag)) {
          throw new IllegalArgumentException(
              "Transform %s: an event is for the output %s, and the outputs are %s"
                  .formatted(transform.getUniqueName(), tag, transform.getOutputsMap().keySet()));
        }
      }
    }
    if (needed && left.size() != 1) {
      throw new IllegalArgumentException(
          "Transform %s: events without a tag are for one output without events, found: %s"
              .formatted(transform.getUniqueName(), left));
    }
    return left.isEmpty() ? "" : left.iterator().next();
  }

  private static TestStreamPayload payload(PTransform transform) {
    try {
      return TestStreamPayload.parseFrom(transform.getSpec().getPayload());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "Transform " + transform.getUniqueName() + ": its test stream cannot be read", e);
    }
  }
}
