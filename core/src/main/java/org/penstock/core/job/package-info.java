/** Flink's side: configuration, submission, the running job and how it fails. */
@org.jspecify.annotations.NullMarked
package org.penstock.core.job;
