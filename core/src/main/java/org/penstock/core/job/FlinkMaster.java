package org.penstock.core.job;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Where a job runs. */
sealed interface FlinkMaster permits FlinkMaster.Local, FlinkMaster.Auto, FlinkMaster.Remote {
  /** A cluster in this JVM. */
  record Local() implements FlinkMaster {}

  /** Whatever the program was started in. */
  record Auto() implements FlinkMaster {}

  /**
   * A cluster that answers at a REST address.
   *
   * @param rest the address, with scheme, host and port
   */
  record Remote(URI rest) implements FlinkMaster {}

  /**
   * Reads the option {@code flinkMaster}.
   *
   * @throws IllegalArgumentException if it is none of the forms that the option knows
   */
  static FlinkMaster of(String text) {
    return switch (text) {
      case "[local]" -> new Local();
      case "[auto]" -> new Auto();
      default -> new Remote(address(text));
    };
  }

  private static URI address(String text) {
    String url = text.contains("://") ? text : "http://" + text;
    try {
      URI uri = new URI(url);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && (uri.getPort() > 0 || text.contains("://"))) {
        return withPort(uri);
      }
    } catch (URISyntaxException e) {
      throw wrong(text, e);
    }
    throw wrong(text, null);
  }

  private static URI withPort(URI uri) throws URISyntaxException {
    int port = uri.getPort();
    if (port < 0) {
      port = "https".equals(uri.getScheme()) ? 443 : 80;
    }
    return new URI(uri.getScheme(), null, uri.getHost(), port, uri.getPath(), null, null);
  }

  private static IllegalArgumentException wrong(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "--flinkMaster takes [local], [auto], host:port or an http or https URL, and was "
            + text
            + ".",
        cause);
  }
}
