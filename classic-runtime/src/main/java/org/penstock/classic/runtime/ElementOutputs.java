package org.penstock.classic.runtime;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.schemas.SchemaCoder;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;

/** The outputs of the element that a step is processing, by tag; each is made once and kept. */
final class ElementOutputs implements MultiOutputReceiver {
  private final StepContext context;
  private final CurrentElement<?> current;
  private final Map<String, Coder<?>> coders;
  private final Map<String, TaggedOutput<?>> byTag = new HashMap<>();
  private final Map<String, OutputReceiver<Row>> rowsByTag = new HashMap<>();

  ElementOutputs(StepContext context, CurrentElement<?> current, Map<String, Coder<?>> coders) {
    this.context = context;
    this.current = current;
    this.coders = coders;
  }

  @Override
  @SuppressWarnings("unchecked") // a tag's type is that of its PCollection
  public <T> TaggedOutput<T> get(TupleTag<T> tag) {
    TaggedOutput<?> output = byTag.get(tag.getId());
    if (output == null) {
      output = new TaggedOutput<>(current, context.output(tag));
      byTag.put(tag.getId(), output);
    }
    return (TaggedOutput<T>) output;
  }

  @Override
  public <T> OutputReceiver<Row> getRowReceiver(TupleTag<T> tag) {
    OutputReceiver<Row> rows = rowsByTag.get(tag.getId());
    if (rows == null) {
      rows = new RowOutput<>(get(tag), schemaCoder(tag), current);
      rowsByTag.put(tag.getId(), rows);
    }
    return rows;
  }

  @SuppressWarnings("unchecked") // the coder of the tag's PCollection
  private <T> SchemaCoder<T> schemaCoder(TupleTag<T> tag) {
    if (coders.get(tag.getId()) instanceof SchemaCoder<?> coder) {
      return (SchemaCoder<T>) coder;
    }
    throw new IllegalStateException(
        "Step "
            + context.step()
            + " outputs rows to '"
            + tag.getId()
            + "', which needs a PCollection with a schema; its coder is "
            + coders.get(tag.getId()));
  }

  private record RowOutput<T>(
      TaggedOutput<T> output, SerializableFunction<Row, T> fromRow, CurrentElement<?> current)
      implements OutputReceiver<Row> {

    RowOutput(TaggedOutput<T> output, SchemaCoder<T> coder, CurrentElement<?> current) {
      this(output, coder.getFromRowFunction(), current);
    }

    @Override
    public void output(Row row) {
      output.output(fromRow.apply(row));
    }

    @Override
    public void outputWithTimestamp(Row row, Instant timestamp) {
      output.outputWithTimestamp(fromRow.apply(row), timestamp);
    }

    @Override
    public void outputWindowedValue(
        Row row, Instant timestamp, Collection<? extends BoundedWindow> windows, PaneInfo pane) {
      output.outputWindowedValue(fromRow.apply(row), timestamp, windows, pane);
    }

    @Override
    public OutputBuilder<Row> builder(Row row) {
      return WindowedValues.builder(current.like())
          .withValue(row)
          .setReceiver(
              built ->
                  outputWindowedValue(
                      built.getValue(),
                      built.getTimestamp(),
                      built.getWindows(),
                      built.getPaneInfo()));
    }
  }
}
