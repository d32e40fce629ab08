package org.penstock.runtime.batch;

import java.io.Serializable;
import org.apache.flink.util.Collector;

/** A processor that is a function of each element. */
record Each<InputT, OutputT>(Body<InputT, OutputT> body, Collector<OutputT> output)
    implements Processor<InputT> {
  interface Body<InputT, OutputT> extends Serializable {
    void accept(InputT element, Collector<OutputT> output);
  }

  static <InputT, OutputT> ProcessorFactory<InputT> of(Body<InputT, OutputT> body) {
    return context -> new Each<>(body, context.<OutputT>output());
  }

  @Override
  public void process(InputT element) {
    body.accept(element, output);
  }

  @Override
  public void endInput() {
    // Nothing is held back.
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
