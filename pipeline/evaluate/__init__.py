"""Scores the layers against annotated texts."""

from enum import StrEnum


class LayerSet(StrEnum):
    """Which layers are scored: those that the stage ``segment`` makes, or all that the annotations have."""

    SEGMENTATION = "segmentation"
    ALL = "all"


class By(StrEnum):
    """What the scores are parted by, beside the whole."""

    STYLE = "style"
