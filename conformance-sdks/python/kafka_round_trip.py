"""Writes to Kafka in one pipeline and reads it in another one that never ends by itself: Java
transforms between Python ones."""

import argparse
import logging
import pathlib
import sys
import time

import apache_beam as beam
from apache_beam.io.kafka import ReadFromKafka, WriteToKafka
from apache_beam.options.pipeline_options import PipelineOptions

PATIENCE_SECONDS = 120


def record(number: int) -> tuple[bytes, bytes]:
    return b"key %d" % (number % 7), b"%d" % number


def write(arguments, options):
    with beam.Pipeline(options=options) as pipeline:
        _ = (
            pipeline
            | beam.Create(range(arguments.records))
            | beam.Map(record).with_output_types(tuple[bytes, bytes])
            | WriteToKafka(
                producer_config={
                    "bootstrap.servers": arguments.bootstrap,
                    # Or what comes second to a topic that is just being made may be taken first,
                    # and what came first is refused ever after.
                    "max.in.flight.requests.per.connection": "1",
                },
                topic="numbers",
                expansion_service=arguments.expansion,
            )
        )


def lines(path: pathlib.Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def read(arguments, options):
    """Adds a line to the log for each record that comes, until all are there."""
    log = pathlib.Path(arguments.log)

    def add(pair):
        with open(arguments.log, "a") as file:
            file.write(f"{pair[0].decode()} {pair[1].decode()}\n")

    pipeline = beam.Pipeline(options=options)
    _ = (
        pipeline
        | ReadFromKafka(
            consumer_config={
                "bootstrap.servers": arguments.bootstrap,
                "auto.offset.reset": "earliest",
            },
            topics=["numbers"],
            expansion_service=arguments.expansion,
        )
        | beam.Map(add)
    )
    result = pipeline.run()
    limit = time.monotonic() + PATIENCE_SECONDS
    while len(lines(log)) < arguments.records and time.monotonic() < limit:
        time.sleep(0.2)
    if result.state != "RUNNING":
        sys.exit(f"The job that reads is {result.state}")
    result.cancel()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bootstrap", required=True, help="Kafka's servers")
    parser.add_argument("--expansion", required=True, help="where Java transforms are expanded")
    parser.add_argument("--records", type=int, required=True, help="how many")
    parser.add_argument("--log", required=True, help="a file for what is read")
    arguments, rest = parser.parse_known_args()
    write(arguments, PipelineOptions(rest))
    read(arguments, PipelineOptions(rest, streaming=True))
