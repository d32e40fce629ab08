package org.penstock.portable.streaming;

import java.util.List;
import org.apache.beam.runners.core.InMemoryBundleFinalizer.Finalization;
import org.apache.beam.sdk.values.WindowedValue;
import org.penstock.portable.runtime.PortableStage;
import org.penstock.runtime.streaming.Processor;

/** Runs a stage without state or timers. */
final class StageProcessor<T> implements Processor<WindowedValue<T>> {
  private final PortableStage stage;

  StageProcessor(PortableStage stage) {
    this.stage = stage;
  }

  @Override
  public void startBundle() {
    stage.startBundle();
  }

  @Override
  public void process(WindowedValue<T> element) throws Exception {
    stage.process(element);
  }

  /** A worker may send what it puts out when the bundle ends, and no earlier. */
  @Override
  public boolean holdsBack() {
    return true;
  }

  @Override
  public void finishBundle() throws Exception {
    stage.finishBundle();
  }

  @Override
  public List<Finalization> takeFinalizations() {
    return stage.takeFinalizations();
  }

  @Override
  public void close() {
    stage.close();
  }
}
