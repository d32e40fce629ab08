package org.penstock.runtime;

import org.apache.flink.api.common.typeinfo.TypeInformation;

/** A type of Flink's that is one field to it, and mostly no key: what our records are. */
public abstract class OpaqueTypeInfo<T> extends TypeInformation<T> {
  private static final long serialVersionUID = 1L;

  /** For subclasses. */
  protected OpaqueTypeInfo() {}

  @Override
  public final boolean isBasicType() {
    return false;
  }

  @Override
  public final boolean isTupleType() {
    return false;
  }

  @Override
  public final int getArity() {
    return 1;
  }

  @Override
  public final int getTotalFields() {
    return 1;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public final boolean canEqual(Object other) {
    return getClass().isInstance(other);
  }
}
