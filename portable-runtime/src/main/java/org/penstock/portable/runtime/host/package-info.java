/** What the hosts of stages have in common, in batch and in streaming mode. */
@NullMarked
package org.penstock.portable.runtime.host;

import org.jspecify.annotations.NullMarked;
