"""A segmenter with the package's own rows, and a function that segments a text."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.config import load_settings
from pipeline.ingest.readers import transcript_of_text
from pipeline.records import Briefing
from pipeline.segment.segmenter import Segmenter, make_segmenter, segment_briefing


@pytest.fixture(scope="session")
def segmenter() -> Segmenter:
    return make_segmenter(load_settings())


@pytest.fixture(scope="session")
def segment(segmenter: Segmenter) -> Callable[[str], Briefing]:
    def run(text: str) -> Briefing:
        briefing = Briefing(transcript=transcript_of_text(text, name="test/briefing"))
        return replace(briefing, **segment_briefing(briefing, segmenter))  # type: ignore[arg-type]

    return run
