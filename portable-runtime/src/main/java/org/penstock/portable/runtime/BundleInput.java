package org.penstock.portable.runtime;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.Elements;
import org.apache.beam.sdk.util.ByteStringOutputStream;
import org.apache.beam.sdk.util.construction.Timer;
import org.apache.beam.sdk.values.WindowedValue;

/** Collects the elements and timers of one bundle into messages to the worker. */
final class BundleInput {
  /** A message is sent once it has that many bytes. */
  static final int MESSAGE_BYTES = 256 << 10;

  private final String instruction;
  private final StageLayout layout;
  private final ByteStringOutputStream elements = new ByteStringOutputStream();
  private final Map<StageLayout.TimerFamily, ByteStringOutputStream> timers = new LinkedHashMap<>();
  private long firstBuffered;
  private long count;

  BundleInput(String instruction, StageLayout layout) {
    this.instruction = instruction;
    this.layout = layout;
  }

  /** How many elements there were. */
  long count() {
    return count;
  }

  void add(WindowedValue<?> element) throws IOException {
    began();
    layout.inputCoder().encode(element, elements);
    count++;
  }

  void add(StageLayout.TimerFamily family, Timer<Object> timer) throws IOException {
    began();
    StageLayout.TimerWire wire = layout.timers().get(family);
    if (wire == null) {
      throw new IllegalArgumentException(
          "The stage has no timers " + family + ", but " + layout.timers().keySet());
    }
    wire.coder().encode(timer, timers.computeIfAbsent(family, key -> new ByteStringOutputStream()));
  }

  private void began() {
    if (isEmpty()) {
      firstBuffered = System.nanoTime();
    }
  }

  boolean isEmpty() {
    return size() == 0;
  }

  /** How many bytes are collected. */
  int size() {
    int size = elements.size();
    for (ByteStringOutputStream one : timers.values()) {
      size += one.size();
    }
    return size;
  }

  /** How long ago the oldest of what is collected came, in nanoseconds. */
  long age() {
    return isEmpty() ? 0 : System.nanoTime() - firstBuffered;
  }

  /** What is collected; then nothing is. */
  Elements take(boolean last) {
    Elements.Builder message = Elements.newBuilder();
    if (elements.size() > 0) {
      message
          .addDataBuilder()
          .setInstructionId(instruction)
          .setTransformId(layout.inputId())
          .setData(elements.toByteStringAndReset());
    }
    timers.forEach(
        (family, buffer) -> {
          if (buffer.size() > 0) {
            message
                .addTimersBuilder()
                .setInstructionId(instruction)
                .setTransformId(family.transformId())
                .setTimerFamilyId(family.family())
                .setTimers(buffer.toByteStringAndReset());
          }
        });
    if (last) {
      addEnds(message);
    }
    return message.build();
  }

  private void addEnds(Elements.Builder message) {
    message
        .addDataBuilder()
        .setInstructionId(instruction)
        .setTransformId(layout.inputId())
        .setIsLast(true);
    for (StageLayout.TimerFamily family : layout.timers().keySet()) {
      message
          .addTimersBuilder()
          .setInstructionId(instruction)
          .setTransformId(family.transformId())
          .setTimerFamilyId(family.family())
          .setIsLast(true);
    }
  }
}
