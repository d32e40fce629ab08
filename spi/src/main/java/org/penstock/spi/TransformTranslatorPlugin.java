package org.penstock.spi;

import java.util.Set;

/**
 * A {@link TransformTranslator} that a plugin adds to one or more paths.
 *
 * <p>It goes before a translator of the same URN in the path's own table. Two plugins for one path
 * and URN are an error, for neither is more right than the other.
 */
public interface TransformTranslatorPlugin extends Plugin, TransformTranslator {
  /** The paths that this translator is for; at least one. */
  Set<TranslationPath> paths();
}
