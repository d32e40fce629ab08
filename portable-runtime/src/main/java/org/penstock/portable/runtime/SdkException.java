package org.penstock.portable.runtime;

/** What the SDK says of a bundle that failed: most often the user's exception with its trace. */
public final class SdkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what the SDK says
   */
  public SdkException(String message) {
    super(message);
  }
}
