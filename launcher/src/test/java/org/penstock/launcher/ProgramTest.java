package org.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProgramTest {
  private static final List<String> CALLED = new ArrayList<>();

  /** Has a main, as a user would write it. */
  static final class Good {
    private Good() {}

    public static void main(String[] args) {
      CALLED.addAll(List.of(args));
      if (args.length == 0) {
        throw new IllegalStateException("mine");
      }
    }
  }

  @Test
  void callsMainOfAClassThatIsNotPublic() throws Throwable {
    CALLED.clear();
    Program.call(program(Good.class.getName()).main(loader()), List.of("a", "b"));
    assertThat(CALLED).containsExactly("a", "b");
  }

  @Test
  void throwsWhatTheProgramThrew() {
    assertThatThrownBy(() -> Program.call(program(Good.class.getName()).main(loader()), List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("mine");
  }

  @Test
  void refusesAClassThatIsNotThere() {
    assertThatThrownBy(() -> program("no.Such").main(loader()))
        .isInstanceOf(LaunchException.class)
        .hasMessage("There is no class no.Such in a.jar. Its manifest names a.Main.");
  }

  @Test
  void refusesAClassWithoutMain() {
    assertThatThrownBy(() -> program("java.lang.String").main(loader()))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("String has no method public static void main(String[])");
  }

  private static ClassLoader loader() {
    return ProgramTest.class.getClassLoader();
  }

  private static Program program(String mainClass) {
    UserJar jar = new UserJar(Path.of("a.jar"), Optional.of("a.Main"), List.of(), Optional.empty());
    return new Program(jar, mainClass);
  }
}
