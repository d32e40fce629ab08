package org.penstock.job.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.GetArtifactRequest;
import org.apache.beam.model.jobmanagement.v1.ArtifactApi.GetArtifactResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.jobmanagement.v1.JobApi.PrepareJobResponse;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactFilePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ArtifactInformation;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StagingTest {
  private static final int MOST_BYTES = 1 << 20;

  @TempDir private Path folder;
  private Path artifacts;
  private JobServer server;
  private TestClient client;

  @BeforeEach
  void start() throws IOException {
    artifacts = folder.resolve("not/there/yet");
    server =
        JobServer.start(
            JobServerSettings.defaults()
                .with(new JobServerSettings.Artifacts(artifacts, true, MOST_BYTES)));
    client = new TestClient(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static RunnerApi.Pipeline depending(ArtifactInformation... artifacts) {
    return ForeignPipeline.of(
        RunnerApi.Environment.newBuilder()
            .setUrn("beam:env:external:v1")
            .addAllDependencies(List.of(artifacts))
            .build());
  }

  private Staging stage(PrepareJobResponse prepared) {
    return Staging.start(client.staging(), prepared.getStagingSessionToken());
  }

  private RunnerApi.Environment environment(String job) {
    return client
        .jobs()
        .getPipeline(JobApi.GetJobPipelineRequest.newBuilder().setJobId(job).build())
        .getPipeline()
        .getComponents()
        .getEnvironmentsOrThrow("env");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.walk(artifacts)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  private String stagedText(PrepareJobResponse prepared, String name, String text)
      throws Exception {
    Staging staging = stage(prepared);
    staging.answerResolve(Staging.artifact(name));
    staging.answerGet(text);
    staging.awaitDone();
    return prepared.getPreparationId();
  }

  @Test
  void takesTheEmbeddedEnvironmentOfTheJavaSdk() {
    String job = client.prepare(ForeignPipeline.of("EMBEDDED")).getPreparationId();

    assertThat(environment(job).getUrn()).isEqualTo("beam:env:embedded:v1");
  }

  @Test
  void namesTheStagingEndpoint() {
    assertThat(client.prepare(depending()).getArtifactStagingEndpoint().getUrl())
        .isEqualTo("localhost:" + server.artifactPort());
  }

  @Test
  void whatIsStagedTakesThePlaceOfWhatTheClientHad() throws Exception {
    PrepareJobResponse prepared = client.prepare(depending(Staging.artifact("words.txt")));
    Staging staging = stage(prepared);
    assertThat(staging.next().getResolveArtifact().getArtifactsList())
        .containsExactly(Staging.artifact("words.txt"));
    staging.resolve(Staging.artifact("words.txt"), Staging.artifact("more.txt"));
    staging.answerGet("some ", "words");
    staging.answerGet("");
    staging.awaitDone();

    String job = client.run(prepared.getPreparationId());

    List<ArtifactInformation> dependencies = environment(job).getDependenciesList();
    assertThat(dependencies).hasSize(2);
    assertThat(dependencies.get(0).getRolePayload())
        .isEqualTo(Staging.artifact("words.txt").getRolePayload());
    ArtifactFilePayload payload =
        ArtifactFilePayload.parseFrom(dependencies.get(0).getTypePayload());
    assertThat(Path.of(payload.getPath())).startsWithRaw(artifacts.toAbsolutePath());
    assertThat(payload.getSha256()).isEqualTo(Staging.sha256("some words"));
    client.await(job);
  }

  @Test
  void workersReadWhatWasStaged() throws Exception {
    PrepareJobResponse prepared = client.prepare(depending(Staging.artifact("words.txt")));
    stagedText(prepared, "words.txt", "some words");

    Path file = files().get(0);

    assertThat(retrieve(Staging.file(file.toString()))).isEqualTo("some words");
  }

  private String retrieve(ArtifactInformation artifact) {
    StringBuilder text = new StringBuilder();
    client
        .retrieval()
        .getArtifact(GetArtifactRequest.newBuilder().setArtifact(artifact).build())
        .forEachRemaining(
            (GetArtifactResponse chunk) ->
                text.append(chunk.getData().toString(StandardCharsets.UTF_8)));
    return text.toString();
  }

  @Test
  void otherFilesAreNotGivenToAnybody() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    Path around = artifacts.resolve("../../../secret");
    Path link = Files.createSymbolicLink(artifacts.resolve("link"), secret);

    for (Path path : List.of(secret, around, link)) {
      assertThatThrownBy(() -> retrieve(Staging.file(path.toString())))
          .hasMessageContaining("NOT_FOUND")
          .hasMessageContaining("was staged here");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/../../x", "/etc/x", "..\\x", "C:\\x", "a\u0000b", " "})
  void aNameThatLeavesItsFolderIsRefused(String name) throws Exception {
    assertThatThrownBy(() -> client.prepare(depending(Staging.artifact(name))))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("is not allowed");

    PrepareJobResponse prepared = client.prepare(depending(Staging.artifact("good")));
    Staging staging = stage(prepared);
    staging.answerResolve(Staging.artifact(name));

    assertThat(staging.awaitFailure().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(files()).isEmpty();
  }

  @Test
  void aTokenThatIsNoneIsRefused() throws Exception {
    Status unknown = Staging.start(client.staging(), "guessed").awaitFailure();
    Status none = Staging.start(client.staging(), "").awaitFailure();

    assertThat(unknown.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(unknown.getDescription()).contains("no prepared job with this staging token");
    assertThat(none.getDescription()).contains("names the staging token");
  }

  @Test
  void theTokenOfAJobThatAnotherClientStagesIsRefusedAndThatJobGoesOn() throws Exception {
    PrepareJobResponse prepared = client.prepare(depending(Staging.artifact("words.txt")));
    Staging rightful = stage(prepared);
    rightful.answerResolve(Staging.artifact("words.txt"));

    Status during = stage(prepared).awaitFailure();
    rightful.answerGet("some words");
    rightful.awaitDone();
    Status afterwards = stage(prepared).awaitFailure();

    assertThat(during.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(during.getDescription()).contains("Another client is staging");
    assertThat(afterwards.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(files())
        .singleElement()
        .satisfies(file -> assertThat(file).hasContent("some words"));
  }

  @Test
  void aStreamThatEndsTooSoonIsRefusedAndMayBeginAnew() throws Exception {
    PrepareJobResponse prepared = client.prepare(depending(Staging.artifact("words.txt")));
    Staging staging = stage(prepared);
    staging.answerResolve(Staging.artifact("words.txt"));
    staging.next();
    staging.part("some", false);
    staging.end();

    Status failure = staging.awaitFailure();

    assertThat(failure.getCode()).isEqualTo(Status.Code.DATA_LOSS);
    assertThat(failure.getDescription()).contains("ended before all artifacts were there");
    assertThat(files()).isEmpty();
    assertThatThrownBy(() -> client.run(prepared.getPreparationId()))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("were not staged");
    stagedText(prepared, "words.txt", "some words");
    client.run(prepared.getPreparationId());
  }

  @Test
  void aClientThatVanishesLeavesNothingBehind() throws Exception {
    PrepareJobResponse prepared = client.prepare(depending(Staging.artifact("words.txt")));
    try (TestClient vanishing = new TestClient(server)) {
      Staging staging = Staging.start(vanishing.staging(), prepared.getStagingSessionToken());
      staging.answerResolve(Staging.artifact("words.txt"));
      staging.next();
      staging.part("some", false);
      await(() -> !files().isEmpty());
    }

    await(() -> files().isEmpty());
    stagedText(prepared, "words.txt", "some words");
    assertThat(client.run(prepared.getPreparationId())).isNotEmpty();
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws Exception {
    long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waiting").isLessThan(limit);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  void tooMuchIsRefused() throws Exception {
    PrepareJobResponse prepared = client.prepare(depending(Staging.artifact("large")));
    Staging staging = stage(prepared);
    staging.answerResolve(Staging.artifact("large"));
    staging.next();
    staging.part("x".repeat(MOST_BYTES), false);
    staging.part("x", false);

    assertThat(staging.awaitFailure().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(files()).isEmpty();
  }

  @Test
  void aFileThatHasChangedOnItsWayIsRefused() throws Exception {
    PrepareJobResponse prepared = client.prepare(depending(Staging.artifact("words.txt")));
    Staging staging = stage(prepared);
    staging.answerResolve(
        Staging.artifact("words.txt").toBuilder()
            .setTypePayload(
                ArtifactFilePayload.newBuilder()
                    .setPath("/there/words.txt")
                    .setSha256(Staging.sha256("other words"))
                    .build()
                    .toByteString())
            .build());
    staging.answerGet("some words");

    Status failure = staging.awaitFailure();

    assertThat(failure.getCode()).isEqualTo(Status.Code.DATA_LOSS);
    assertThat(failure.getDescription()).contains("words.txt").contains("SHA-256");
  }

  @Test
  void anAnswerToAnotherQuestionIsRefused() throws Exception {
    PrepareJobResponse prepared = client.prepare(depending(Staging.artifact("words.txt")));
    Staging staging = stage(prepared);
    staging.next();
    staging.part("not asked for", true);

    assertThat(staging.awaitFailure().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void theFolderOfAJobGoesWhenTheJobEnds() throws Exception {
    PrepareJobResponse prepared = client.prepare(depending(Staging.artifact("words.txt")));
    stagedText(prepared, "words.txt", "some words");
    assertThat(files()).hasSize(1);

    String job = client.run(prepared.getPreparationId());

    assertThat(client.await(job)).isEqualTo(JobState.Enum.FAILED);
    await(() -> files().isEmpty());
  }
}
