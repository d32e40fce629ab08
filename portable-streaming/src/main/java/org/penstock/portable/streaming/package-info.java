/** Translation path: pipelines of any SDK as Flink streaming jobs. */
@NullMarked
package org.penstock.portable.streaming;

import org.jspecify.annotations.NullMarked;
