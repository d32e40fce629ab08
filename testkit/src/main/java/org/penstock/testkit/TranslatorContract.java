package org.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.penstock.core.PluginCatalog;
import org.penstock.spi.PipelineTranslator;
import org.penstock.spi.Plugin;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TransformTranslatorPlugin;
import org.penstock.spi.TranslationPath;

/**
 * What the runner relies on in a {@link PipelineTranslator} or a {@link TransformTranslatorPlugin}.
 * A plugin's test extends it and says which plugin is meant:
 *
 * <pre>{@code
 * final class AcmeContractTest extends TranslatorContract {
 *   @Override
 *   protected Plugin plugin() {
 *     return new AcmeTranslator();
 *   }
 * }
 * }</pre>
 *
 * <p>Whether translations are right is not looked at here: run pipelines for that.
 */
public abstract class TranslatorContract {
  /** For subclasses. */
  protected TranslatorContract() {}

  /** The plugin, made by its public constructor. Called once a test. */
  protected abstract Plugin plugin();

  private PluginPromises promises() {
    Plugin plugin = plugin();
    assertThat(plugin).isInstanceOfAny(PipelineTranslator.class, TransformTranslatorPlugin.class);
    return new PluginPromises(plugin);
  }

  @Test
  @DisplayName("module-info and META-INF/services both name the plugin")
  final void isDeclaredTwice() {
    promises().declaredTwice();
  }

  @Test
  @DisplayName("the plugin's package is open to Flink and Beam")
  final void packageIsOpen() {
    promises().packageIsOpen();
  }

  @Test
  @DisplayName("the plugin is a public class with a public constructor")
  final void canBeInstantiated() {
    promises().canBeInstantiated();
  }

  @Test
  @DisplayName("the name is lower case, words joined by hyphens")
  final void nameIsReadable() {
    promises().nameIsReadable();
  }

  @Test
  @DisplayName("the plugin was compiled against this plugin API")
  final void spiVersionIsTheRunningOne() {
    promises().spiVersionIsTheRunningOne();
  }

  @Test
  @DisplayName("the runner finds the plugin and takes it")
  final void isDiscovered() {
    PluginPromises promises = promises();
    PluginCatalog catalog = promises.discovered();
    if (promises.plugin() instanceof PipelineTranslator path) {
      assertThat(catalog.path(path.path())).hasSameClassAs(path);
    } else if (promises.plugin() instanceof TransformTranslatorPlugin transform) {
      for (TranslationPath path : transform.paths()) {
        assertThat(catalog.transform(path, transform.urn()))
            .as("who translates %s on %s", transform.urn(), path)
            .get()
            .hasSameClassAs(transform);
      }
    }
  }

  @Test
  @DisplayName("URNs are neither blank nor claimed twice")
  final void urnsAreSound() {
    List<String> urns = urns(promises().plugin());
    assertThat(urns).allSatisfy(urn -> assertThat(urn).isNotBlank());
    assertThat(urns).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("the plugin and its translators hold no mutable state")
  final void holdsNoMutableState() {
    PluginPromises promises = promises();
    promises.hasNoMutableState(translators(promises.plugin()).toArray());
  }

  @Test
  @DisplayName("the plugin says the same of itself each time")
  final void alwaysSaysTheSame() {
    PluginPromises promises = promises();
    String first = description(promises.plugin());
    assertThat(description(promises.plugin())).isEqualTo(first);
    assertThat(description(promises.another())).as("another instance").isEqualTo(first);
  }

  private static List<? extends TransformTranslator> translators(Plugin plugin) {
    return plugin instanceof PipelineTranslator path ? List.copyOf(path.transforms()) : List.of();
  }

  /** With duplicates. */
  private static List<String> urns(Plugin plugin) {
    List<String> urns = new ArrayList<>();
    if (plugin instanceof PipelineTranslator path) {
      path.transforms().forEach(translator -> urns.add(translator.urn()));
      urns.addAll(path.stageUrns());
    } else if (plugin instanceof TransformTranslatorPlugin transform) {
      urns.add(transform.urn());
    }
    return urns;
  }

  private static String description(Plugin plugin) {
    Set<TranslationPath> paths = new TreeSet<>();
    if (plugin instanceof PipelineTranslator path) {
      paths.add(path.path());
    } else if (plugin instanceof TransformTranslatorPlugin transform) {
      paths.addAll(transform.paths());
    }
    String[] urns = urns(plugin).toArray(String[]::new);
    Arrays.sort(urns);
    return plugin.name() + " on " + paths + " for " + Arrays.toString(urns);
  }
}
