package org.penstock.portable.runtime.state;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateGetResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateResponse;
import org.apache.beam.sdk.util.ByteStringOutputStream;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Answers reads piece by piece. A token says after how many parts the next piece begins; the
 * iterators of the latest reads are kept, so that going on does not mean beginning anew.
 */
final class Pages {
  /** A piece has at least one part, and no more after it has that many bytes. */
  static final int PAGE_BYTES = 1 << 20;

  private static final int LATEST = 128;

  private final Map<ByteString, Cursor> cursors = new LinkedHashMap<>();
  private final int pageBytes;
  private long reads;

  Pages(int pageBytes) {
    this.pageBytes = pageBytes;
  }

  /** Opens what is read from its start. */
  @FunctionalInterface
  interface Source {
    Iterator<ByteString> open() throws IOException;
  }

  /**
   * The next piece.
   *
   * @param token what the piece before came with; empty for the first
   * @param lasting whether an iterator stays valid while other things are done
   */
  StateResponse.Builder read(ByteString token, boolean lasting, Source source) throws IOException {
    Cursor cursor = cursor(token, source);
    ByteStringOutputStream data = new ByteStringOutputStream();
    while (data.size() < pageBytes && cursor.parts.hasNext()) {
      cursor.parts.next().writeTo(data);
      cursor.position++;
    }
    StateGetResponse.Builder page = StateGetResponse.newBuilder().setData(data.toByteString());
    if (cursor.parts.hasNext()) {
      ByteString next = ByteString.copyFromUtf8(cursor.read + ":" + cursor.position);
      page.setContinuationToken(next);
      if (lasting) {
        keep(next, cursor);
      }
    } else {
      cursor.close();
    }
    return StateResponse.newBuilder().setGet(page);
  }

  private Cursor cursor(ByteString token, Source source) throws IOException {
    if (token.isEmpty()) {
      return new Cursor(reads++, source.open());
    }
    @Nullable Cursor known = cursors.remove(token);
    if (known != null) {
      return known;
    }
    String text = token.toStringUtf8();
    long position;
    try {
      position = Long.parseLong(text.substring(text.indexOf(':') + 1));
    } catch (NumberFormatException e) {
      throw new IOException("Expected a continuation token of this runner's, found " + text, e);
    }
    Cursor again = new Cursor(reads++, source.open());
    while (again.position < position && again.parts.hasNext()) {
      again.parts.next();
      again.position++;
    }
    return again;
  }

  private void keep(ByteString token, Cursor cursor) {
    cursors.put(token, cursor);
    if (cursors.size() > LATEST) {
      Iterator<Cursor> oldest = cursors.values().iterator();
      oldest.next().close();
      oldest.remove();
    }
  }

  /** Closes all iterators. */
  void clear() {
    cursors.values().forEach(Cursor::close);
    cursors.clear();
  }

  private static final class Cursor {
    private final long read;
    private final Iterator<ByteString> parts;
    private long position;

    Cursor(long read, Iterator<ByteString> parts) {
      this.read = read;
      this.parts = parts;
    }

    void close() {
      if (parts instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (Exception e) {
          throw new IllegalStateException("A read of a side input cannot be ended", e);
        }
      }
    }
  }
}
