package org.penstock.portable.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JvmEndTest {
  private final List<Thread> hooks = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private boolean ending;
  private final JvmEnd end =
      new JvmEnd(
          () -> done.add("closed"),
          new JvmEnd.Hooks() {
            @Override
            public void add(Thread hook) {
              refuse();
              hooks.add(hook);
            }

            @Override
            public void remove(Thread hook) {
              refuse();
              hooks.remove(hook);
            }

            private void refuse() {
              if (ending) {
                throw new IllegalStateException("Shutdown in progress");
              }
            }
          });

  @Test
  void thereIsAHookWhileThereAreWorkers() {
    end.opened();
    end.opened();
    assertThat(hooks).hasSize(1);

    end.closed();
    assertThat(hooks).hasSize(1);
    end.closed();
    assertThat(hooks).isEmpty();

    end.opened();
    assertThat(hooks).hasSize(1);
  }

  @Test
  void whatIsToBeDoneIsDoneByTheHook() throws Exception {
    end.opened();
    assertThat(end.hasBegun()).isFalse();

    hooks.get(0).start();
    hooks.get(0).join();

    assertThat(done).containsExactly("closed");
    assertThat(end.hasBegun()).isTrue();
    end.closed();
    assertThat(hooks).hasSize(1);
  }

  @Test
  void aWorkerOfTheLastMomentIsNoError() {
    ending = true;

    end.opened();
    end.closed();

    assertThat(end.hasBegun()).isTrue();
  }

  @Test
  void theEndOfAllWorkersIsWaitedFor() throws Exception {
    end.opened();
    long start = System.nanoTime();
    end.await(50);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000L);

    Thread closing = new Thread(end::closed);
    closing.start();
    end.await(60_000);

    closing.join();
    assertThat(System.nanoTime() - start).isLessThan(50_000_000_000L);
  }
}
