"""House styles: rows of ``data/styles/*.toml`` as compiled patterns."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.config import DATA
from pipeline.errors import ConfigError

COMMON = "_common"
"""The file of what every style shares."""

UNLABELLED = "unlabelled"
"""The style of a text without labels."""

type Placement = Literal["own line", "inline"]
type Shape = Literal["name", "capitals", "q"]
type LineKind = Literal["header", "furniture", "caption", "stage"]


class _Base(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LabelForm(_Base):
    """One way in which a style prints labels."""

    placement: Placement
    shape: Shape
    delimiter: Literal[":", ""]


class _Lines(_Base):
    furniture: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()


class _StyleFile(_Base):
    title: str
    description: str
    government: str | None = None
    publishers: tuple[str, ...] = ()
    source: str
    labels: tuple[LabelForm, ...]
    lines: _Lines = _Lines()


class _CommonFile(_Base):
    fields: dict[Literal["speakers", "chair", "date", "place", "other"], tuple[str, ...]]
    roles: dict[Literal["journalist", "moderator", "official"], tuple[str, ...]]
    never: dict[Literal["labels"], tuple[str, ...]]
    procedure: dict[Literal["patterns"], tuple[str, ...]]
    lines: _Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One house style, compiled. Keys of ``fields`` and ``roles``, and ``never`` and ``publishers``, are casefolded.

    ``government`` holds where the publisher is one of ``publishers``: others print in the same style.
    """

    name: str
    title: str
    government: str | None
    publishers: frozenset[str]
    forms: tuple[LabelForm, ...]
    fields: dict[str, str]
    roles: dict[str, str]
    never: frozenset[str]
    lines: dict[LineKind, re.Pattern[str]]
    publisher: tuple[re.Pattern[str], ...]
    procedure: re.Pattern[str]


@cache
def load_styles(folder: Path = DATA / "styles") -> tuple[Style, ...]:
    """Return the styles in the order of their file names.

    Raises:
        ConfigError: A file is no TOML, has an unknown key, or a pattern that does not compile.
    """
    common = _parse(folder / f"{COMMON}.toml", _CommonFile)
    paths = [path for path in sorted(folder.glob("*.toml")) if path.stem != COMMON]
    return tuple(_compile(path, _parse(path, _StyleFile), common) for path in paths)


def style_names() -> tuple[str, ...]:
    """Return the names of the styles."""
    return tuple(style.name for style in load_styles())


def _parse[M: BaseModel](path: Path, model: type[M]) -> M:
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise ConfigError(f"{path}: {error}; see CONTRIBUTING.md for the form of a style") from error


def _compile(path: Path, style: _StyleFile, common: _CommonFile) -> Style:
    kinds: tuple[LineKind, ...] = ("header", "furniture", "caption", "stage")
    try:
        lines = {kind: _any(getattr(style.lines, kind) + getattr(common.lines, kind)) for kind in kinds}
        publisher = tuple(re.compile(text) for text in style.lines.publisher + common.lines.publisher)
    except re.error as error:
        raise ConfigError(f"{path}: pattern {error.pattern!r} does not compile ({error})") from error
    return Style(
        name=path.stem,
        title=style.title,
        government=style.government,
        publishers=frozenset(name.casefold() for name in style.publishers),
        forms=style.labels,
        fields={label.casefold(): field for field, labels in common.fields.items() for label in labels},
        roles={label.casefold(): role for role, labels in common.roles.items() for label in labels},
        never=frozenset(label.casefold() for label in common.never["labels"]),
        lines=lines,
        publisher=publisher,
        procedure=re.compile(_any(common.procedure["patterns"]).pattern, re.IGNORECASE),
    )


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")
