package org.penstock.launcher;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster to ask: an option of several commands. */
final class ClusterAddress {
  private static final URI DEFAULT = URI.create("http://localhost:8081");

  @Option(
      names = {"--flinkMaster", "--master"},
      paramLabel = "HOST:PORT",
      description = {
        "Where Flink's REST API answers: host:port, or an http or https URL.",
        "The cluster that penstock cluster start has started, else localhost:8081."
      })
  private @Nullable String master;

  /**
   * The API of the cluster; it is not asked yet.
   *
   * @throws LaunchException if the option is no address
   */
  FlinkRest rest() {
    return new FlinkRest(
        master == null
            ? ClusterFolder.standard().state().map(ClusterState::rest).orElse(DEFAULT)
            : parse(master));
  }

  static URI parse(String text) {
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && (uri.getPort() > 0 || text.contains("://"))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw LaunchException.usage(
        "--flinkMaster takes host:port or an http or https URL here, and was " + text + ".");
  }
}
