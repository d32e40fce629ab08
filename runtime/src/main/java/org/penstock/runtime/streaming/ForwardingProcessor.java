package org.penstock.runtime.streaming;

import java.io.IOException;
import java.util.List;
import org.apache.beam.runners.core.InMemoryBundleFinalizer.Finalization;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.penstock.runtime.EncodedKey;

/** A processor in front of another one: hands on all but what it sees to itself. */
public interface ForwardingProcessor<InputT> extends Processor<InputT> {
  /** The one behind. */
  Processor<InputT> next();

  @Override
  default void startBundle() throws Exception {
    next().startBundle();
  }

  @Override
  default void onTimer(EncodedKey key, TimerData timer) throws Exception {
    next().onTimer(key, timer);
  }

  @Override
  default void wakeUp() throws Exception {
    next().wakeUp();
  }

  @Override
  default boolean limitsItself() {
    return next().limitsItself();
  }

  @Override
  default boolean holdsBack() {
    return next().holdsBack();
  }

  @Override
  default void finishBundle() throws Exception {
    next().finishBundle();
  }

  @Override
  default List<Finalization> takeFinalizations() {
    return next().takeFinalizations();
  }

  @Override
  default void sideInput(int index, WindowedValue<?> pane) throws Exception {
    next().sideInput(index, pane);
  }

  @Override
  default void sideInputWatermark(int index, Instant watermark) throws Exception {
    next().sideInputWatermark(index, watermark);
  }

  @Override
  default void watermark(Instant watermark) throws Exception {
    next().watermark(watermark);
  }

  @Override
  default void processWaiting() throws Exception {
    next().processWaiting();
  }

  @Override
  default Instant waitingSince() {
    return next().waitingSince();
  }

  @Override
  default boolean hasPendingWork() {
    return next().hasPendingWork();
  }

  @Override
  default Instant oldestUnfinished() {
    return next().oldestUnfinished();
  }

  @Override
  default void drain() throws Exception {
    next().drain();
  }

  @Override
  default void snapshot(long checkpointId) throws Exception {
    next().snapshot(checkpointId);
  }

  @Override
  default boolean waitsForCheckpoints() {
    return next().waitsForCheckpoints();
  }

  @Override
  default void checkpointCompleted(long checkpointId) throws Exception {
    next().checkpointCompleted(checkpointId);
  }

  @Override
  default void close() throws IOException {
    next().close();
  }
}
