package org.penstock.job.server.packed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Value;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.util.JsonFormat;
import org.jspecify.annotations.Nullable;

/** Writes a copy of the runner's jar that has a pipeline in it and runs it. */
public final class PackedJar {
  private static final String MAIN_FILE = PackedLayout.MAIN_CLASS.replace('.', '/') + ".class";

  private final Path runner;
  private final String name;
  private final Map<String, Path> artifacts = new LinkedHashMap<>();

  /**
   * A jar to be written.
   *
   * @param runner the jar of the runner, as of {@link #runner()}
   * @param name of the pipeline, as of {@link PackedPipeline}
   * @throws IllegalArgumentException if the name is none
   */
  public PackedJar(Path runner, String name) {
    this.runner = runner;
    this.name = PackedLayout.named(name);
  }

  /**
   * The jar that this class was started from, if that can be started with a pipeline in it.
   *
   * @throws IllegalArgumentException if it is another
   */
  public static Path runner() {
    CodeSource source = PackedJar.class.getProtectionDomain().getCodeSource();
    Path found = source == null ? null : file(source);
    if (found == null || !canRun(found)) {
      throw new IllegalArgumentException(
          "A jar with a pipeline in it (output_executable_path) is a copy of the job server's, and"
              + " this server runs from "
              + (found == null ? "an unknown place" : found)
              + ", which cannot be copied. Start it with java -jar"
              + " penstock-job-server-VERSION.jar.");
    }
    return found;
  }

  private static @Nullable Path file(CodeSource source) {
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException | RuntimeException e) {
      // Not a file, whatever the reason: said by the caller.
      return null;
    }
  }

  private static boolean canRun(Path jar) {
    if (!Files.isRegularFile(jar)) {
      return false;
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getEntry(MAIN_FILE) != null;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Adds an artifact.
   *
   * @return the URL by which the pipeline in the jar has to name it
   */
  public String add(Path artifact) {
    String entry = PackedLayout.artifact(name, UUID.randomUUID().toString());
    artifacts.put(entry, artifact);
    return "classpath://" + entry;
  }

  /**
   * Writes the jar; whoever looks sees nothing there, or all of it.
   *
   * @param target is replaced if it is there; its folder has to be
   * @param packed its name is the one given before
   * @throws IOException if it cannot be written
   */
  public void write(Path target, PackedPipeline packed) throws IOException {
    Path whole = target.toAbsolutePath();
    Path part = whole.resolveSibling(whole.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.copy(runner, part);
      try (FileSystem zip = FileSystems.newFileSystem(part)) {
        fill(zip, packed);
      }
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void fill(FileSystem zip, PackedPipeline packed) throws IOException {
    JsonFormat.Printer json = JsonFormat.printer();
    mainClass(zip.getPath(JarFile.MANIFEST_NAME));
    put(
        zip,
        PackedLayout.MANIFEST,
        json.print(
            Struct.newBuilder()
                .putFields(
                    PackedLayout.DEFAULT_JOB, Value.newBuilder().setStringValue(name).build())));
    put(zip, PackedLayout.pipeline(name), json.print(packed.pipeline()));
    put(zip, PackedLayout.options(name), json.print(packed.options()));
    for (Map.Entry<String, Path> artifact : artifacts.entrySet()) {
      Files.copy(artifact.getValue(), folderMade(zip.getPath(artifact.getKey())));
    }
  }

  private static void mainClass(Path file) throws IOException {
    Manifest manifest;
    try (InputStream in = Files.newInputStream(file)) {
      manifest = new Manifest(in);
    }
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, PackedLayout.MAIN_CLASS);
    try (OutputStream out = Files.newOutputStream(file)) {
      manifest.write(out);
    }
  }

  private static void put(FileSystem zip, String entry, String text) throws IOException {
    Files.writeString(folderMade(zip.getPath(entry)), text, UTF_8);
  }

  private static Path folderMade(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return file;
  }
}
