package org.penstock.portable.runtime;

/**
 * What the SDK says of a bundle that failed: most often the user's exception with its trace. It has
 * no trace of its own, which would only tell where the runner has heard of it.
 */
public final class SdkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what the SDK says
   */
  public SdkException(String message) {
    super(message, null, false, false);
  }
}
