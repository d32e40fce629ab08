package trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Writes a file for each name. Whoever hands in the same name twice must hand in the same content,
 * and with stable input does, even if the content has a random part: anything else is a conflict.
 */
abstract class Sink extends DoFn<KV<String, String>, Void> {
  private static final long serialVersionUID = 1L;

  private final String folder;
  private transient List<String> written;

  /** Writes below a folder that exists, with {@code sink} and {@code finalized} in it. */
  Sink(String folder) {
    this.folder = folder;
  }

  @StartBundle
  public void start() {
    written = new ArrayList<>();
  }

  /** Sees the same elements again after a failure, so their content may be random. */
  static final class Stable extends Sink {
    private static final long serialVersionUID = 1L;

    Stable(String folder) {
      super(folder);
    }

    @RequiresStableInput
    @ProcessElement
    public void process(@Element KV<String, String> element, BundleFinalizer finalizer)
        throws IOException {
      write(element, finalizer);
    }
  }

  /** For content that is the same whenever it is computed. */
  static final class Plain extends Sink {
    private static final long serialVersionUID = 1L;

    Plain(String folder) {
      super(folder);
    }

    @ProcessElement
    public void process(@Element KV<String, String> element, BundleFinalizer finalizer)
        throws IOException {
      write(element, finalizer);
    }
  }

  final void write(KV<String, String> element, DoFn.BundleFinalizer finalizer)
      throws IOException {
    Path file = Path.of(folder, "sink", element.getKey());
    if (Files.exists(file) && !Files.readString(file).equals(element.getValue())) {
      note("conflicts", element.getKey() + " was " + Files.readString(file) + ", is now " + element.getValue());
    }
    Path draft = Path.of(folder, "drafts", UUID.randomUUID().toString());
    Files.writeString(draft, element.getValue());
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    written.add(element.getKey());
    if (written.size() == 1) {
      List<String> bundle = written;
      finalizer.afterBundleCommit(
          Instant.now().plus(Duration.standardMinutes(10)),
          () -> note("finalized", String.join("\n", bundle)));
    }
  }

  /** A line of any length that is appended at once. */
  private void note(String file, String line) throws IOException {
    Files.write(
        Path.of(folder, file),
        (line + "\n").getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
