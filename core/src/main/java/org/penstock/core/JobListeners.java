package org.penstock.core;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.penstock.core.plugins.Providers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners that are present; what goes wrong with one is logged and forgotten. */
final class JobListeners {
  private static final Logger LOG = LoggerFactory.getLogger(JobListeners.class);

  private final List<JobListener> listeners;

  JobListeners(List<JobListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  static JobListeners discover(ClassLoader loader) {
    List<JobListener> found = new ArrayList<>();
    Providers.each(
        ServiceLoader.load(JobListener.class, loader),
        found::add,
        failure -> LOG.warn("A job listener cannot be loaded and is left out", failure));
    return new JobListeners(found);
  }

  void planned(Supplier<Explanation> explanation) {
    // The plan is worked out only where somebody wants it.
    if (!listeners.isEmpty()) {
      Explanation text = explanation.get();
      tell(listener -> listener.planned(text));
    }
  }

  void submitted(SubmittedJob job) {
    tell(listener -> listener.submitted(job));
  }

  void checked(SavepointMatch match) {
    tell(listener -> listener.checked(match));
  }

  void finished(JobSummary summary) {
    tell(listener -> listener.finished(summary));
  }

  private void tell(Consumer<JobListener> news) {
    for (JobListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException | LinkageError e) {
        LOG.warn("The job listener {} failed", listener.getClass().getName(), e);
      }
    }
  }
}
