"""A streaming pipeline for a test that kills its workers.

Numbers come from an endless source, are counted for each key in state, and what the state says is
written down at once, by lines that begin with the process that writes: `PID element KEY COUNT
NUMBER`, and when time ends `PID total KEY COUNT SUM`. Lines are added, never changed, so what a
worker has written before it was killed stays, and what comes again is there twice.

The source ends before the number that it finds in the file `stop`.
"""

import argparse
import os
import time

import apache_beam as beam
from apache_beam.coders import VarIntCoder
from apache_beam.io.restriction_trackers import OffsetRange
from apache_beam.io.restriction_trackers import OffsetRestrictionTracker
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.options.pipeline_options import SetupOptions
from apache_beam.transforms import userstate
from apache_beam.utils.timestamp import Duration

END = 1 << 62
KEYS = 7


class Numbers(beam.DoFn, beam.RestrictionProvider):
    """All numbers from 0 on, some hundred in a second."""

    AT_ONCE = 20
    PAUSE = 0.05

    def __init__(self, stop):
        self.stop = stop

    def initial_restriction(self, element):
        return OffsetRange(0, END)

    def create_tracker(self, restriction):
        return OffsetRestrictionTracker(restriction)

    def restriction_size(self, element, restriction):
        return 1

    def _stop(self):
        try:
            with open(self.stop, encoding="utf-8") as file:
                return int(file.read())
        except FileNotFoundError:
            return END

    @beam.DoFn.unbounded_per_element()
    def process(self, element, tracker=beam.DoFn.RestrictionParam()):
        stop = self._stop()
        first = tracker.current_restriction().start
        for number in range(first, first + self.AT_ONCE):
            if number >= stop:
                tracker.try_claim(END - 1)
                return
            if not tracker.try_claim(number):
                return
            yield number
        time.sleep(self.PAUSE)
        tracker.defer_remainder(Duration())


class Count(beam.DoFn):
    """Counts and adds up the numbers of a key, and writes the count with each of them."""

    COUNT = userstate.ReadModifyWriteStateSpec("count", VarIntCoder())
    SUM = userstate.ReadModifyWriteStateSpec("sum", VarIntCoder())
    END_OF_TIME = userstate.TimerSpec("end", userstate.TimeDomain.WATERMARK)

    def __init__(self, log):
        self.log = log

    def _write(self, *words):
        line = " ".join(str(word) for word in (os.getpid(), *words)) + "\n"
        # One call of write for a line: several workers add to the file.
        file = os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(file, line.encode())
        finally:
            os.close(file)

    def process(
        self,
        element,
        window=beam.DoFn.WindowParam,
        count=beam.DoFn.StateParam(COUNT),
        total=beam.DoFn.StateParam(SUM),
        end=beam.DoFn.TimerParam(END_OF_TIME),
    ):
        key, number = element
        count.write((count.read() or 0) + 1)
        total.write((total.read() or 0) + number)
        end.set(window.max_timestamp())
        self._write("element", key, count.read(), number)

    @userstate.on_timer(END_OF_TIME)
    def at_the_end(
        self,
        key=beam.DoFn.KeyParam,
        count=beam.DoFn.StateParam(COUNT),
        total=beam.DoFn.StateParam(SUM),
    ):
        self._write("total", key, count.read(), total.read())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--stop", required=True)
    parser.add_argument("--log", required=True)
    known, rest = parser.parse_known_args()
    options = PipelineOptions(rest)
    options.view_as(SetupOptions).save_main_session = False
    with beam.Pipeline(options=options) as pipeline:
        _ = (
            pipeline
            | beam.Impulse()
            | "Numbers" >> beam.ParDo(Numbers(known.stop))
            | "Key" >> beam.Map(lambda number: (number % KEYS, number))
            | "Count" >> beam.ParDo(Count(known.log))
        )


if __name__ == "__main__":
    main()
