"""The tests of flink_runner_test.py that Beam skips for its own Flink runner, without the skips."""

from apache_beam.runners.portability import flink_runner_test as flink
from apache_beam.runners.portability.fn_api_runner import fn_runner_test

_SKIPPED = (
    "test_batch_pardo_trigger_flush",
    "test_callbacks_with_exception",
    "test_custom_merging_window",
    "test_custom_window_type",
    "test_draining_sdf_with_sdf_initiated_checkpointing",
    "test_flatten_and_gbk",
    "test_large_elements",
    "test_no_subtransform_composite",
    "test_pardo_large_input",
    "test_pardo_side_input_sparse_dependencies",
    "test_register_finalizations",
    "test_sdf_default_truncate_when_bounded",
    "test_sdf_default_truncate_when_unbounded",
    "test_sdf_with_truncate",
    "test_sdf_with_watermark_tracking",
    "test_teststream_pardo_timers",
    # Run by Flink's suite with a part left out: gauges and bounded tries, inputs with other coders.
    "test_flattened_side_input",
    "test_metrics",
)

# Only a checkpoint finalizes a bundle of a streaming job.
_COMMITTING = ("test_callbacks_with_exception", "test_register_finalizations")


def _unskipped(name, base):
    original = getattr(fn_runner_test.FnApiRunnerTest, name)
    # What unittest.skip has put around it.
    if getattr(original, "__unittest_skip__", False):
        original = original.__wrapped__

    def test(self):
        self.enable_commit = name in _COMMITTING and base is flink.FlinkRunnerTestStreaming
        original(self)

    return test


def _only_unskipped(base):
    tests = {name: None for name in dir(base) if name.startswith("test_")}
    tests.update({name: _unskipped(name, base) for name in _SKIPPED})
    return tests


Unskipped = type("Unskipped", (flink.FlinkRunnerTest,), _only_unskipped(flink.FlinkRunnerTest))
UnskippedOptimized = type(
    "UnskippedOptimized",
    (flink.FlinkRunnerTestOptimized,),
    _only_unskipped(flink.FlinkRunnerTestOptimized),
)
UnskippedStreaming = type(
    "UnskippedStreaming",
    (flink.FlinkRunnerTestStreaming,),
    _only_unskipped(flink.FlinkRunnerTestStreaming),
)
