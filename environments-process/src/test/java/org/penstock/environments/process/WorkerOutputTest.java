package org.penstock.environments.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class WorkerOutputTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(ProcessEnvironment.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final WorkerOutput output = new WorkerOutput("worker-7");

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setLevel(null);
    logger.setAdditive(true);
  }

  private List<String> logged(String text) {
    output.readAll(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void eachLineIsLoggedWithTheWorker() {
    assertThat(logged("one\r\ntwo ü\n\nno end"))
        .containsExactly("worker-7: one", "worker-7: two ü", "worker-7: ", "worker-7: no end");
    assertThat(output.tail()).isEqualTo("one\r\ntwo ü\n\nno end");
  }

  @Test
  void aLineWithoutAnEndIsLoggedInParts() {
    assertThat(logged("x".repeat(20_000)))
        .hasSize(3)
        .allMatch(line -> line.length() <= 8 * 1024 + "worker-7: ".length());
  }

  @Test
  void aNoteIsALineOfItsOwn() {
    assertThat(logged("no end")).hasSize(1);
    output.note("It is over.");

    assertThat(output.tail()).isEqualTo("no end\nIt is over.\n");
  }
}
