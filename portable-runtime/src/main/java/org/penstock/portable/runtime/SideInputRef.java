package org.penstock.portable.runtime;

import java.io.Serializable;

/**
 * A side input of a transform in a stage.
 *
 * @param transformId the transform that reads it
 * @param tag the transform's local name for it
 * @param pcollectionId the PCollection that is read
 * @param accessPattern the URN of how it is read: {@code beam:side_input:iterable:v1} or {@code
 *     beam:side_input:multimap:v1}
 */
public record SideInputRef(
    String transformId, String tag, String pcollectionId, String accessPattern)
    implements Serializable {

  /** Whether it is read by key; its elements are pairs then. */
  public boolean multimap() {
    return accessPattern.equals("beam:side_input:multimap:v1");
  }
}
