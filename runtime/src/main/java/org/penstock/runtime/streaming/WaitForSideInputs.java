package org.penstock.runtime.streaming;

import java.util.List;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;

/** Lets elements wait until the side inputs of all of their windows are there. */
final class WaitForSideInputs<InputT> implements ForwardingProcessor<InputT> {
  private final Processor<InputT> next;
  private final BroadcastPanes sideInputs;
  private final List<AwaitedSideInput> awaited;
  private final WaitingElements<InputT> waiting;

  WaitForSideInputs(
      Processor<InputT> next,
      BroadcastPanes sideInputs,
      List<AwaitedSideInput> awaited,
      WaitingElements<InputT> waiting) {
    this.next = next;
    this.sideInputs = sideInputs;
    this.awaited = List.copyOf(awaited);
    this.waiting = waiting;
  }

  @Override
  public Processor<InputT> next() {
    return next;
  }

  @Override
  public void process(InputT element) throws Exception {
    WindowedValue<?> windowed = waiting.shape().windowed(element);
    if (windowed.getWindows().size() == 1) {
      processOrWait(element);
      return;
    }
    for (WindowedValue<?> single : windowed.explodeWindows()) {
      processOrWait(waiting.shape().inWindow(element, single));
    }
  }

  private void processOrWait(InputT element) throws Exception {
    if (isReady(element)) {
      next.process(element);
    } else {
      waiting.add(element);
    }
  }

  private boolean isReady(InputT element) {
    BoundedWindow window = waiting.shape().windowed(element).getWindows().iterator().next();
    for (AwaitedSideInput one : awaited) {
      if (!sideInputs.isReady(one.sideInput(), one.sideInputWindow(window))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void sideInput(int index, WindowedValue<?> pane) throws Exception {
    sideInputs.add(index, pane);
  }

  @Override
  public void sideInputWatermark(int index, Instant watermark) {
    sideInputs.watermark(index, watermark);
  }

  @Override
  public void processWaiting() throws Exception {
    waiting.release(this::isReady, next::process);
  }

  @Override
  public void watermark(Instant watermark) throws Exception {
    next.watermark(watermark);
    Instant unfinished = next.oldestUnfinished();
    sideInputs.forget(unfinished.isBefore(watermark) ? unfinished : watermark);
  }

  @Override
  public Instant waitingSince() {
    Instant own = waiting.since();
    Instant theirs = next.waitingSince();
    return own.isBefore(theirs) ? own : theirs;
  }

  @Override
  public boolean hasPendingWork() {
    return !waiting.isEmpty() || next.hasPendingWork();
  }

  @Override
  public void snapshot(long checkpointId) throws Exception {
    waiting.save();
    next.snapshot(checkpointId);
  }
}
