package org.penstock.core.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.penstock.core.PipelineRefusedException;
import org.penstock.core.PluginCatalog;
import org.penstock.spi.PipelineTranslator;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TransformTranslatorPlugin;

/** Who takes the transforms of a URN on one path: plugins first, then the path's own table. */
final class TranslatorTable {
  private final PipelineTranslator path;
  private final PluginCatalog catalog;
  private final Map<String, TransformTranslator> own = new HashMap<>();
  private final Set<String> stageUrns;

  TranslatorTable(PipelineTranslator path, PluginCatalog catalog) {
    this.path = path;
    this.catalog = catalog;
    path.transforms().forEach(translator -> own.put(translator.urn(), translator));
    this.stageUrns = Set.copyOf(path.stageUrns());
  }

  /** Who takes a transform. */
  sealed interface Entry permits Whole, InStage, Conflict, Nobody {}

  /** A translator takes it as a whole. */
  record Whole(TransformTranslator translator, String plugin) implements Entry {}

  /** It runs inside a stage. */
  record InStage() implements Entry {}

  /** More than one plugin would take it. */
  record Conflict(String message) implements Entry {}

  /** Nobody; its parts may be taken. */
  record Nobody() implements Entry {}

  PipelineTranslator path() {
    return path;
  }

  Entry find(String urn) {
    if (urn.isEmpty()) {
      return new Nobody();
    }
    try {
      Optional<TransformTranslatorPlugin> plugin = catalog.transform(path.path(), urn);
      if (plugin.isPresent()) {
        return new Whole(plugin.get(), plugin.get().name());
      }
    } catch (PipelineRefusedException e) {
      return new Conflict(String.valueOf(e.getMessage()));
    }
    TransformTranslator translator = own.get(urn);
    if (translator != null) {
      return new Whole(translator, path.name());
    }
    return stageUrns.contains(urn) ? new InStage() : new Nobody();
  }

  /** Why a transform that nobody takes and that has no parts cannot be run. */
  String unknown(String urn) {
    return urn.isEmpty()
        ? "It is a primitive without a URN, so that no translator can know it."
        : "No plugin for the path " + path.path() + " translates this URN.";
  }
}
