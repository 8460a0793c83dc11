"""Loaders of the data rows: CSV and TOML files in ``data/`` become frozen records; errors name file and line."""

import csv
import hashlib
import types
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, fields
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from pipeline.config import DATA
from pipeline.errors import ConfigError
from pipeline.records import MentionType, Role

LIST_SEPARATOR = "|"


class TitlePosition(Enum):
    """Where a printed title stands."""

    HONORIFIC = "honorific"  # "Mr." before a name, with no office
    PREFIX = "prefix"  # "General Secretary" before a name
    POST = "post"  # "governor of ..." after a name and a comma
    BOTH = "both"  # before or after


class HeadPosition(Enum):
    """Where the head noun of a name stands."""

    LAST = "last"  # Huanggang Port
    FIRST = "first"  # Port of Oakland: the head, then "of"


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerRow:
    """A named thing. ``aliases`` find and link; ``weak_aliases`` link only what something else has found."""

    id: str
    type: MentionType
    subtype: str | None
    name: str
    aliases: tuple[str, ...]
    weak_aliases: tuple[str, ...]
    country: str | None
    wikidata_id: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title as printed. ``official`` is whether who bears it holds public office."""

    title: str
    position: TitlePosition
    role: Role
    official: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A head noun that types the name it ends or begins."""

    head: str
    position: HeadPosition
    type: MentionType
    subtype: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code of a codebook."""

    code: str
    label: str
    definition: str
    includes: str | None
    excludes: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that speak for a code; ``weight`` in (0, 1] is how strongly."""

    code: str
    cue: str
    weight: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of measure: its name in ``figures.unit``, the forms in print, its kind and its standard unit."""

    unit: str
    forms: tuple[str, ...]
    kind: str
    norm: str | None
    factor: float | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordinal:
    """A word that numbers a point of a speech."""

    word: str
    number: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelType:
    """A label of a language model and the type of mention that it stands for."""

    label: str
    type: MentionType
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """A spaCy pipeline and the package that carries it."""

    model: str
    package: str
    module: str
    folder: str
    sha256: str
    source: str


def read_rows[T](path: Path, row_type: type[T]) -> tuple[T, ...]:
    """Return the rows of a CSV file as records; its columns are the record's fields.

    Raises:
        ConfigError: As of :func:`numbered_rows`.
    """
    return tuple(row for _, row in numbered_rows(path, row_type))


def numbered_rows[T](path: Path, row_type: type[T]) -> tuple[tuple[str, T], ...]:
    """Return the rows of a CSV file as records, each with its file and line; its columns are the record's fields.

    Raises:
        ConfigError: The file is missing, a column is missing or unknown, or a value does not fit; names file and line.
    """
    converters = _converters(cast("Hashable", row_type))
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            _check_columns(path, reader.fieldnames or (), converters)
            return tuple(
                (f"{_short(path)}:{reader.line_num}", _row(path, reader.line_num, row, row_type, converters))
                for row in reader
            )
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); name an existing CSV file") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not a UTF-8 CSV file ({error}); save it as one") from error


def _check_columns(path: Path, found: Iterable[str], expected: Iterable[str]) -> None:
    if set(found) != set(expected):
        raise ConfigError(f"{path}:1: columns are {', '.join(found)}; they must be {', '.join(expected)}")


def _row[T](path: Path, line: int, row: dict[str, str], row_type: type[T], converters: dict[str, Any]) -> T:
    values = {}
    for name, convert in converters.items():
        try:
            values[name] = convert(row[name])
        except (ValueError, TypeError, AttributeError) as error:
            raise ConfigError(f"{_short(path)}:{line}: {name} {row[name]!r} {error}; fix the row") from error
    if None in row:
        raise ConfigError(f"{_short(path)}:{line}: more cells than columns; quote cells that hold a comma")
    return row_type(**values)


def _short(path: Path) -> str:
    return f"data/{path.relative_to(DATA).as_posix()}" if path.is_relative_to(DATA) else str(path)


@cache
def _converters(row_type: Hashable) -> dict[str, Callable[[str], Any]]:
    hints = get_type_hints(row_type)
    return {field.name: _converter(hints[field.name]) for field in fields(cast("Any", row_type))}


def _converter(hint: Any) -> Callable[[str], Any]:
    if get_origin(hint) in (types.UnionType, Union):
        inner = next(arg for arg in get_args(hint) if arg is not types.NoneType)
        return lambda cell: None if not cell else _converter(inner)(cell)
    if get_origin(hint) is tuple:
        return lambda cell: tuple(part.strip() for part in cell.split(LIST_SEPARATOR) if part.strip())
    if hint is bool:
        return _boolean
    if isinstance(hint, type) and issubclass(hint, Enum):
        return lambda cell: _member(hint, cell)
    if hint is str:
        return _text
    return cast("Callable[[str], Any]", hint)


def _text(cell: str) -> str:
    if not cell.strip():
        raise ValueError("is empty")
    return cell.strip()


def _boolean(cell: str) -> bool:
    if cell not in ("true", "false"):
        raise ValueError("is not one of true, false")
    return cell == "true"


def _member[E: Enum](kind: type[E], cell: str) -> E:
    allowed = [member.value for member in kind]
    if cell not in allowed:
        raise ValueError(f"is not one of {', '.join(allowed)}")
    return kind(cell)


def unique[T](rows: Iterable[tuple[str, T]], key: Callable[[T], object]) -> tuple[T, ...]:
    """Return numbered rows without their numbers, or raise ConfigError naming the first key that two rows share."""
    seen: dict[object, tuple[str, T]] = {}
    for where, row in rows:
        if key(row) in seen:
            raise ConfigError(f"{where}: {key(row)!r} stands already in {seen[key(row)][0]}; drop one")
        seen[key(row)] = where, row
    return tuple(row for _, row in seen.values())


def load_gazetteer(folder: Path = DATA / "gazetteer") -> tuple[GazetteerRow, ...]:
    """Return the rows of all gazetteer files, outlets included, in the order of file names."""
    paths = [*sorted(folder.glob("*.csv")), DATA / "outlets.csv"]
    rows = [numbered for path in paths for numbered in numbered_rows(path, GazetteerRow)]
    return unique(rows, lambda row: row.id)


def load_outlets() -> tuple[GazetteerRow, ...]:
    """Return the news outlets: gazetteer rows of type media."""
    return read_rows(DATA / "outlets.csv", GazetteerRow)


def load_titles() -> tuple[Title, ...]:
    """Return the printed titles."""
    path = DATA / "titles.csv"
    return unique(numbered_rows(path, Title), lambda row: (row.title, row.position))


def load_heads() -> tuple[Head, ...]:
    """Return the head nouns."""
    path = DATA / "heads.csv"
    return unique(numbered_rows(path, Head), lambda row: (row.head, row.position))


def load_codebook(path: Path = DATA / "codebook.csv") -> tuple[Code, ...]:
    """Return the codes of a codebook."""
    return unique(numbered_rows(path, Code), lambda row: row.code)


def load_cues(path: Path = DATA / "cues.csv") -> tuple[Cue, ...]:
    """Return the cues of the codebook."""
    return unique(numbered_rows(path, Cue), lambda row: (row.code, row.cue))


def load_units(path: Path = DATA / "units.csv") -> tuple[Unit, ...]:
    """Return the units of measure."""
    return unique(numbered_rows(path, Unit), lambda row: row.unit)


def load_models(path: Path = DATA / "models.csv") -> tuple[ModelRow, ...]:
    """Return the spaCy pipelines that packages carry under other names."""
    return read_rows(path, ModelRow)


def load_ordinals(path: Path = DATA / "ordinals.csv") -> tuple[Ordinal, ...]:
    """Return the words that number points."""
    return unique(numbered_rows(path, Ordinal), lambda row: row.word)


def load_label_types(path: Path = DATA / "model_labels.csv") -> tuple[LabelType, ...]:
    """Return the types of the labels that language models give to names; other labels are no mention."""
    return unique(numbered_rows(path, LabelType), lambda row: row.label)


@cache
def digest(*names: str) -> str:
    """Return the sha256 over the bytes of data files (names under ``data/``; a folder stands for its files)."""
    total = hashlib.sha256()
    for name in names:
        path = DATA / name
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file():
                total.update(f"{file.relative_to(DATA).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    return total.hexdigest()
