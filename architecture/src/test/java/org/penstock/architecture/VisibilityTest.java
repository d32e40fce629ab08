package org.penstock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.module.ModuleDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.penstock.classic.runtime.StageSpec;
import org.penstock.core.PenstockRunner;
import org.penstock.example.plugin.LocalRedistribution;
import org.penstock.job.server.JobServer;
import org.penstock.portable.runtime.PortableStageSpec;
import org.penstock.runtime.ShuffleRecord;
import org.penstock.spi.Spi;
import org.penstock.testkit.ServiceDeclarations;
import org.penstock.testkit.TranslatorContract;

/** What modules show of themselves. */
final class VisibilityTest {
  /** Classes of packages that are not exported, and why they are public all the same. */
  private static final Map<String, String> PUBLIC_ALL_THE_SAME =
      Map.of("org.penstock.launcher.Main", "the JVM starts it");

  static List<ServiceDeclarations> modules() throws ClassNotFoundException {
    return List.of(
        ServiceDeclarations.containing(Spi.class),
        ServiceDeclarations.containing(PenstockRunner.class),
        ServiceDeclarations.containing(ShuffleRecord.class),
        ServiceDeclarations.containing(StageSpec.class),
        ServiceDeclarations.containing(PortableStageSpec.class),
        ServiceDeclarations.containing(TranslatorContract.class),
        ServiceDeclarations.containing(LocalRedistribution.class),
        ServiceDeclarations.containing(JobServer.class),
        ServiceDeclarations.containing(Class.forName("org.penstock.classic.batch.ClassicBatch")),
        ServiceDeclarations.containing(
            Class.forName("org.penstock.classic.streaming.ClassicStreaming")),
        ServiceDeclarations.containing(Class.forName("org.penstock.portable.batch.PortableBatch")),
        ServiceDeclarations.containing(
            Class.forName("org.penstock.portable.streaming.PortableStreaming")),
        ServiceDeclarations.containing(
            Class.forName("org.penstock.environments.process.ProcessEnvironment")),
        ServiceDeclarations.containing(
            Class.forName("org.penstock.environments.external.ExternalEnvironment")),
        ServiceDeclarations.containing(
            Class.forName("org.penstock.environments.embedded.EmbeddedEnvironment")),
        ServiceDeclarations.containing(Class.forName("org.penstock.launcher.Main")));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void servicesAreDeclaredTwice(ServiceDeclarations module) {
    module.assertDeclaredTwice();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void namesNoThirdPartyModule(ServiceDeclarations module) {
    assertThat(descriptor(module).requires())
        .extracting(ModuleDescriptor.Requires::name)
        .as("what %s requires; Beam, Flink and others stay on the class path", name(module))
        .allMatch(name -> name.startsWith("java.") || name.startsWith("org.penstock."));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aPluginExportsNothing(ServiceDeclarations module) {
    if (descriptor(module).provides().stream()
        .anyMatch(one -> one.service().startsWith("org.penstock.spi."))) {
      assertThat(descriptor(module).exports()).as("exports of %s", name(module)).isEmpty();
    }
  }

  /** A sub-package that is not exported may be public for its own module. */
  @ParameterizedTest
  @MethodSource("modules")
  void whatIsNotExportedIsNotPublicWithoutNeed(ServiceDeclarations module) {
    Set<String> exported =
        descriptor(module).exports().stream()
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    Set<String> providers =
        module.inModule().values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    Map<String, Set<String>> users = new TreeMap<>();
    var classes = new ClassFileImporter().importPath(module.origin());
    for (JavaClass one : classes) {
      if (one.getModifiers().contains(JavaModifier.PUBLIC)
          && one.isTopLevelClass()
          && !exported.contains(one.getPackageName())
          && !providers.contains(one.getName())
          && !PUBLIC_ALL_THE_SAME.containsKey(one.getName())) {
        users.put(one.getName(), otherPackages(one));
      }
    }
    users.values().removeIf(packages -> !packages.isEmpty());
    assertThat(users.keySet())
        .as(
            "public classes of %s that are neither exported nor used by another package",
            name(module))
        .isEmpty();
  }

  private static Set<String> otherPackages(JavaClass one) {
    Set<String> packages = new TreeSet<>();
    one.getDirectDependenciesToSelf()
        .forEach(use -> packages.add(use.getOriginClass().getPackageName()));
    packages.remove(one.getPackageName());
    return packages;
  }

  private static ModuleDescriptor descriptor(ServiceDeclarations module) {
    return module.module().orElseThrow();
  }

  private static String name(ServiceDeclarations module) {
    return descriptor(module).name();
  }
}
