package org.penstock.job.server;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.beam.model.jobmanagement.v1.JobApi;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.ServerCallStreamObserver;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;

/** Sends the events of a job to one client as fast as it takes them, up to the job's end. */
final class EventStream<T> {
  private final EventLog log;
  private final ServerCallStreamObserver<T> client;
  private final Function<JobApi.JobMessagesResponse, Optional<T>> view;
  private final Runnable pump = this::pump;
  private long place;
  private boolean ended;

  private EventStream(
      EventLog log,
      long start,
      ServerCallStreamObserver<T> client,
      Function<JobApi.JobMessagesResponse, Optional<T>> view) {
    this.log = log;
    this.place = start;
    this.client = client;
    this.view = view;
  }

  /** Everything, from the beginning. */
  static void ofAll(EventLog log, StreamObserver<JobApi.JobMessagesResponse> client) {
    start(log, -1, client, Optional::of);
  }

  /** The states, from the present one on. */
  static void ofStates(EventLog log, StreamObserver<JobApi.JobStateEvent> client) {
    start(
        log,
        log.beforeLastState(),
        client,
        event ->
            event.hasStateResponse() ? Optional.of(event.getStateResponse()) : Optional.empty());
  }

  private static <T> void start(
      EventLog log,
      long start,
      StreamObserver<T> client,
      Function<JobApi.JobMessagesResponse, Optional<T>> view) {
    // What gRPC hands to a service is always one of these.
    EventStream<T> stream =
        new EventStream<>(log, start, (ServerCallStreamObserver<T>) client, view);
    stream.client.setOnReadyHandler(stream.pump);
    stream.client.setOnCancelHandler(stream::stop);
    log.listen(stream.pump);
    stream.pump();
  }

  private synchronized void stop() {
    ended = true;
    log.forget(pump);
  }

  private synchronized void pump() {
    while (!ended && client.isReady()) {
      // Asked before the event: when the log has ended, there is none behind the last.
      boolean last = log.isEnded();
      Map.Entry<Long, JobApi.JobMessagesResponse> event = log.after(place);
      if (event != null) {
        place = event.getKey();
        view.apply(event.getValue()).ifPresent(client::onNext);
      } else if (last) {
        stop();
        client.onCompleted();
      } else {
        return;
      }
    }
  }
}
