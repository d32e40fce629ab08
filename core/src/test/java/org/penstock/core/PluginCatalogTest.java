package org.penstock.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penstock.core.PluginDescription.Kind;
import org.penstock.core.PluginIssue.Severity;
import org.penstock.spi.PipelineTranslator;
import org.penstock.spi.Spi;
import org.penstock.spi.TransformTranslatorPlugin;
import org.penstock.spi.TranslationPath;

final class PluginCatalogTest {
  private final Path folder;

  PluginCatalogTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A loader that sees providers named in the {@code META-INF/services} of a jar. */
  private URLClassLoader jar(String name, Class<?> service, String... providers)
      throws IOException {
    Path jar = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("META-INF/services/" + service.getName()));
      out.write(String.join("\n", providers).getBytes(UTF_8));
      out.closeEntry();
    }
    return new URLClassLoader(
        new URL[] {jar.toUri().toURL()}, PluginCatalogTest.class.getClassLoader());
  }

  @Test
  void findsAPlugin() throws IOException {
    try (URLClassLoader loader =
        jar("good.jar", PipelineTranslator.class, TinyPath.class.getName())) {
      PluginCatalog catalog = PluginCatalog.discover(loader);

      assertThat(catalog.issues()).isEmpty();
      assertThat(catalog.plugins())
          .singleElement()
          .satisfies(
              plugin -> {
                assertThat(plugin.name()).isEqualTo("tiny-batch");
                assertThat(plugin.kind()).isEqualTo(Kind.PATH);
                assertThat(plugin.version()).isEqualTo("unknown");
                assertThat(plugin.location()).endsWith("test-classes");
                assertThat(plugin.spiVersion()).isEqualTo(Spi.VERSION);
              });
      assertThat(catalog.path(TranslationPath.CLASSIC_BATCH)).isInstanceOf(TinyPath.class);
    }
  }

  @Test
  void theVersionIsThatOfTheJar() throws Exception {
    Path jar = folder.resolve("versioned.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "4.2");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      TestJars.addClass(out, BadPlugins.ForgetfulTransform.class);
      TestJars.addService(
          out, TransformTranslatorPlugin.class, BadPlugins.ForgetfulTransform.class.getName());
    }
    try (URLClassLoader loader = TestJars.childFirst(jar, BadPlugins.ForgetfulTransform.class)) {
      assertThat(PluginCatalog.discover(loader).plugins())
          .containsExactly(
              new PluginDescription("forgetful", Kind.TRANSFORM, "4.2", jar.toString(), 1));
    }
  }

  @Test
  void aProviderThatIsMissingIsAnIssueWithItsJar() throws IOException {
    try (URLClassLoader loader =
        jar(
            "broken.jar",
            PipelineTranslator.class,
            "org.example.Missing",
            TinyPath.class.getName())) {
      PluginCatalog catalog = PluginCatalog.discover(loader);

      assertThat(catalog.plugins())
          .extracting(PluginDescription::name)
          .containsExactly("tiny-batch");
      assertThat(catalog.issues())
          .singleElement()
          .satisfies(
              issue -> {
                assertThat(issue.severity()).isEqualTo(Severity.LEFT_OUT);
                assertThat(issue.location()).endsWith("broken.jar");
                assertThat(issue.message()).contains("org.example.Missing");
                assertThat(issue.cause()).isNotNull();
              });
    }
  }

  @Test
  void aProviderThatIsOfAnotherTypeIsAnIssue() throws IOException {
    try (URLClassLoader loader =
        jar(
            "wrong.jar",
            PipelineTranslator.class,
            Doing.class.getName(),
            TinyPath.class.getName())) {
      PluginCatalog catalog = PluginCatalog.discover(loader);

      assertThat(catalog.plugins()).hasSize(1);
      assertThat(catalog.issues()).hasSize(1);
    }
  }

  @Test
  void aProviderThatCannotBeMadeIsAnIssue() throws IOException {
    try (URLClassLoader loader =
        jar(
            "throwing.jar",
            TransformTranslatorPlugin.class,
            BadPlugins.Throwing.class.getName(),
            BadPlugins.Unlinked.class.getName(),
            BadPlugins.ForgetfulTransform.class.getName())) {
      PluginCatalog catalog = PluginCatalog.discover(loader);

      assertThat(catalog.plugins())
          .extracting(PluginDescription::name)
          .containsExactly("forgetful");
      assertThat(catalog.issues())
          .hasSize(2)
          .allSatisfy(issue -> assertThat(issue.location()).endsWith("throwing.jar"));
    }
  }

  @Test
  void brokenServiceFilesDoNotEndTheSearch() throws IOException {
    try (URLClassLoader loader =
        jar(
            "garbage.jar",
            PipelineTranslator.class,
            TinyPath.class.getName(),
            "this is no class name")) {
      PluginCatalog catalog = PluginCatalog.discover(loader);

      assertThat(catalog.issues())
          .singleElement()
          .satisfies(issue -> assertThat(issue.location()).endsWith("garbage.jar"));
    }
  }

  @Test
  void anotherSpiVersionIsLeftOut() {
    PluginCatalog catalog = PluginCatalog.of(List.of(new BadPlugins.OtherVersion()));

    assertThat(catalog.plugins()).isEmpty();
    assertThat(catalog.issues())
        .singleElement()
        .satisfies(
            issue -> {
              assertThat(issue.severity()).isEqualTo(Severity.LEFT_OUT);
              assertThat(issue.plugin()).isEqualTo(BadPlugins.OtherVersion.class.getName());
              assertThat(issue.message())
                  .startsWith(
                      "It was compiled against version 99 of the plugin API, and this is version 1.");
            });
  }

  @Test
  void blanksAreLeftOut() {
    PluginCatalog catalog =
        PluginCatalog.of(
            List.of(
                new TinyTransform(" ", "urn:a"),
                new TinyTransform("a", ""),
                new TinyTransform("b", "urn:b", Set.of(), Optional.empty())));

    assertThat(catalog.plugins()).isEmpty();
    assertThat(catalog.issues())
        .extracting(PluginIssue::message)
        .containsExactly("Its name is blank.", "Its URN is blank.", "It is for no path.");
  }

  @Test
  void aPluginThatFailsWhenAskedIsLeftOut() {
    PluginCatalog catalog = PluginCatalog.of(List.of(new BadPlugins.Speechless()));

    assertThat(catalog.plugins()).isEmpty();
    assertThat(catalog.issues())
        .singleElement()
        .satisfies(
            issue -> assertThat(issue.cause()).isInstanceOf(UnsupportedOperationException.class));
  }

  @Test
  void twoPluginsForOnePathAreAConflictThatNamesBoth() {
    PluginCatalog catalog =
        PluginCatalog.of(List.of(new TinyPath(), new BadPlugins.SecondBatchPath()));

    assertThat(catalog.plugins()).hasSize(2);
    assertThat(catalog.issues())
        .extracting(PluginIssue::plugin)
        .containsExactly("tiny-batch", "second-batch");
    assertThatThrownBy(() -> catalog.path(TranslationPath.CLASSIC_BATCH))
        .isInstanceOf(PipelineRefusedException.class)
        .hasMessageStartingWith("More than one plugin claims the path classic-batch: tiny-batch (")
        .hasMessageContaining(") and second-batch (")
        .hasMessageEndingWith("Keep one of them.");
  }

  @Test
  void twoTransformPluginsAreAConflictOnTheirPathOnly() {
    TinyTransform both =
        new TinyTransform(
            "both",
            "urn:x",
            Set.of(TranslationPath.CLASSIC_BATCH, TranslationPath.CLASSIC_STREAMING),
            Optional.empty());
    PluginCatalog catalog = PluginCatalog.of(List.of(both, new TinyTransform("one", "urn:x")));

    assertThat(catalog.issues()).hasSize(2);
    assertThatThrownBy(() -> catalog.transform(TranslationPath.CLASSIC_BATCH, "urn:x"))
        .isInstanceOf(PipelineRefusedException.class);
    assertThatCode(() -> catalog.transform(TranslationPath.CLASSIC_STREAMING, "urn:x"))
        .doesNotThrowAnyException();
  }

  @Test
  void twoPluginsOfOneNameAreAConflict() {
    PluginCatalog catalog =
        PluginCatalog.of(List.of(new TinyTransform("a", "urn:x"), new TinyTransform("a", "urn:y")));

    assertThat(catalog.issues())
        .hasSize(2)
        .allSatisfy(issue -> assertThat(issue.message()).contains("the transform plugin name a"));
    assertThatThrownBy(() -> catalog.transform(TranslationPath.CLASSIC_BATCH, "urn:x"))
        .isInstanceOf(PipelineRefusedException.class);
  }

  @Test
  void twoEnvironmentsOfOneUrnAreAConflict() {
    PluginCatalog catalog =
        PluginCatalog.of(
            List.of(new BadPlugins.Environment("one"), new BadPlugins.Environment("two")));

    assertThat(catalog.plugins())
        .extracting(PluginDescription::kind)
        .containsOnly(Kind.ENVIRONMENT);
    assertThat(catalog.issues())
        .extracting(PluginIssue::message)
        .allMatch(message -> message.contains("the environment beam:env:test:v1"))
        .hasSize(2);
  }

  @Test
  void aMissingPathIsAnsweredWithWhatIsThere() {
    PluginCatalog catalog = PluginCatalog.of(List.of(new TinyPath()));

    assertThatThrownBy(() -> catalog.path(TranslationPath.PORTABLE_STREAMING))
        .isInstanceOf(PipelineRefusedException.class)
        .hasMessage(
            "This pipeline needs the path portable-streaming, which no module here provides."
                + " Present: classic-batch. Add penstock-portable-streaming.jar to plugins/.");
  }

  @Test
  void aMissingPathNamesWhatWasLeftOut() {
    PluginCatalog catalog = PluginCatalog.of(List.of(new BadPlugins.OtherVersion()));

    assertThatThrownBy(() -> catalog.path(TranslationPath.CLASSIC_BATCH))
        .hasMessageContaining("Present: none.")
        .hasMessageContaining("\n  Left out: " + BadPlugins.OtherVersion.class.getName());
  }
}
