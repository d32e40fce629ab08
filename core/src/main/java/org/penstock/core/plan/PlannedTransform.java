package org.penstock.core.plan;

/**
 * A transform and who takes it.
 *
 * @param name the full name of the transform
 * @param urn its URN
 * @param operator the Flink operator that takes it
 * @param plugin the name of the plugin that made the operator
 */
public record PlannedTransform(String name, String urn, String operator, String plugin) {}
