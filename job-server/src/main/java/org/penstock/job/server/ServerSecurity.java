package org.penstock.job.server;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who may talk to the server, and how.
 *
 * @param certificate the server's certificate chain, a PEM file; null for no TLS
 * @param key the private key of the certificate, a PEM file in PKCS #8; null for no TLS
 * @param clientAuthority certificates of those who sign clients' certificates, a PEM file; null if
 *     clients need none
 * @param token what clients have to send as {@code authorization: Bearer TOKEN}; null for no token
 */
public record ServerSecurity(
    @Nullable Path certificate,
    @Nullable Path key,
    @Nullable Path clientAuthority,
    @Nullable String token) {

  /**
   * Checks that the parts go together.
   *
   * @throws IllegalArgumentException if one of a pair is missing, or the token is blank
   */
  public ServerSecurity {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException(
          "TLS needs a certificate and its key; there is only the "
              + (key == null ? "certificate " + certificate : "key " + key)
              + ".");
    }
    if (clientAuthority != null && certificate == null) {
      throw new IllegalArgumentException(
          "Clients' certificates are checked only with TLS: the server needs a certificate and a"
              + " key of its own, too.");
    }
    if (token != null && token.isBlank()) {
      throw new IllegalArgumentException("The token is blank.");
    }
  }

  /** Neither TLS nor a token. For loopback only. */
  public static ServerSecurity none() {
    return new ServerSecurity(null, null, null, null);
  }

  /** This, with a token. */
  public ServerSecurity withToken(String wanted) {
    return new ServerSecurity(certificate, key, clientAuthority, wanted);
  }

  /**
   * Checks that the server may listen there.
   *
   * @throws IllegalArgumentException if others than this machine could reach it unguarded
   */
  void check(String host, InetAddress address) {
    if (!address.isLoopbackAddress() && certificate == null && token == null) {
      throw new IllegalArgumentException(
          "The job server runs what it is sent, so at "
              + host
              + ", which other machines can reach, it needs TLS (--tls-certificate and --tls-key,"
              + " with --tls-client-ca for clients' certificates) or a token (--token-file)."
              + " Without them it listens on localhost only.");
    }
  }

  /**
   * As gRPC takes them.
   *
   * @throws IOException if a file cannot be read, or holds something else
   */
  ServerCredentials credentials() throws IOException {
    if (certificate == null || key == null) {
      return InsecureServerCredentials.create();
    }
    for (Path file : new Path[] {certificate, key}) {
      readable(file);
    }
    TlsServerCredentials.Builder tls = TlsServerCredentials.newBuilder();
    tls.keyManager(certificate.toFile(), key.toFile());
    if (clientAuthority != null) {
      readable(clientAuthority);
      tls.trustManager(clientAuthority.toFile());
      tls.clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
    }
    return tls.build();
  }

  private static void readable(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("There is no file " + file + " that can be read, which TLS needs.");
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return String.format(
        "ServerSecurity[certificate=%s, clientAuthority=%s, token=%s]",
        certificate, clientAuthority, token == null ? "none" : "***");
  }
}
