package org.penstock.runtime.streaming;

import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload.Event;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.util.Collector;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.penstock.runtime.state.WatermarkHolds;

/**
 * The events of a test stream, each when all that the one before has caused is done. Its input is
 * empty; its own watermark is kept back by a hold.
 */
final class TestStreamEvents<T> implements Processor<WindowedValue<T>> {
  private final Coder<T> coder;
  private final List<Event> events;
  private final TestTask<?> task;
  private final WatermarkHolds holds;
  private final Collector<WindowedValue<T>> output;
  private final ListState<Integer> position;
  private int next;
  private Instant watermark = BoundedWindow.TIMESTAMP_MIN_VALUE;

  /**
   * @param payload the events, as they are in the pipeline's proto
   * @param coder of the elements
   */
  TestStreamEvents(byte[] payload, Coder<T> coder, ProcessorContext context) throws Exception {
    this.coder = coder;
    this.events = TestStreamPayload.parseFrom(payload).getEventsList();
    this.task = TestTask.of(context);
    this.holds = context.holds();
    this.output = context.output();
    this.position =
        context
            .operatorState()
            .getListState(new ListStateDescriptor<>("position", IntSerializer.INSTANCE));
    for (int restored : position.get()) {
      next = restored;
    }
    holds.add(watermark);
    for (Event event : events.subList(0, next)) {
      changeTime(event);
    }
    task.run().streamOpened();
    goOn();
  }

  @Override
  public void process(WindowedValue<T> element) {
    throw new IllegalStateException("The input of a test stream has no elements: " + element);
  }

  @Override
  public boolean hasOwnWatermark() {
    return true;
  }

  private void goOn() {
    if (next < events.size()) {
      task.run().nextEvent(task, this::nextEvent);
    } else if (watermark.isBefore(BoundedWindow.TIMESTAMP_MAX_VALUE)) {
      task.run().nextEvent(task, this::endOfTime);
    } else {
      task.run().atEnd(task, task.run()::streamDone);
    }
  }

  private void nextEvent() throws Exception {
    Event event = events.get(next++);
    changeTime(event);
    for (TestStreamPayload.TimestampedElement element : event.getElementEvent().getElementsList()) {
      output.collect(
          WindowedValues.timestampedValueInGlobalWindow(
              decode(element), Instant.ofEpochMilli(element.getTimestamp())));
    }
    task.finishBundle();
    goOn();
  }

  /** No event is left to come, so time need not stop where the last one left it. */
  private void endOfTime() throws Exception {
    holds.remove(watermark);
    watermark = BoundedWindow.TIMESTAMP_MAX_VALUE;
    task.finishBundle();
    goOn();
  }

  private T decode(TestStreamPayload.TimestampedElement element) throws CoderException {
    return CoderUtils.decodeFromByteArray(coder, element.getEncodedElement().toByteArray());
  }

  private void changeTime(Event event) {
    if (event.hasWatermarkEvent()) {
      Instant changed = Instant.ofEpochMilli(event.getWatermarkEvent().getNewWatermark());
      if (changed.isBefore(BoundedWindow.TIMESTAMP_MAX_VALUE)) {
        holds.add(changed);
      }
      holds.remove(watermark);
      watermark = changed;
    } else if (event.hasProcessingTimeEvent()) {
      task.run().advanceBy(Duration.millis(event.getProcessingTimeEvent().getAdvanceDuration()));
    }
  }

  @Override
  public void snapshot(long checkpointId) throws Exception {
    position.update(List.of(next));
  }
}
