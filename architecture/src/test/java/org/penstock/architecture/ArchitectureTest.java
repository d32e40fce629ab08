package org.penstock.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom. A new module gets a line in {@link #MAY_READ}. */
final class ArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.penstock");

  /** The packages of each module, and those of ours that it may read. */
  private static final Map<String, Set<String>> MAY_READ =
      Map.ofEntries(
          Map.entry("org.penstock.spi", Set.of()),
          Map.entry("org.penstock.core", Set.of("org.penstock.spi")),
          Map.entry("org.penstock.runtime", Set.of("org.penstock.spi")),
          Map.entry(
              "org.penstock.classic.runtime", Set.of("org.penstock.spi", "org.penstock.runtime")),
          Map.entry(
              "org.penstock.classic.batch",
              Set.of("org.penstock.spi", "org.penstock.runtime", "org.penstock.classic.runtime")),
          Map.entry(
              "org.penstock.classic.streaming",
              Set.of("org.penstock.spi", "org.penstock.runtime", "org.penstock.classic.runtime")),
          Map.entry(
              "org.penstock.portable.runtime", Set.of("org.penstock.spi", "org.penstock.runtime")),
          Map.entry(
              "org.penstock.portable.batch",
              Set.of("org.penstock.spi", "org.penstock.runtime", "org.penstock.portable.runtime")),
          Map.entry(
              "org.penstock.portable.streaming",
              Set.of("org.penstock.spi", "org.penstock.runtime", "org.penstock.portable.runtime")),
          Map.entry("org.penstock.environments.process", Set.of("org.penstock.spi")),
          Map.entry("org.penstock.environments.external", Set.of("org.penstock.spi")),
          Map.entry("org.penstock.environments.embedded", Set.of("org.penstock.spi")),
          Map.entry("org.penstock.job.server", Set.of("org.penstock.spi", "org.penstock.core")),
          Map.entry("org.penstock.testkit", Set.of("org.penstock.spi", "org.penstock.core")),
          Map.entry("org.penstock.example.plugin", Set.of("org.penstock.spi")),
          Map.entry("org.penstock.expansion.sql", Set.of()),
          // It names the classes of core by text only, for core lies on the module path.
          Map.entry("org.penstock.boot", Set.of()),
          Map.entry(
              "org.penstock.launcher",
              Set.of(
                  "org.penstock.spi",
                  "org.penstock.core",
                  "org.penstock.boot",
                  "org.penstock.job.server")),
          Map.entry("org.penstock.examples", Set.of()));

  static Set<String> modules() {
    return MAY_READ.keySet();
  }

  @Test
  void everyModuleHasALine() {
    Set<String> unknown = new TreeSet<>();
    for (JavaClass one : OURS) {
      String name = one.getPackageName();
      if (MAY_READ.keySet().stream().noneMatch(p -> name.equals(p) || name.startsWith(p + "."))) {
        unknown.add(name);
      }
    }
    assertThat(unknown).as("packages of no known module").isEmpty();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void readsOnlyWhatItMay(String module) {
    String[] allowed =
        MAY_READ.get(module).stream().map(name -> name + "..").toArray(String[]::new);
    DescribedPredicate<JavaClass> ofOthers =
        resideInAPackage("org.penstock..")
            .and(not(resideInAPackage(module + "..")))
            .and(not(resideInAnyPackage(allowed)));
    noClasses()
        .that(resideInAPackage(module + ".."))
        .should()
        .dependOnClassesThat(ofOthers)
        .check(OURS);
  }

  @Test
  void classicAndPortableDoNotKnowEachOther() {
    noClasses()
        .that(resideInAPackage("org.penstock.classic.."))
        .should()
        .dependOnClassesThat(resideInAPackage("org.penstock.portable.."))
        .check(OURS);
    noClasses()
        .that(resideInAPackage("org.penstock.portable.."))
        .should()
        .dependOnClassesThat(resideInAPackage("org.penstock.classic.."))
        .check(OURS);
  }

  @Test
  void nobodyUsesBeamsFlinkRunner() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAPackage("org.apache.beam.runners.flink.."))
        .check(OURS);
  }

  @Test
  void examplesKnowBeamOnly() {
    noClasses()
        .that(resideInAPackage("org.penstock.examples.."))
        .should()
        .dependOnClassesThat(resideInAPackage("org.apache.flink.."))
        .check(OURS);
  }

  @Test
  void compositionAndNotInheritance() {
    classes().should(extendNoConcreteClassOfOurs()).check(OURS);
  }

  private static ArchCondition<JavaClass> extendNoConcreteClassOfOurs() {
    return new ArchCondition<>("extend no concrete class of ours") {
      @Override
      public void check(JavaClass one, ConditionEvents events) {
        one.getRawSuperclass()
            .filter(parent -> parent.getPackageName().startsWith("org.penstock"))
            .filter(parent -> !parent.getModifiers().contains(JavaModifier.ABSTRACT))
            // The bodies of enum constants are classes of their own.
            .filter(parent -> !parent.isEnum())
            .ifPresent(
                parent ->
                    events.add(
                        SimpleConditionEvent.violated(
                            one, one.getName() + " extends the concrete " + parent.getName())));
      }
    };
  }
}
