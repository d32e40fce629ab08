/** A Beam pipeline to run and to copy from, whose input is a topic of Apache Kafka. */
@org.jspecify.annotations.NullMarked
package org.penstock.examples.kafka;
