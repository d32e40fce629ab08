package org.penstock.expansion.sql;

import org.apache.beam.sdk.extensions.sql.SqlTransform;
import org.apache.beam.sdk.transforms.ExternalTransformBuilder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Makes a query of what a client sends. Public, like its parts, for the expansion service calls
 * them by reflection.
 */
public final class SqlBuilder
    implements ExternalTransformBuilder<SqlBuilder.Configuration, PInput, PCollection<Row>> {
  SqlBuilder() {}

  /** The fields of a client's request, each by its setter. */
  public static final class Configuration {
    private @Nullable String query;
    private @Nullable String dialect;
    private @Nullable String ddl;

    /** To be filled in. */
    public Configuration() {}

    /** The query. It reads the input as {@code PCOLLECTION}, or inputs by their names. */
    public void setQuery(@Nullable String query) {
      this.query = query;
    }

    /** The dialect of the query; null is Calcite's. */
    public void setDialect(@Nullable String dialect) {
      this.dialect = dialect;
    }

    /** A statement to be run before, such as {@code CREATE EXTERNAL TABLE}; null for none. */
    public void setDdl(@Nullable String ddl) {
      this.ddl = ddl;
    }
  }

  /**
   * The query as a transform.
   *
   * @throws IllegalArgumentException if there is no query, or its dialect is not Calcite's
   */
  @Override
  public PTransform<PInput, PCollection<Row>> buildExternal(Configuration configuration) {
    String query = configuration.query;
    if (query == null || query.isBlank()) {
      throw new IllegalArgumentException("A SqlTransform needs a query, and got none.");
    }
    String dialect = configuration.dialect;
    if (dialect != null && !dialect.equalsIgnoreCase("calcite")) {
      throw new IllegalArgumentException(
          "The dialect of a SqlTransform is calcite, the only one there is, or is left out; it is "
              + dialect
              + ".");
    }
    SqlTransform transform = SqlTransform.query(query);
    String ddl = configuration.ddl;
    return ddl == null ? transform : transform.withDdlString(ddl);
  }
}
