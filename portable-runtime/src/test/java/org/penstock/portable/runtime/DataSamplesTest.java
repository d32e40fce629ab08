package org.penstock.portable.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.beam.sdk.options.ExperimentalOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.penstock.spi.WorkerLogs;

/** The elements that a worker shows. */
@Timeout(120)
final class DataSamplesTest {
  private final MiniRunner runner = new MiniRunner();

  private List<String> run() throws Exception {
    List<String> messages = new CopyOnWriteArrayList<>();
    var pipeline = runner.pipeline();
    pipeline
        .apply(Create.of(10L, 20L, 30L))
        .apply("Double", ParDo.of(new PortableStageTest.Doubling()));
    try (var subscription =
        WorkerLogs.listen(runner.jobId, entry -> messages.add(entry.getMessage()))) {
      runner.run(pipeline);
      assertThat(subscription).isNotNull();
    }
    return messages;
  }

  @Test
  void samplesAreLoggedWhereTheExperimentAsksForThem() throws Exception {
    runner
        .options
        .as(ExperimentalOptions.class)
        .setExperiments(List.of("beam_fn_api", "enable_data_sampling"));

    assertThat(run())
        .anyMatch(text -> text.startsWith("Samples of Double") && text.endsWith(": 20, 40, 60"));
  }

  @Test
  void thereAreNoneOtherwise() throws Exception {
    assertThat(run()).noneMatch(text -> text.startsWith("Samples of"));
  }
}
