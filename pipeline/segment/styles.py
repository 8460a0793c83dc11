"""House styles: rows of ``data/styles/*.toml`` as compiled patterns."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.config import DATA
from pipeline.errors import ConfigError
from pipeline.records import MentionType
from pipeline.resources import load_heads

_BODIES = (MentionType.GOVERNMENT, MentionType.ORGANIZATION, MentionType.INSTITUTE, MentionType.EVENT)
"""Types of bodies: their head nouns end no person's name."""

COMMON = "_common"
"""The file of what every style shares."""

UNLABELLED = "unlabelled"
"""The style of a text without labels."""

type Placement = Literal["own line", "inline", "any"]
type Shape = Literal["name", "capitals", "word", "known"]
type LineKind = Literal["header", "furniture", "caption", "stage"]
type WordList = Literal["procedure", "hand_over", "greeting", "clarify", "reply", "lead", "not_names"]
type FieldName = Literal["speakers", "chair", "date", "place", "title", "publisher", "other"]

_LABEL = r"(?P<label>[^:：\n]{1,200}?)"
_TIME = r"(?:[A-Z][a-z]+ \d{1,2}, ?\d{4} )?\d{1,2}:\d{2}(?::\d{2})?"
_LEADING = r"(?:[•·▪*>»\-–]{1,3}\s+)?(?:\[\d{1,2}:\d{2}(?::\d{2})?\]\s*(?:\d{1,3}\.\s*)?)?(?:\*\*|__)?"
"""What may stand before a label: a bullet, a time, a number, bold type."""

_BOLD_END = r"(?:\*\*|__)?"


class _Base(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LabelForm(_Base):
    """One way in which a style prints labels.

    ``template`` is the label as printed, with ``{label}`` and, where a time is printed with it, ``{time}``. A label of
    shape ``word`` is one of ``words``, one of shape ``known`` an outlet or a person that the header names.
    """

    template: str
    placement: Placement
    shape: Shape
    words: tuple[str, ...] = ()

    @property
    def pattern(self) -> re.Pattern[str]:
        """The form as a pattern with the group ``label``; it matches from the start of a line."""
        return _compile_template(self.template, self.words)


class _Lines(_Base):
    furniture: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()


class _Roles(_Base):
    journalist: tuple[str, ...] = ()
    moderator: tuple[str, ...] = ()
    official: tuple[str, ...] = ()


class _StyleFile(_Base):
    title: str
    description: str
    government: str | None = None
    publishers: tuple[str, ...] = ()
    source: str
    markers: tuple[str, ...] = ()
    reporters: Literal["outlets", "names", "anonymous"] = "outlets"
    adjacent: Literal["merge", "keep"] = "merge"
    chairs: tuple[str, ...] = ()
    generic: bool = False
    opens_unlabelled: bool = False
    labels: tuple[LabelForm, ...]
    roles: _Roles = _Roles()
    lines: _Lines = _Lines()


class _CommonFile(_Base):
    fields: dict[FieldName, tuple[str, ...]]
    roles: _Roles
    never: dict[Literal["labels"], tuple[str, ...]]
    people: dict[Literal["chairs"], tuple[str, ...]]
    words: dict[WordList, tuple[str, ...]]
    lines: _Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One house style, compiled. Keys of ``fields`` and ``roles``, and ``never`` and ``publishers``, are casefolded.

    ``government`` holds where the publisher is one of ``publishers``: others print in the same style. ``markers`` are
    words of headers and footers that speak for the style. ``reporters`` tells whose labels questions bear; ``adjacent``
    whether the same label twice running is one turn; ``opens_unlabelled`` whether the spokesperson opens without a
    label. ``chairs`` are people known to chair. ``generic`` styles are taken where no special one has more for it.
    """

    name: str
    title: str
    government: str | None
    publishers: frozenset[str]
    markers: tuple[re.Pattern[str], ...]
    reporters: str
    adjacent: str
    chairs: frozenset[str]
    generic: bool
    opens_unlabelled: bool
    forms: tuple[LabelForm, ...]
    fields: dict[str, str]
    roles: dict[str, str]
    never: frozenset[str]
    lines: dict[LineKind, re.Pattern[str]]
    publisher: tuple[re.Pattern[str], ...]
    procedure: re.Pattern[str]
    hand_over: re.Pattern[str]
    greeting: re.Pattern[str]
    clarify: re.Pattern[str]
    reply: re.Pattern[str]
    lead: re.Pattern[str]
    not_names: frozenset[str]
    heads: frozenset[str]


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
        markers = tuple(re.compile(text, re.MULTILINE) for text in style.markers)
        for form in style.labels:
            _compile_template(form.template, form.words)
        words = {key: _any(texts, re.IGNORECASE) for key, texts in common.words.items() if key != "not_names"}
    except re.error as error:
        raise ConfigError(f"{path}: pattern {error.pattern!r} does not compile ({error})") from error
    return Style(
        name=path.stem,
        title=style.title,
        government=style.government,
        publishers=_folded(style.publishers),
        markers=markers,
        reporters=style.reporters,
        adjacent=style.adjacent,
        chairs=_folded(style.chairs + common.people["chairs"]),
        generic=style.generic,
        opens_unlabelled=style.opens_unlabelled,
        forms=style.labels,
        fields={label.casefold(): field for field, labels in common.fields.items() for label in labels},
        roles=_roles(common.roles) | _roles(style.roles),
        never=_folded(common.never["labels"]),
        lines=lines,
        publisher=publisher,
        procedure=words["procedure"],
        hand_over=words["hand_over"],
        greeting=words["greeting"],
        clarify=words["clarify"],
        reply=words["reply"],
        lead=words["lead"],
        not_names=frozenset(common.words["not_names"]),
        heads=frozenset(row.head for row in load_heads() if " " not in row.head and row.type in _BODIES),
    )


@cache
def _compile_template(template: str, words: tuple[str, ...]) -> re.Pattern[str]:
    label = rf"(?P<label>{'|'.join(map(re.escape, words))})" if words else _LABEL
    literal = "".join(
        {"{label}": label, "{time}": _TIME}.get(part, re.escape(part).replace(r"\ ", r"\s*").replace(":", "[:：]"))
        for part in re.split(r"(\{label\}|\{time\})", template)
    )
    return re.compile(_LEADING + literal + _BOLD_END)


def _roles(roles: _Roles) -> dict[str, str]:
    return {label.casefold(): role for role, labels in roles for label in labels}


def _folded(labels: Iterable[str]) -> frozenset[str]:
    return frozenset(label.casefold() for label in labels)


def _any(patterns: tuple[str, ...], flags: int = 0) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)", flags)
