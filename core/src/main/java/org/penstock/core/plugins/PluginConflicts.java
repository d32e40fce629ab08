package org.penstock.core.plugins;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.penstock.core.PluginDescription.Kind;
import org.penstock.core.PluginIssue;
import org.penstock.core.PluginIssue.Severity;
import org.penstock.spi.EnvironmentProvider;
import org.penstock.spi.PipelineTranslator;
import org.penstock.spi.TransformTranslatorPlugin;
import org.penstock.spi.TranslationPath;

/** What two or more plugins claim at once. */
public final class PluginConflicts {
  private final Map<String, List<FoundPlugin>> claims;

  private PluginConflicts(Map<String, List<FoundPlugin>> claims) {
    this.claims = claims;
  }

  /** Compares the plugins with each other. */
  public static PluginConflicts among(List<FoundPlugin> found) {
    Map<String, List<FoundPlugin>> claims = new LinkedHashMap<>();
    for (FoundPlugin plugin : found) {
      for (String claim : claimsOf(plugin)) {
        claims.computeIfAbsent(claim, key -> new ArrayList<>()).add(plugin);
      }
    }
    claims.values().removeIf(claimants -> claimants.size() < 2);
    return new PluginConflicts(claims);
  }

  /** One issue for each plugin in each conflict. */
  public List<PluginIssue> issues() {
    List<PluginIssue> issues = new ArrayList<>();
    claims.forEach(
        (claim, claimants) ->
            claimants.forEach(
                one ->
                    issues.add(
                        new PluginIssue(
                            Severity.CONFLICT,
                            one.description().name(),
                            one.description().location(),
                            message(claim, claimants),
                            null))));
    return List.copyOf(issues);
  }

  /** Why a path plugin cannot be relied on, or empty where it can. */
  public Optional<String> ofPath(FoundPlugin plugin, TranslationPath path) {
    return first(pathClaim(path), nameClaim(plugin));
  }

  /** Why a transform plugin cannot be relied on for a path, or empty where it can. */
  public Optional<String> ofTransform(FoundPlugin plugin, TranslationPath path, String urn) {
    return first(transformClaim(path, urn), nameClaim(plugin));
  }

  private Optional<String> first(String claim, String otherClaim) {
    return claimedTwice(claim).or(() -> claimedTwice(otherClaim));
  }

  private Optional<String> claimedTwice(String claim) {
    return Optional.ofNullable(claims.get(claim)).map(claimants -> message(claim, claimants));
  }

  private static String message(String claim, List<FoundPlugin> claimants) {
    String who = claimants.stream().map(FoundPlugin::label).collect(Collectors.joining(" and "));
    return "More than one plugin claims " + claim + ": " + who + ". Keep one of them.";
  }

  private static List<String> claimsOf(FoundPlugin found) {
    List<String> claims = new ArrayList<>();
    claims.add(nameClaim(found));
    if (found.plugin() instanceof PipelineTranslator path) {
      claims.add(pathClaim(path.path()));
    } else if (found.plugin() instanceof TransformTranslatorPlugin transform) {
      transform.paths().forEach(path -> claims.add(transformClaim(path, transform.urn())));
    } else if (found.plugin() instanceof EnvironmentProvider environment) {
      claims.add("the environment " + environment.urn());
    }
    return claims;
  }

  private static String nameClaim(FoundPlugin found) {
    Kind kind = found.description().kind();
    return "the " + kind + " plugin name " + found.description().name();
  }

  private static String pathClaim(TranslationPath path) {
    return "the path " + path;
  }

  private static String transformClaim(TranslationPath path, String urn) {
    return "the transform " + urn + " on the path " + path;
  }
}
