"""Checks an installation: versions, the language model and its weights, and every data row."""

import platform
from collections.abc import Callable, Iterator, Sized
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline import resources
from pipeline.config import Settings
from pipeline.errors import BriefingsError

_PACKAGES = ("briefing-pipeline", "spacy", "pandas", "duckdb", "pyarrow", "scikit-learn", "pydantic")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked: its name, whether it is well, and what was found."""

    name: str
    well: bool
    found: str


def examine(settings: Settings) -> Iterator[Check]:
    """Yield every check of the installation; none raises."""
    yield Check("python", True, platform.python_version())
    for package in _PACKAGES:
        yield _package(package)
    yield _guarded("model", lambda: _model(settings.model))
    loaders: dict[str, Callable[[], Sized]] = {
        "gazetteer": resources.load_gazetteer,
        "titles": resources.load_titles,
        "heads": resources.load_heads,
        "codebook": resources.load_codebook,
        "cues": resources.load_cues,
        "units": resources.load_units,
        "ordinals": resources.load_ordinals,
        "styles": _styles,
        "schemas": _schemas,
    }
    for name, load in loaders.items():
        yield _guarded(name, partial(_count, load))


def _count(load: Callable[[], Sized]) -> str:
    return f"{len(load()):,} rows"


def _package(name: str) -> Check:
    try:
        return Check(name, True, version(name))
    except PackageNotFoundError:
        return Check(name, False, "not installed; run `make install`")


def _guarded(name: str, found: Callable[[], str]) -> Check:
    try:
        return Check(name, True, found())
    except BriefingsError as error:
        return Check(name, False, str(error))


def _model(model: str) -> str:
    from pipeline.extract.language import load_language, model_path, model_version, weights_digest

    load_language(model)
    path = model_path(model)
    known = {row.sha256 for row in resources.load_models() if row.model == model}
    checked = ""
    if isinstance(path, Path) and known:
        checked = ", weights as recorded" if weights_digest(path) in known else ", weights DIFFER from those recorded"
    return f"{model_version(model)}{checked}"


def _styles() -> Sized:
    from pipeline.segment.styles import load_styles

    return load_styles()


def _schemas() -> Sized:
    from pipeline.publish.schema import load_schemas

    return load_schemas()
