package org.penstock.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code docs/options.md} true. To write it anew: {@code mvn -pl core -am test
 * -Dtest=OptionsDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Dpenstock.docs=write}.
 */
final class OptionsDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "options.md");

  @Test
  void theDocumentIsUpToDate() throws IOException {
    if ("write".equals(System.getProperty("penstock.docs"))) {
      Files.writeString(DOCUMENT, OptionsDocument.text());
    }

    assertThat(DOCUMENT).content().isEqualTo(OptionsDocument.text());
  }

  @Test
  void everyOptionIsDescribed() {
    assertThat(OptionsDocument.getters())
        .isNotEmpty()
        .allSatisfy(getter -> assertThat(OptionsDocument.description(getter)).endsWith("."));
  }
}
