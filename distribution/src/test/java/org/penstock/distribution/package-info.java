/**
 * Opens the packed tarball and starts it, as a user would; knows nothing of ours at compile time.
 */
@NullMarked
package org.penstock.distribution;

import org.jspecify.annotations.NullMarked;
