package org.penstock.job.server;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.beam.model.jobmanagement.v1.JobApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * The states and messages of a job, in their order. Each reader has a place of its own in it, so a
 * slow one holds nothing up and nothing is buffered for it. Safe for use by several threads.
 */
final class EventLog {
  /** Far more than messages have that are meant to be read; there may be many such logs. */
  private static final int MOST_CHARACTERS = 16 << 20;

  private final int mostMessages;
  private final TreeMap<Long, JobApi.JobMessagesResponse> events = new TreeMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private long next;
  private long lastState = -1;
  private int messages;
  private int characters;
  private boolean ended;

  EventLog(int mostMessages) {
    this.mostMessages = mostMessages;
  }

  /** Adds a state. With a terminal one the log ends. */
  void state(JobApi.JobState.Enum state, boolean terminal) {
    Instant now = Instant.now();
    JobApi.JobStateEvent event =
        JobApi.JobStateEvent.newBuilder()
            .setState(state)
            .setTimestamp(
                Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
            .build();
    synchronized (this) {
      if (ended) {
        return;
      }
      lastState = next;
      events.put(next++, JobApi.JobMessagesResponse.newBuilder().setStateResponse(event).build());
      ended = terminal;
    }
    listeners.forEach(Runnable::run);
  }

  /** Adds a message; where there are too many, or too long ones, the oldest go. */
  void message(JobApi.JobMessage.MessageImportance importance, String text) {
    synchronized (this) {
      if (ended) {
        return;
      }
      JobApi.JobMessage message =
          JobApi.JobMessage.newBuilder()
              .setMessageId(Long.toString(next))
              .setTime(Instant.now().toString())
              .setImportance(importance)
              .setMessageText(text)
              .build();
      events.put(
          next++, JobApi.JobMessagesResponse.newBuilder().setMessageResponse(message).build());
      messages++;
      characters += text.length();
      while (messages > mostMessages || (characters > MOST_CHARACTERS && messages > 1)) {
        dropOldestMessage();
      }
    }
    listeners.forEach(Runnable::run);
  }

  private void dropOldestMessage() {
    // States stay, and there are only a handful of them.
    Iterator<JobApi.JobMessagesResponse> oldest = events.values().iterator();
    while (oldest.hasNext()) {
      JobApi.JobMessagesResponse one = oldest.next();
      if (one.hasMessageResponse()) {
        oldest.remove();
        messages--;
        characters -= one.getMessageResponse().getMessageText().length();
        return;
      }
    }
  }

  /** The state that was added last. */
  synchronized JobApi.JobStateEvent lastState() {
    JobApi.JobMessagesResponse last = events.get(lastState);
    return last == null ? JobApi.JobStateEvent.getDefaultInstance() : last.getStateResponse();
  }

  /** The place just before the last state. */
  synchronized long beforeLastState() {
    return lastState - 1;
  }

  /** The event behind a place and its own place; null if there is none yet. */
  synchronized Map.@Nullable Entry<Long, JobApi.JobMessagesResponse> after(long place) {
    return events.higherEntry(place);
  }

  /** Whether nothing will be added any more. */
  synchronized boolean isEnded() {
    return ended;
  }

  /** Calls {@code listener} after whatever is added from now on. */
  void listen(Runnable listener) {
    listeners.add(listener);
  }

  void forget(Runnable listener) {
    listeners.remove(listener);
  }
}
