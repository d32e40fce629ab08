"""A pipeline whose worker logs something at three levels."""

import logging
import sys

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions


class Look(beam.DoFn):
    def process(self, element):
        logging.info("it may be cloudy")
        logging.warning("it may rain")
        logging.error("it rains")
        yield element


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    with beam.Pipeline(options=PipelineOptions(sys.argv[1:])) as pipeline:
        _ = pipeline | beam.Create(["sky"]) | "Look" >> beam.ParDo(Look())
