package org.penstock.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penstock.spi.SideInput;
import org.penstock.spi.TransformNode;

final class StageFuserTest {
  private static RunnerApi.ParDoPayload.Builder state(RunnerApi.ParDoPayload.Builder payload) {
    return payload.putStateSpecs("cell", RunnerApi.StateSpec.getDefaultInstance());
  }

  private static RunnerApi.ParDoPayload.Builder timer(RunnerApi.ParDoPayload.Builder payload) {
    return payload.putTimerFamilySpecs("timer", RunnerApi.TimerFamilySpec.getDefaultInstance());
  }

  @Test
  void aChainIsOneStage() {
    Graph graph = new Graph().whole("source").parDo("a", "source").parDo("b", "a").parDo("c", "b");

    assertThat(graph.stages()).containsExactly("a+b+c");
    assertThat(graph.stage("a").input()).isEqualTo("source");
    assertThat(graph.stage("a").outputs()).isEmpty();
    assertThat(graph.stage("a").keyed()).isFalse();
  }

  @Test
  void allBranchesJoinTheStage() {
    Graph graph =
        new Graph()
            .whole("source")
            .parDo("a", "source")
            .parDo("left", "a")
            .parDo("right", "a.extra")
            .whole("group", "right");

    assertThat(graph.stages()).containsExactly("a+left+right");
    assertThat(graph.stage("a").outputs()).containsExactly("right");
  }

  @Test
  void siblingsThatReadOneNativeOutputAreStagesOfTheirOwn() {
    Graph graph = new Graph().whole("source").parDo("a", "source").parDo("b", "source");

    assertThat(graph.stages()).containsExactly("a", "b");
  }

  @Test
  void aTransformThatIsReadInsideAndOutsideIsAnOutput() {
    Graph graph =
        new Graph().whole("source").parDo("a", "source").parDo("b", "a").whole("group", "a");

    assertThat(graph.stages()).containsExactly("a+b");
    assertThat(graph.stage("a").outputs()).containsExactly("a");
  }

  @Test
  void aNativeTransformSeparatesStages() {
    Graph graph =
        new Graph()
            .whole("source")
            .parDo("a", "source")
            .parDo("b", "source")
            .whole("flatten", "a", "b")
            .parDo("c", "flatten");

    assertThat(graph.stages()).containsExactly("a", "b", "c");
    assertThat(graph.stage("a").outputs()).containsExactly("a");
  }

  @Test
  void stateStartsAKeyedStage() {
    Graph graph =
        new Graph()
            .whole("source")
            .parDo("a", "source")
            .parDo("counting", "a", StageFuserTest::state)
            .parDo("b", "counting");

    assertThat(graph.stages()).containsExactly("a", "counting+b");
    assertThat(graph.stage("counting").keyed()).isTrue();
    assertThat(graph.stage("a").keyed()).isFalse();
  }

  @Test
  void timersStartAKeyedStage() {
    Graph graph =
        new Graph()
            .whole("source")
            .parDo("a", "source")
            .parDo("waiting", "a", StageFuserTest::timer);

    assertThat(graph.stages()).containsExactly("a", "waiting");
    assertThat(graph.stage("waiting").keyed()).isTrue();
  }

  @Test
  void sortedInputStartsAKeyedStage() {
    Graph graph =
        new Graph()
            .whole("source")
            .parDo("a", "source")
            .parDo("sorted", "a", payload -> payload.setRequiresTimeSortedInput(true));

    assertThat(graph.stages()).containsExactly("a", "sorted");
    assertThat(graph.stage("sorted").keyed()).isTrue();
  }

  @Test
  void stableInputStartsAStage() {
    Graph graph =
        new Graph()
            .whole("source")
            .parDo("a", "source")
            .parDo("stable", "a", payload -> payload.setRequiresStableInput(true));

    assertThat(graph.stages()).containsExactly("a", "stable");
    assertThat(graph.stage("stable").keyed()).isFalse();
  }

  @Test
  void processingRestrictionsStartsAStage() {
    Graph graph = new Graph().whole("source").parDo("split", "source").process("process", "split");

    assertThat(graph.stages()).containsExactly("split", "process");
  }

  @Test
  void environmentsAreNotMixed() {
    Graph graph =
        new Graph().whole("source").parDo("a", "source").foreignParDo("b", "a").parDo("c", "b");

    assertThat(graph.stages()).containsExactly("a", "b", "c");
  }

