package org.penstock.environments.embedded;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.model.fnexecution.v1.BeamFnControlGrpc;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.CallOptions;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Channel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ClientCall;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ClientInterceptor;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Metadata;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.MethodDescriptor;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * All calls of one harness. They are the way to end it, for it has no method for that; and what the
 * runner answers is handled under the context class loader of the worker, for it comes on whatever
 * thread the runner sends it from, and the harness takes on what it finds there.
 */
final class HarnessCalls implements ClientInterceptor {
  private static final String CONTROL = BeamFnControlGrpc.getControlMethod().getFullMethodName();

  private final @Nullable ClassLoader loader;
  private final Set<FollowedCall<?, ?>> open = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  HarnessCalls(@Nullable ClassLoader loader) {
    this.loader = loader;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new FollowedCall<>(next.newCall(method, options), method.getFullMethodName());
  }

  /** Lets the harness believe that the runner has ended the control stream, as a runner does. */
  void endControl() {
    ended = true;
    open.stream().filter(call -> call.method.equals(CONTROL)).forEach(FollowedCall::end);
  }

  /** Ends what is still open, so that nothing of the harness stays at the runner's servers. */
  void cancelAll() {
    open.forEach(call -> call.cancel("The worker was closed", null));
  }

  private void withLoader(Runnable callback) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      callback.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private final class FollowedCall<Q, A> extends SimpleForwardingClientCall<Q, A> {
    private final String method;
    private final AtomicBoolean over = new AtomicBoolean();
    private @Nullable Listener<A> listener;

    FollowedCall(ClientCall<Q, A> call, String method) {
      super(call);
      this.method = method;
    }

    @Override
    public void start(Listener<A> harness, Metadata headers) {
      listener = harness;
      open.add(this);
      super.start(new FollowedListener<>(harness, this), headers);
      if (ended && method.equals(CONTROL)) {
        end();
      }
    }

    /** Tells the harness of a good end, and the runner of a cancellation. */
    private void end() {
      close(Status.OK, new Metadata());
      cancel("The worker was closed", null);
    }

    private void close(Status status, Metadata trailers) {
      Listener<A> told = listener;
      if (over.compareAndSet(false, true) && told != null) {
        open.remove(this);
        withLoader(() -> told.onClose(status, trailers));
      }
    }
  }

  private final class FollowedListener<A> extends ClientCall.Listener<A> {
    private final ClientCall.Listener<A> harness;
    private final FollowedCall<?, A> call;

    FollowedListener(ClientCall.Listener<A> harness, FollowedCall<?, A> call) {
      this.harness = harness;
      this.call = call;
    }

    @Override
    public void onHeaders(Metadata headers) {
      withLoader(() -> harness.onHeaders(headers));
    }

    @Override
    public void onMessage(A message) {
      if (!call.over.get()) {
        withLoader(() -> harness.onMessage(message));
      }
    }

    @Override
    public void onReady() {
      withLoader(harness::onReady);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      call.close(status, trailers);
    }
  }
}
