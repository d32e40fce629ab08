package org.penstock.expansion.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ServiceLoader;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.expansion.ExternalTransformRegistrar;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.CrashingRunner;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;

final class SqlBuilderTest {
  private static final Schema WORDS =
      Schema.builder().addStringField("word").addInt64Field("n").build();

  private static SqlBuilder.Configuration asking(String query) {
    SqlBuilder.Configuration configuration = new SqlBuilder.Configuration();
    configuration.setQuery(query);
    return configuration;
  }

  private static Pipeline pipeline() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(CrashingRunner.class);
    return Pipeline.create(options);
  }

  @Test
  void isFoundAsServicesAre() {
    assertThat(ServiceLoader.load(ExternalTransformRegistrar.class))
        .flatExtracting(registrar -> registrar.knownBuilderInstances().keySet())
        .contains("beam:external:java:sql:v1");
  }

  @Test
  void readsItsInput() {
    PCollection<Row> words =
        pipeline()
            .apply(
                Create.of(Row.withSchema(WORDS).addValues("a", 1L).build()).withRowSchema(WORDS));

    PCollection<Row> counts =
        words.apply(
            new SqlBuilder()
                .buildExternal(asking("SELECT word, SUM(n) AS s FROM PCOLLECTION GROUP BY word")));

    assertThat(counts.getSchema().getFieldNames()).containsExactly("word", "s");
  }

  @Test
  void readsATable() {
    SqlBuilder.Configuration configuration = asking("SELECT a FROM lines");
    configuration.setDdl(
        "CREATE EXTERNAL TABLE lines (a VARCHAR, b BIGINT) TYPE text LOCATION '/tmp/*.csv'");

    PCollection<Row> rows =
        pipeline().apply("Lines", new SqlBuilder().buildExternal(configuration));

    assertThat(rows.getSchema().getFieldNames()).containsExactly("a");
  }

  @Test
  void anotherDialectIsRefused() {
    SqlBuilder.Configuration configuration = asking("SELECT 1");
    configuration.setDialect("zetasql");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SqlBuilder().buildExternal(configuration))
        .withMessageContaining("zetasql");
  }

  @Test
  void noQueryIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SqlBuilder().buildExternal(asking(" ")))
        .withMessageContaining("needs a query");
  }
}
