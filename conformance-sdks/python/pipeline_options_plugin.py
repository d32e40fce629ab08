"""What upstream's conftest.py adds to pytest and the wheel leaves out."""


def pytest_addoption(parser):
    parser.addoption("--test-pipeline-options", help="The pipeline options of the tests, as one text.")


def pytest_configure(config):
    from apache_beam.testing.test_pipeline import TestPipeline

    TestPipeline.pytest_test_pipeline_options = config.getoption("test_pipeline_options", default="")
