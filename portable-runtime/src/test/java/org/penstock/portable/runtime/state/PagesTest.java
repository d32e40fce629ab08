package org.penstock.portable.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PagesTest {
  private final AtomicInteger opened = new AtomicInteger();
  private final Pages pages = new Pages(4);

  private Iterator<ByteString> open() {
    opened.incrementAndGet();
    return List.of("abc", "def", "ghi", "j").stream().map(ByteString::copyFromUtf8).iterator();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void goesOnWhereThePageBeforeEnded(boolean lasting) throws IOException {
    var first = pages.read(ByteString.EMPTY, lasting, this::open).getGet();
    var second = pages.read(first.getContinuationToken(), lasting, this::open).getGet();

    assertThat(first.getData().toStringUtf8()).isEqualTo("abcdef");
    assertThat(second.getData().toStringUtf8()).isEqualTo("ghij");
    assertThat(second.getContinuationToken().isEmpty()).isTrue();
    assertThat(opened).hasValue(lasting ? 1 : 2);
  }

  @Test
  void aPageCanBeReadAgain() throws IOException {
    ByteString token =
        pages.read(ByteString.EMPTY, true, this::open).getGet().getContinuationToken();

    assertThat(pages.read(token, true, this::open).getGet().getData().toStringUtf8())
        .isEqualTo("ghij");
    assertThat(pages.read(token, true, this::open).getGet().getData().toStringUtf8())
        .isEqualTo("ghij");
  }

  @Test
  void aTokenOfAnotherKindIsRefused() {
    assertThatIOException()
        .isThrownBy(() -> pages.read(ByteString.copyFromUtf8("zzz"), true, this::open))
        .withMessageContaining("zzz");
  }
}
