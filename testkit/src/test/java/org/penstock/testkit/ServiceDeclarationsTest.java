package org.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penstock.spi.Spi;

final class ServiceDeclarationsTest {
  private final Path folder;
  private final PluginProject project;

  /** A project with two providers of one service. */
  ServiceDeclarationsTest(@TempDir Path folder) {
    this.folder = folder;
    project =
        new PluginProject(folder)
            .source("acme/Service.java", "package acme; public interface Service {}")
            .source("acme/One.java", "package acme; public final class One implements Service {}")
            .source("acme/Two.java", "package acme; public final class Two implements Service {}")
            .source(
                "module-info.java",
                "module acme { uses acme.Service; provides acme.Service with acme.One, acme.Two; }");
  }

  @Test
  void readsBothDeclarations() throws IOException {
    ServiceDeclarations declarations =
        ServiceDeclarations.of(
            project
                .service("acme.Service", "# Both\nacme.Two # the second\n\n  acme.One\n")
                .compile());

    assertThat(declarations.inModule())
        .isEqualTo(Map.of("acme.Service", Set.of("acme.One", "acme.Two")))
        .isEqualTo(declarations.inMetaInf());
    assertThatCode(declarations::assertDeclaredTwice).doesNotThrowAnyException();
  }

  @Test
  void readsAJar() throws IOException {
    Path classes = project.service("acme.Service", "acme.One\nacme.Two\n").compile();
    Path jar = folder.resolve("acme.jar");
    int code =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--create",
                "--file",
                jar.toString(),
                "-C",
                classes.toString(),
                ".");
    assertThat(code).isZero();

    ServiceDeclarations declarations = ServiceDeclarations.of(jar);

    assertThat(declarations.module()).get().extracting(ModuleDescriptor::name).isEqualTo("acme");
    assertThat(declarations.inMetaInf()).containsOnlyKeys("acme.Service");
    assertThatCode(declarations::assertDeclaredTwice).doesNotThrowAnyException();
  }

  @Test
  void tellsWhatOnlyTheModuleDeclares() throws IOException {
    ServiceDeclarations declarations =
        ServiceDeclarations.of(project.service("acme.Service", "acme.One\n").compile());

    assertThatThrownBy(declarations::assertDeclaredTwice)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("META-INF/services of " + declarations.origin())
        .hasMessageContaining("acme.Two");
  }

  @Test
  void tellsWhatOnlyMetaInfDeclares() throws IOException {
    ServiceDeclarations declarations =
        ServiceDeclarations.of(
            project
                .source("module-info.java", "module acme { exports acme; }")
                .service("acme.Service", "acme.One\n")
                .compile());

    assertThatThrownBy(declarations::assertDeclaredTwice)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("acme.One");
  }

  @Test
  void aPlainJarIsNoPlugin() {
    ServiceDeclarations declarations = ServiceDeclarations.containing(Test.class);

    assertThat(declarations.inMetaInf()).doesNotContainKey("acme.Service");
    assertThatThrownBy(() -> declarations.assertProvides(Runnable.class, Spi.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("java.lang.Runnable");
  }

  @Test
  void aClassOfTheJdkComesFromNoFile() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServiceDeclarations.containing(String.class))
        .withMessageContaining("java.lang.String");
  }
}
