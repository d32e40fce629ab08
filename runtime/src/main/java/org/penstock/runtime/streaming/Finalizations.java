package org.penstock.runtime.streaming;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.beam.runners.core.InMemoryBundleFinalizer.Finalization;
import org.joda.time.Instant;

/**
 * Who wants to be told when a bundle is committed: when the checkpoint behind it is complete, or at
 * once in a job without checkpoints.
 */
final class Finalizations {
  private final boolean checkpointing;
  private final NavigableMap<Long, List<Finalization>> byCheckpoint = new TreeMap<>();
  private List<Finalization> sinceCheckpoint = new ArrayList<>();

  Finalizations(boolean checkpointing) {
    this.checkpointing = checkpointing;
  }

  /** Of bundles that have ended. */
  void add(List<Finalization> finalizations) throws Exception {
    if (checkpointing) {
      sinceCheckpoint.addAll(finalizations);
    } else {
      call(finalizations);
    }
  }

  /** A checkpoint holds all bundles so far. */
  void checkpoint(long checkpointId) {
    if (!sinceCheckpoint.isEmpty()) {
      byCheckpoint.put(checkpointId, sinceCheckpoint);
      sinceCheckpoint = new ArrayList<>();
    }
  }

  /** That checkpoint is complete, and with it what earlier ones hold that never were. */
  void completed(long checkpointId) throws Exception {
    var committed = byCheckpoint.headMap(checkpointId, true);
    List<Finalization> finalizations = new ArrayList<>();
    committed.values().forEach(finalizations::addAll);
    committed.clear();
    call(finalizations);
  }

  private static void call(List<Finalization> finalizations) throws Exception {
    for (Finalization finalization : finalizations) {
      if (Instant.now().isBefore(finalization.getExpiryTime())) {
        finalization.getCallback().onBundleSuccess();
      }
    }
  }
}
