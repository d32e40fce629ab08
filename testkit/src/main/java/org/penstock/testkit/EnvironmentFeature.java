package org.penstock.testkit;

/** What an environment may or may not be able to do. What it does not declare, it must not do. */
public enum EnvironmentFeature {
  /** Tells that a worker has ended by itself; without it a worker counts as alive until closed. */
  LIVENESS,
  /** Keeps what a worker printed; without it the last output is empty. */
  LAST_OUTPUT
}
