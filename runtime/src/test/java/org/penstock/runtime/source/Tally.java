package org.penstock.runtime.source;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Counts numbers in its state, so that it sees a number that is missing or comes twice also over
 * failures; and fails when it is told to. What it found is known under its name.
 */
final class Tally extends AbstractStreamOperator<Long>
    implements OneInputStreamOperator<Long, Long>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private static final Map<String, Findings> FINDINGS = new ConcurrentHashMap<>();

  private final String name;
  private final long failAfter;
  private final int failures;
  private final boolean slow;

  private transient @Nullable ListState<byte[]> seenState;
  private transient @Nullable ListState<Long> twiceState;
  private transient BitSet seen = new BitSet();
  private transient long twice;
  private transient long sinceStart;
  private transient boolean checkpointed;

  private Tally(String name, long failAfter, int failures, boolean slow) {
    this.name = name;
    this.failAfter = failAfter;
    this.failures = failures;
    this.slow = slow;
    FINDINGS.put(name, new Findings());
  }

  static Tally of(String name) {
    return new Tally(name, 0, 0, false);
  }

  /** Fails that often, each time when that many numbers have come and a checkpoint completed. */
  Tally failing(int times, long after) {
    return new Tally(name, after, times, slow);
  }

  /** Takes a millisecond for some hundred numbers. */
  Tally slow() {
    return new Tally(name, failAfter, failures, true);
  }

  Findings findings() {
    return findings(name);
  }

  private static Findings findings(String name) {
    Findings findings = FINDINGS.get(name);
    if (findings == null) {
      throw new IllegalStateException("No tally " + name);
    }
    return findings;
  }

  /** What is known from outside of the job while it runs. */
  static final class Findings {
    final AtomicLong received = new AtomicLong();
    final AtomicLong failed = new AtomicLong();
    volatile long watermark = Long.MIN_VALUE;

    /** How many different numbers came; negative before the end. */
    volatile long different = -1;

    volatile long twice;
    volatile int largest;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    seen = new BitSet();
    var store = context.getOperatorStateStore();
    seenState =
        store.getListState(
            new ListStateDescriptor<>(
                "seen", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    twiceState = store.getListState(new ListStateDescriptor<>("twice", Types.LONG));
    for (byte[] bytes : seenState.get()) {
      seen.or(BitSet.valueOf(bytes));
    }
    for (long count : twiceState.get()) {
      twice += count;
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    if (seenState != null && twiceState != null) {
      seenState.update(List.of(seen.toByteArray()));
      twiceState.update(List.of(twice));
    }
  }

  @Override
  public void processElement(StreamRecord<Long> element) throws Exception {
    Findings findings = findings();
    findings.received.incrementAndGet();
    sinceStart++;
    if (slow && sinceStart % 300 == 0) {
      Thread.sleep(1);
    }
    int number = element.getValue().intValue();
    if (seen.get(number)) {
      twice++;
    }
    seen.set(number);
    if (checkpointed && sinceStart >= failAfter && findings.failed.get() < failures) {
      findings.failed.incrementAndGet();
      throw new IllegalStateException("told to fail");
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    super.processWatermark(mark);
    findings().watermark = mark.getTimestamp();
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    checkpointed = true;
  }

  @Override
  public void endInput() {
    Findings findings = findings();
    findings.twice = twice;
    findings.largest = seen.length() - 1;
    findings.different = seen.cardinality();
  }
}
