/**
 * The path {@code portable-batch}. {@link org.penstock.portable.batch.PortableBatch} has the table
 * of translators.
 */
@NullMarked
package org.penstock.portable.batch;

import org.jspecify.annotations.NullMarked;
