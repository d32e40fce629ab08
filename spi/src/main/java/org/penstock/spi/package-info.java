/**
 * The plugin API of Penstock.
 *
 * <p>A plugin is a jar that provides one of three services: {@link
 * org.penstock.spi.PipelineTranslator} for a whole translation path, {@link
 * org.penstock.spi.TransformTranslatorPlugin} for one transform, {@link
 * org.penstock.spi.EnvironmentProvider} for a kind of SDK worker.
 */
@org.jspecify.annotations.NullMarked
package org.penstock.spi;
