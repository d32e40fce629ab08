/**
 * Beam pipelines to run and to copy from.
 *
 * <p>Nothing here knows of a runner: each class is a main program that takes Beam's pipeline
 * options, {@code --runner} among them. The input defaults to the files in {@code examples/data}
 * (see {@link org.penstock.examples.ExampleData}).
 */
@org.jspecify.annotations.NullMarked
package org.penstock.examples;
