package org.penstock.core.plugins;

import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes through the providers of a service, over those that cannot be loaded. */
public final class Providers {
  private Providers() {}

  /**
   * Makes each provider.
   *
   * @param found gets those that could be made
   * @param failed gets what was thrown for the others
   */
  public static <T> void each(
      ServiceLoader<T> services, Consumer<? super T> found, Consumer<? super Throwable> failed) {
    Iterator<ServiceLoader.Provider<T>> providers = services.stream().iterator();
    @Nullable String last = null;
    while (true) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        T provider = providers.next().get();
        last = null;
        found.accept(provider);
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        // An error that comes back at once is one of the look-up itself, which cannot go on.
        if (String.valueOf(e.getMessage()).equals(last)) {
          return;
        }
        last = String.valueOf(e.getMessage());
        failed.accept(e);
      }
    }
  }
}
