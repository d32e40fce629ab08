package org.penstock.runtime.source;

import org.apache.flink.api.connector.source.SourceEvent;

/** Tells a reader that there are no more splits for it, but that it is to stay. */
record AllSplitsGiven() implements SourceEvent {}
