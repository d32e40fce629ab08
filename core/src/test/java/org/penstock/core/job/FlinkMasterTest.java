package org.penstock.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FlinkMasterTest {
  @Test
  void wordsInBrackets() {
    assertThat(FlinkMaster.of("[local]")).isEqualTo(new FlinkMaster.Local());
    assertThat(FlinkMaster.of("[auto]")).isEqualTo(new FlinkMaster.Auto());
  }

  @ParameterizedTest
  @CsvSource({
    "flink:8081, http://flink:8081",
    "10.0.0.1:8081, http://10.0.0.1:8081",
    "http://flink:8081, http://flink:8081",
    "https://flink, https://flink:443",
    "http://flink/proxy, http://flink:80/proxy",
  })
  void addresses(String text, String address) {
    assertThat(FlinkMaster.of(text)).isEqualTo(new FlinkMaster.Remote(URI.create(address)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "flink", "[remote]", "ftp://flink:21", "flink:port", "http://:8081"})
  void othersAreRefused(String text) {
    assertThatThrownBy(() -> FlinkMaster.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "--flinkMaster takes [local], [auto], host:port or an http or https URL, and was "
                + text
                + ".");
  }
}
