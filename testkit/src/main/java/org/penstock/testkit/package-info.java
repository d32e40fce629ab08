/**
 * Contract tests for plugins.
 *
 * <p>Extend {@link org.penstock.testkit.TranslatorContract} or {@link
 * org.penstock.testkit.EnvironmentContract} in a JUnit test of the plugin. They look at the jar or
 * the folder of classes that the plugin comes from, and ask the code that finds plugins when a
 * pipeline runs.
 */
@org.jspecify.annotations.NullMarked
package org.penstock.testkit;
