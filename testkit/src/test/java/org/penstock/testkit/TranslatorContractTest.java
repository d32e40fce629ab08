package org.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penstock.spi.Plugin;

/** The contract is kept by a good plugin, and each of its tests fails for some bad one. */
final class TranslatorContractTest {
  private static final String SERVICE = "org.penstock.spi.TransformTranslatorPlugin";
  private static final String MODULE_INFO =
      """
      module acme {
        requires org.penstock.spi;
        opens acme;
        provides org.penstock.spi.TransformTranslatorPlugin with acme.Acme;
      }
      """;
  private static final String ACME =
      """
      package acme;

      import java.util.Set;
      import org.penstock.spi.*;

      public final class Acme implements TransformTranslatorPlugin {
        private final Set<TranslationPath> paths = Set.of(TranslationPath.CLASSIC_BATCH);

        public Acme() {}

        @Override public String name() { return "acme-sort"; }
        @Override public int spiVersion() { return Spi.VERSION; }
        @Override public String urn() { return "acme:transform:sort:v1"; }
        @Override public Set<TranslationPath> paths() { return paths; }
        @Override public void translate(TransformNode node, TranslationContext context) {}
      }
      """;

  private final Path folder;

  TranslatorContractTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** The plugin that the contract below is run for. */
  private static Plugin current = new UnsetPlugin();

  /** Not found by Surefire, for it is nested. */
  static final class Contract extends TranslatorContract {
    @Override
    protected Plugin plugin() {
      return current;
    }
  }

  private record UnsetPlugin() implements Plugin {
    @Override
    public String name() {
      return "unset";
    }

    @Override
    public int spiVersion() {
      return 0;
    }
  }

  private Contracts.Outcome run(PluginProject project)
      throws IOException, ReflectiveOperationException {
    current = project.load("acme.Acme");
    return Contracts.run(Contract.class);
  }

  private PluginProject project(String acme) {
    return new PluginProject(folder)
        .source("module-info.java", MODULE_INFO)
        .source("acme/Acme.java", acme)
        .service(SERVICE, "acme.Acme");
  }

  private Contracts.Outcome runWith(String good, String bad) throws Exception {
    assertThat(ACME).contains(good);
    return run(project(ACME.replace(good, bad)));
  }

  @Test
  void aGoodPluginKeepsIt() throws Exception {
    Contracts.Outcome outcome = run(project(ACME));

    assertThat(outcome.tests()).isEqualTo(9);
    assertThat(outcome.failures()).isEmpty();
  }

  @Test
  void seesAMissingEntryInMetaInf() throws Exception {
    var outcome =
        run(
            new PluginProject(folder)
                .source("module-info.java", MODULE_INFO)
                .source("acme/Acme.java", ACME));

    assertThat(outcome.failures()).containsOnlyKeys("isDeclaredTwice", "isDiscovered");
  }

  @Test
  void seesAMissingProvides() throws Exception {
    var outcome =
        run(
            project(ACME)
                .source(
                    "module-info.java", "module acme { requires org.penstock.spi; opens acme; }"));

    assertThat(outcome.failures()).containsOnlyKeys("isDeclaredTwice");
  }

  @Test
  void seesAMissingModuleInfo() throws Exception {
    var outcome =
        run(new PluginProject(folder).source("acme/Acme.java", ACME).service(SERVICE, "acme.Acme"));

    assertThat(outcome.failures()).containsOnlyKeys("isDeclaredTwice", "packageIsOpen");
  }

  @Test
  void seesAPackageThatIsClosed() throws Exception {
    var outcome =
        run(project(ACME).source("module-info.java", MODULE_INFO.replace("opens acme;", "")));

    assertThat(outcome.failures()).containsOnlyKeys("packageIsOpen");
    assertThat(outcome.failures().get("packageIsOpen")).contains("opens acme;");
  }

  @Test
  void seesAnotherSpiVersion() throws Exception {
    var outcome = runWith("return Spi.VERSION", "return 99");

    assertThat(outcome.failures()).containsOnlyKeys("spiVersionIsTheRunningOne", "isDiscovered");
  }

  @Test
  void seesANameThatNobodyCanType() throws Exception {
    var outcome = runWith("acme-sort", "Acme's sort");

    assertThat(outcome.failures()).containsOnlyKeys("nameIsReadable");
  }

  @Test
  void seesABlankUrn() throws Exception {
    var outcome = runWith("acme:transform:sort:v1", " ");

    assertThat(outcome.failures()).containsOnlyKeys("urnsAreSound", "isDiscovered");
  }

  @Test
  void seesMutableState() throws Exception {
    var outcome = runWith("public Acme()", "private int calls; public Acme()");

    assertThat(outcome.failures()).containsOnlyKeys("holdsNoMutableState");
    assertThat(outcome.failures().get("holdsNoMutableState")).contains("Acme.calls");
  }

  @Test
  void seesAPluginThatChangesItsMind() throws Exception {
    var outcome = runWith("\"acme:transform:sort:v1\"", "\"acme:\" + System.nanoTime()");

    assertThat(outcome.failures()).containsKey("alwaysSaysTheSame");
  }

  @Test
  void seesAConstructorThatFailsTheSecondTime() throws Exception {
    var outcome =
        runWith(
            "public Acme() {}",
            "private static final java.util.concurrent.atomic.AtomicBoolean MADE"
                + " = new java.util.concurrent.atomic.AtomicBoolean();"
                + "public Acme() {"
                + " if (MADE.getAndSet(true)) throw new IllegalStateException(\"twice\"); }");

    assertThat(outcome.failures()).containsKeys("canBeInstantiated", "isDiscovered");
  }
}
