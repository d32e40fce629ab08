package org.penstock.expansion.sql;

import java.util.Map;
import org.apache.beam.sdk.expansion.ExternalTransformRegistrar;
import org.apache.beam.sdk.transforms.ExternalTransformBuilder;

/** Has every expansion service on whose class path it lies offer Beam SQL. */
public final class SqlRegistrar implements ExternalTransformRegistrar {
  /** What Beam's SDKs ask for. */
  static final String URN = "beam:external:java:sql:v1";

  /** For {@code ServiceLoader}. */
  public SqlRegistrar() {}

  @Override
  public Map<String, ExternalTransformBuilder<?, ?, ?>> knownBuilderInstances() {
    return Map.of(URN, new SqlBuilder());
  }
}
