/** From the pipeline's proto to Flink operators: profile, path, walk, fusion, translation. */
@org.jspecify.annotations.NullMarked
package org.penstock.core.plan;
