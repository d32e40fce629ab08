package org.penstock.classic.runtime;

import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.CrashingRunner;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.util.construction.PTransformTranslation.RawPTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.WindowingStrategy;

/** What comes into a stage from somewhere else. */
final class Input<T> extends RawPTransform<PBegin, PCollection<T>> {
  private static final long serialVersionUID = 1L;

  private final transient Coder<T> coder;
  private final transient WindowingStrategy<?, ?> windowing;

  private Input(Coder<T> coder, WindowingStrategy<?, ?> windowing) {
    this.coder = coder;
    this.windowing = windowing;
  }

  static <T> Input<T> of(Coder<T> coder) {
    return new Input<>(coder, WindowingStrategy.globalDefault());
  }

  static <T> Input<T> of(Coder<T> coder, WindowFn<? super T, ?> windows) {
    return new Input<>(coder, WindowingStrategy.of(windows));
  }

  /** A pipeline that is translated, and never run as a whole. */
  static Pipeline pipeline() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(CrashingRunner.class);
    return Pipeline.create(options);
  }

  @Override
  public FunctionSpec getSpec() {
    return FunctionSpec.newBuilder().setUrn("penstock:test:input").build();
  }

  @Override
  public PCollection<T> expand(PBegin begin) {
    return PCollection.createPrimitiveOutputInternal(
        begin.getPipeline(), windowing, IsBounded.BOUNDED, coder);
  }
}
