package org.penstock.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.PipelineResult.State;
import org.penstock.core.Explanation;
import org.penstock.core.JobListener;
import org.penstock.core.JobSummary;
import org.penstock.core.SubmittedJob;

/** Follows the jobs of one run: shows their progress, sums them up, and knows if one failed. */
final class RunMonitor implements JobListener {
  private final Console console;
  private final Map<String, ProgressPoller> pollers = new ConcurrentHashMap<>();
  private final List<State> ended = new ArrayList<>();
  private int planned;

  RunMonitor(Console console) {
    this.console = console;
  }

  @Override
  public synchronized void planned(Explanation explanation) {
    planned++;
  }

  @Override
  public void submitted(SubmittedJob job) {
    job.restAddress()
        .ifPresent(rest -> pollers.put(job.name(), new ProgressPoller(job, rest, console)));
  }

  @Override
  public void finished(JobSummary job) {
    ProgressPoller poller = pollers.remove(job.name());
    if (poller != null) {
      poller.close();
    }
    console.print(SummaryText.of(job));
    synchronized (this) {
      ended.add(job.state());
    }
  }

  /** Whether the program has run a pipeline at all, be it an empty one. */
  synchronized boolean anyPlanned() {
    return planned > 0;
  }

  /** Whether a job ended otherwise than by finishing its work. */
  synchronized boolean anyFailed() {
    return ended.stream().anyMatch(state -> state != State.DONE && state != State.UPDATED);
  }
}