  @Test
  void aSideInputFromElsewhereDoesNotHinder() {
    Graph graph =
        new Graph()
            .whole("source")
            .whole("table")
            .parDo("a", "source")
            .parDoWithSides("b", "a", "table");

    assertThat(graph.stages()).containsExactly("a+b");
    assertThat(graph.stage("a").sideInputs())
        .containsExactly(new SideInput("b", "side-table", "table"));
  }

  @Test
  void aSideInputFromTheSameStageHinders() {
    Graph graph =
        new Graph()
            .whole("source")
            .parDo("a", "source")
            .parDo("b", "a")
            .parDoWithSides("c", "a", "b");

    assertThat(graph.stages()).containsExactly("a+b", "c");
    assertThat(graph.stage("a").outputs()).containsExactly("a", "b");
    assertThat(graph.stage("c").input()).isEqualTo("a");
  }

  @Test
  void mainAndSideInputCanBeTheSame() {
    Graph graph = new Graph().whole("source").parDo("a", "source").parDoWithSides("b", "a", "a");

    assertThat(graph.stages()).containsExactly("a", "b");
  }

  @Test
  void aSideInputThatComesOutOfTheStageOverOthersHinders() {
    Graph graph =
        new Graph()
            .whole("source")
            .parDo("a", "source")
            .whole("group", "a")
            .parDo("view", "group")
            .parDoWithSides("c", "a", "view");

    assertThat(graph.stages()).containsExactly("a", "view", "c");
  }

  @Test
  void aSideInputFromAStageThatWaitsForThisOneHinders() {
    // "view" itself needs nothing of "a"; but "late", in the stage of "view", does.
    Graph graph =
        new Graph()
            .whole("source")
            .whole("other")
            .parDo("a", "source")
            .parDo("b", "other")
            .parDo("view", "b")
            .parDoWithSides("late", "b", "a")
            .parDoWithSides("c", "a", "view");

    assertThat(graph.stages()).contains("a", "b+view+late", "c").hasSize(3);
  }

  @Test
  void unreadOutputsAreLeftOut() {
    Graph graph = new Graph().whole("source").parDo("a", "source").whole("group", "a.extra");

    assertThat(graph.stage("a").outputs()).containsExactly("a.extra");
  }

  @Test
  void producersComeFirst() {
    Graph graph =
        new Graph()
            .whole("source")
            .whole("slow")
            .parDo("a", "source")
            .parDo("view", "slow")
            .parDoWithSides("b", "a", "view");

    List<String> order = graph.fuse().stream().map(GraphNode::name).toList();

    assertThat(order.indexOf("view")).isLessThan(order.indexOf("a"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void randomGraphsFuseWithoutCycleOrLoss(int seed) {
    Graph graph = random(new Random(seed));

    // Fusion orders its result, which fails if stages wait for each other.
    List<GraphNode> fused = graph.fuse();

    List<String> names = new ArrayList<>();
    for (GraphNode node : fused) {
      if (node instanceof FusedStage fusedStage) {
        checkInnerInputs(fusedStage, names);
      } else {
        names.add(node.name());
      }
    }
    assertThat(names)
        .containsExactlyInAnyOrderElementsOf(graph.nodes().stream().map(GraphNode::name).toList());
  }

  private static void checkInnerInputs(FusedStage fused, List<String> names) {
    Set<String> made = new HashSet<>();
    made.add(fused.stage().input());
    for (TransformNode node : fused.stage().transforms()) {
      assertThat(made).contains(StageMember.of(node, false).input());
      made.addAll(node.transform().getOutputsMap().values());
      names.add(node.name());
    }
    made.remove(fused.stage().input());
    assertThat(fused.stage().sideInputs())
        .noneMatch(sideInput -> made.contains(sideInput.pcollectionId()));
    assertThat(made).containsAll(fused.stage().outputs());
  }

  private static Graph random(Random random) {
    Graph graph = new Graph().whole("t0");
    for (int i = 1; i < 40; i++) {
      String name = "t" + i;
      String input = "t" + random.nextInt(i);
      switch (random.nextInt(6)) {
        case 0 -> graph.whole(name, input, "t" + random.nextInt(i));
        case 1 -> graph.parDo(name, input, StageFuserTest::state);
        case 2, 3 -> graph.parDoWithSides(name, input, "t" + random.nextInt(i));
        default -> graph.parDo(name, input);
      }
    }
    return graph;
  }
}
