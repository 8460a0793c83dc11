"""Government press-briefing transcripts in, tidy tables out."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.analyse.load import Tables, load_tables
    from pipeline.annotation import annotate, annotate_many, theme_scores
    from pipeline.config import Settings, load_settings
    from pipeline.engine import run
    from pipeline.errors import BriefingsError
    from pipeline.records import Briefing

__all__ = [
    "Briefing",
    "BriefingsError",
    "Settings",
    "Tables",
    "annotate",
    "annotate_many",
    "load_settings",
    "load_tables",
    "run",
    "theme_scores",
]

_HOME = {
    "Briefing": "pipeline.records",
    "BriefingsError": "pipeline.errors",
    "Settings": "pipeline.config",
    "Tables": "pipeline.analyse.load",
    "annotate": "pipeline.annotation",
    "annotate_many": "pipeline.annotation",
    "load_settings": "pipeline.config",
    "load_tables": "pipeline.analyse.load",
    "run": "pipeline.engine",
    "theme_scores": "pipeline.annotation",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that ``import pipeline`` is quick."""
    from importlib import import_module

    if name not in _HOME:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
