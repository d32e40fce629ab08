package org.penstock.portable.runtime;

import java.time.Duration;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;

/**
 * What is left of an element of the stage's input: to be processed by {@link PortableStage#process}
 * in a later bundle.
 *
 * @param element the element, which the coder of the stage's input can write
 * @param watermark no output of it has an earlier timestamp: what holds the output watermark
 * @param delay how long to wait before it is processed; zero for as soon as possible
 * @param bounded whether an end of it is to be expected
 * @param split whether the runner has asked for it by {@link PortableStage#split}, so that it may
 *     just as well go to another subtask; else the user's code has stopped of its own accord
 */
public record Residual(
    WindowedValue<?> element, Instant watermark, Duration delay, boolean bounded, boolean split) {}
