package org.penstock.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModulePathTest {
  private final Path home;

  ModulePathTest(@TempDir Path home) throws IOException {
    this.home = home;
    for (String folder : List.of("lib", "modules", "plugins")) {
      Files.createDirectories(home.resolve(folder));
    }
  }

  @Test
  void takesPlainJarsFromAllFolders() throws IOException {
    Path module = jar("modules/first.jar", "org/first/A.class");
    Path direct = jar("plugins/second.jar", "org/second/A.class");
    Path nested = jar("plugins/acme/third.jar", "org/third/A.class");

    ModulePath path = ModulePath.of(home);

    assertThat(path.jars()).containsExactly(module, direct, nested);
    assertThat(path.problems()).isEmpty();
  }

  @Test
  void ignoresWhatIsNoJarByName() throws IOException {
    Files.writeString(home.resolve("plugins/README.md"), "hello");
    assertThat(ModulePath.of(home)).isEqualTo(new ModulePath(List.of(), List.of()));
  }

  @Test
  void leavesOutWhatIsNoZip() throws IOException {
    Path good = jar("plugins/good.jar", "good/A.class");
    Path text = Files.writeString(home.resolve("plugins/text.jar"), "no jar at all");

    assertThat(onlyProblem(good)).satisfies(problem -> isFor(problem, text, "it is not a jar"));
  }

  @Test
  void leavesOutAFolderNamedLikeAJar() throws IOException {
    Path folder = Files.createDirectories(home.resolve("plugins/folder.jar"));
    assertThat(onlyProblem()).satisfies(problem -> isFor(problem, folder, "it is not a file"));
  }

  @Test
  void leavesOutAJarThatGivesNoModuleName() throws IOException {
    Path named = jar("plugins/acme-2.0-jre.jar", "acme/A.class");
    Path invalid = jar("plugins/acme-3d-things.jar", "acme3/A.class");

    ModulePath path = ModulePath.of(home);

    assertThat(path.jars()).containsExactly(named);
    isFor(path.problems().get(0), invalid, "Rename the file");
  }

  @Test
  void keepsTheFirstOfTwoVersions() throws IOException {
    Path older = jar("plugins/acme-1.0.jar", "acme/A.class");
    Path newer = jar("plugins/acme-2.0.jar", "acme/A.class");

    assertThat(onlyProblem(older))
        .satisfies(problem -> isFor(problem, newer, "the module acme@2.0 is there twice"));
  }

  @Test
  void leavesOutWhatHidesAPackageOfTheClassPath() throws IOException {
    Path library = jar("lib/beam.jar", "org/apache/beam/sdk/Pipeline.class");
    Path copy = jar("plugins/beam-copy.jar", "org/apache/beam/sdk/Pipeline.class");

    assertThat(onlyProblem())
        .satisfies(problem -> isFor(problem, copy, "org.apache.beam.sdk, which is in " + library));
  }

  @Test
  void leavesOutTheSecondModuleWithTheSamePackage() throws IOException {
    Path first = jar("plugins/a.jar", "shared/A.class");
    Path second = jar("plugins/b.jar", "shared/A.class");

    assertThat(onlyProblem(first)).satisfies(problem -> isFor(problem, second, "package shared"));
  }

  @Test
  void leavesOutWhatRequiresAMissingModuleAndWhatRequiresThatInTurn() throws IOException {
    Path chained = module("plugins/chained.jar", "module a.chained { requires z.missing; }");
    Path missing = module("plugins/missing.jar", "module z.missing { requires x.gone; }");

    ModulePath path = ModulePath.of(home);

    assertThat(path.jars()).isEmpty();
    assertThat(path.problems())
        .extracting(JarProblem::jar)
        .containsExactlyInAnyOrder(chained, missing);
    assertThat(path.problems())
        .anySatisfy(problem -> isFor(problem, missing, "requires the module x.gone"));
    assertThat(path.problems())
        .anySatisfy(problem -> isFor(problem, chained, "requires the module z.missing"));
  }

  @Test
  void leavesOutADamagedModuleDescriptor() throws IOException {
    Path good = jar("plugins/good.jar", "good/A.class");
    Path damaged = jar("plugins/damaged.jar", "module-info.class");
    assertThat(onlyProblem(good))
        .satisfies(problem -> isFor(problem, damaged, "its module-info cannot be used"));
  }

  @Test
  void leavesOutACycle() throws IOException {
    Path good = jar("plugins/good.jar", "good/A.class");
    Path self = module("plugins/self.jar", "module one { requires two; }");
    Path other = module("plugins/tother.jar", "module two { requires one; }");

    ModulePath path = ModulePath.of(home);

    assertThat(path.jars()).contains(good).doesNotContain(self);
    assertThat(path.problems()).extracting(JarProblem::jar).contains(self, other);
  }

  private JarProblem onlyProblem(Path... goodJars) throws IOException {
    ModulePath path = ModulePath.of(home);
    assertThat(path.jars()).containsExactly(goodJars);
    assertThat(path.problems()).hasSize(1);
    return path.problems().get(0);
  }

  private static void isFor(JarProblem problem, Path jar, String reason) {
    assertThat(problem.jar()).isEqualTo(jar);
    assertThat(problem.reason()).contains(reason);
  }

  private Path jar(String name, String... entries) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      for (String entry : entries) {
        jar.putNextEntry(new ZipEntry(entry));
        jar.write(1);
      }
    }
    return file;
  }

  /** Compiles a module-info; what it requires is made up for the compiler only. */
  private Path module(String name, String source) throws IOException {
    Path work = Files.createTempDirectory(home, "work");
    Path stubs = work.resolve("stubs");
    Matcher required = Pattern.compile("requires ([a-z.]+);").matcher(source);
    while (required.find()) {
      String stub = required.group(1);
      compile(work.resolve("src-" + stub), "module " + stub + " {}", stubs.resolve(stub), stubs);
    }
    Path classes = work.resolve("classes");
    compile(work.resolve("src"), source, classes, stubs);
    Path file = home.resolve(name);
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      jar.putNextEntry(new ZipEntry("module-info.class"));
      jar.write(Files.readAllBytes(classes.resolve("module-info.class")));
    }
    return file;
  }

  private static void compile(Path folder, String source, Path target, Path modulePath)
      throws IOException {
    Path file = Files.createDirectories(folder).resolve("module-info.java");
    Files.writeString(file, source);
    int exit =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "-d",
                target.toString(),
                "-p",
                modulePath.toString(),
                file.toString());
    assertThat(exit).isZero();
  }
}
