package org.penstock.classic.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.junit.jupiter.api.Test;
import org.penstock.spi.StepException;

final class SchemasTest {
  private static final Schema PERSON =
      Schema.builder().addStringField("name").addInt32Field("age").build();

  private final Pipeline pipeline = Input.pipeline();

  /** Makes rows, through the receiver of rows. */
  static final class Born extends DoFn<String, Row> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element String name, OutputReceiver<Row> out) {
      out.output(Row.withSchema(PERSON).addValues(name, 0).build());
    }
  }

  /** Makes rows through a tag's receiver of rows. */
  static final class Tagged extends DoFn<String, Row> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element String name, MultiOutputReceiver out) {
      out.getRowReceiver(new TupleTag<Row>("output"))
          .output(Row.withSchema(PERSON).addValues(name, 1).build());
    }
  }

  /** Takes single fields. */
  static final class Greet extends DoFn<Row, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @FieldAccess("name") String name, @FieldAccess("age") int age, OutputReceiver<String> out) {
      out.output(name + " is " + age);
    }
  }

  /** Writes rows where none can go. */
  static final class Confused extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element String name, MultiOutputReceiver out) {
      out.getRowReceiver(new TupleTag<String>("output"))
          .output(Row.withSchema(PERSON).addValues(name, 1).build());
    }
  }

  private PCollection<String> names() {
    return pipeline.apply(Input.of(StringUtf8Coder.of()));
  }

  @Test
  void rowsAreOutput() {
    PCollection<Row> born =
        names().apply("Born", ParDo.of(new Born())).setCoder(RowCoder.of(PERSON));
    try (StageRun run = StageRun.of(pipeline)) {
      run.bundle("Ada");

      assertThat(run.values(born))
          .containsExactly(Row.withSchema(PERSON).addValues("Ada", 0).build());
    }
  }

  @Test
  void rowsAreOutputToTags() {
    PCollection<Row> born =
        names().apply("Tagged", ParDo.of(new Tagged())).setCoder(RowCoder.of(PERSON));
    try (StageRun run = StageRun.of(pipeline)) {
      run.bundle("Ada");

      assertThat(run.values(born))
          .containsExactly(Row.withSchema(PERSON).addValues("Ada", 1).build());
    }
  }

  @Test
  void fieldsAreTakenApart() {
    PCollection<String> greetings =
        names()
            .apply("Born", ParDo.of(new Born()))
            .setCoder(RowCoder.of(PERSON))
            .apply("Greet", ParDo.of(new Greet()));
    try (StageRun run = StageRun.of(pipeline)) {
      run.bundle("Ada");

      assertThat(run.values(greetings)).containsExactly("Ada is 0");
    }
  }

  @Test
  void rowsNeedASchema() {
    names().apply("Confused", ParDo.of(new Confused()));
    try (StageRun run = StageRun.of(pipeline)) {
      assertThatThrownBy(() -> run.bundle("Ada"))
          .isInstanceOf(StepException.class)
          .hasMessageContaining("needs a PCollection with a schema")
          .hasMessageContaining("StringUtf8Coder");
    }
  }
}
