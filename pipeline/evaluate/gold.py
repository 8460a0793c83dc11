"""Annotated texts: records of what annotators marked, their loader and its checks.

A gold text is ``<id>.txt`` with ``<id>.json`` beside it. All offsets are code points, end exclusive.
"""

import reprlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import pydantic

from pipeline.errors import UsageError
from pipeline.records import Kind, MentionType, Role
from pipeline.resources import load_codebook


class _Record(pydantic.BaseModel):
    """Keys that are not declared are the annotators' own and are passed over."""

    model_config = pydantic.ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class GoldSpan(_Record):
    """A marked stretch of the text; ``text`` repeats it where the annotator did."""

    start: int
    end: int
    text: str | None = None


class GoldTurn(GoldSpan):
    """A turn. ``speaker`` is the printed label, None where none is printed."""

    speaker: str | None
    role: Role
    kind: Kind


class GoldExchange(_Record):
    """A question with its answers, as indices of turns."""

    question: int
    answers: tuple[int, ...]


class GoldParticipant(_Record):
    """A person whom the header, the title or the introduction names."""

    name: str
    title: str | None = None
    role: Role


class GoldMention(GoldSpan):
    """A mention; ``title`` ("" where none is printed) and ``official`` are for persons."""

    type: MentionType
    canonical: str
    title: str = ""
    official: bool = False


class GoldTheme(_Record):
    """The themes of one turn (its index), by label, most salient first."""

    turn: int
    codes: tuple[str, ...]


class GoldCommitment(GoldSpan):
    """A commitment; ``action`` is the head verb's lemma."""

    action: str
    actor: str


class GoldFigure(GoldSpan):
    """A quantity, with magnitudes multiplied out; ``change`` is "" where it is no change."""

    value: float
    unit: str
    change: Literal["increase", "decrease", ""]


class GoldText(_Record):
    """An annotated text. A key that its file lacks was not annotated: ask ``has`` before you read an empty field."""

    id: str = pydantic.Field(min_length=1)
    file: str = ""
    text: str = ""
    style: str | None = None
    title: str | None = None
    publisher: str | None = None
    location: str | None = None
    held_on: date | None = None
    published_on: date | None = None
    source_date: date | str | None = pydantic.Field(alias="date", default=None)
    participants: tuple[GoldParticipant, ...] = ()
    turns: tuple[GoldTurn, ...]
    exchanges: tuple[GoldExchange, ...] = ()
    entities: tuple[GoldMention, ...] = ()
    themes: tuple[GoldTheme, ...] = ()
    commitments: tuple[GoldCommitment, ...] = ()
    figures: tuple[GoldFigure, ...] = ()

    def has(self, key: str) -> bool:
        """Tell whether the file has a key, be it null or empty."""
        return key in self.model_fields_set


def load_gold(folder: Path) -> tuple[GoldText, ...]:
    """Return the annotated texts under a folder, in path order.

    Files whose name begins with ``.``, ``_``, ``README`` or ``LICENSE`` are passed over.

    Raises:
        UsageError: The folder is missing or holds no annotated text, or files are malformed; the message has one line
            a failure, with file, key and value.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; name the folder that holds the annotated texts")
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not _is_hidden(path.relative_to(folder))]
    marks = [path for path in files if path.suffix == ".json"]
    if not marks:
        raise UsageError(f"{folder}: no annotated text among {len(files)} files; put <id>.txt with <id>.json there")
    texts: list[GoldText] = []
    failures = [
        f"{path}: has no {path.stem}.json beside it; add the annotations or remove the text"
        for path in files
        if path.suffix == ".txt" and path.with_suffix(".json") not in marks
    ]
    for path in marks:
        failures += _load(path, texts)
    failures += _doubled(texts)
    if failures:
        raise UsageError("\n".join(failures))
    return tuple(texts)


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.parts) or path.name.startswith(("README", "LICENSE"))


def _load(path: Path, texts: list[GoldText]) -> list[str]:
    """Append the text that a file of annotations belongs to, or return what is wrong with the two files."""
    try:
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        read = GoldText.model_validate_json(path.read_bytes(), strict=True)
    except OSError as error:
        return [f"{error.filename}: cannot be read ({error.strerror}); every <id>.json needs its <id>.txt"]
    except UnicodeDecodeError as error:
        return [f"{path.with_suffix('.txt')}: byte {error.start} is not UTF-8; save the text as UTF-8"]
    except pydantic.ValidationError as error:
        return list(_explain(path, error))
    gold = read.model_copy(update={"text": text, "file": str(path)})
    texts.append(gold)
    return list(_failures(gold, stem=path.stem))


def _explain(path: Path, error: pydantic.ValidationError) -> Iterator[str]:
    for each in error.errors():
        key = ".".join(map(str, each["loc"]))
        if each["type"] == "json_invalid":
            yield f"{path}: not valid JSON ({each['msg']}); mend the file"
        elif each["type"] == "missing":
            yield f"{path}: {key} is missing; every entry needs it"
        else:
            yield f"{path}: {key} = {reprlib.repr(each['input'])}: {each['msg']}"


def _failures(gold: GoldText, *, stem: str) -> Iterator[str]:
    if gold.id != stem:
        yield f"{gold.file}: id = {gold.id!r}: the file is called {stem!r}; give both one name"
    if "\r" in gold.text or gold.text.startswith("\ufeff"):
        yield (
            f"{gold.file}: its text holds carriage returns or a byte-order mark, so that no offset fits the stored "
            "text; save it with line feeds, without the mark, and count the offsets again"
        )
    for key in ("turns", "entities", "commitments", "figures"):
        yield from _wrong_spans(gold, key, getattr(gold, key))
    yield from _wrong_order(gold)
    yield from _wrong_turns(gold)
    yield from _wrong_themes(gold)


def _wrong_spans(gold: GoldText, key: str, spans: Iterable[GoldSpan]) -> Iterator[str]:
    for index, span in enumerate(spans):
        where = f"{gold.file}: {key}.{index}"
        found = gold.text[max(span.start, 0) : max(span.end, 0)]
        if not 0 <= span.start < span.end <= len(gold.text):
            yield (
                f"{where} = {span.start}..{span.end}: start must be before end, both from 0 to {len(gold.text)}, "
                "the length of the text"
            )
        elif span.text is not None and span.text != found:
            yield f"{where}.text = {reprlib.repr(span.text)}: the text holds {reprlib.repr(found)} there"


def _wrong_order(gold: GoldText) -> Iterator[str]:
    for index in range(1, len(gold.turns)):
        before, turn = gold.turns[index - 1], gold.turns[index]
        if turn.start < before.end:
            yield (
                f"{gold.file}: turns.{index} = {turn.start}..{turn.end}: begins before the turn before it ends "
                f"({before.end}); sort the turns and part them"
            )


def _wrong_turns(gold: GoldText) -> Iterator[str]:
    pointers = [
        (f"exchanges.{n}.{key}", turn)
        for n, each in enumerate(gold.exchanges)
        for key, turn in (("question", each.question), *(("answers", answer) for answer in each.answers))
    ]
    pointers += [(f"themes.{n}.turn", each.turn) for n, each in enumerate(gold.themes)]
    for key, turn in pointers:
        if not 0 <= turn < len(gold.turns):
            yield f"{gold.file}: {key} = {turn}: there is no such turn; turns are 0 to {len(gold.turns) - 1}"


def _wrong_themes(gold: GoldText) -> Iterator[str]:
    labels = [code.label for code in load_codebook()]
    for index, theme in enumerate(gold.themes):
        for code in theme.codes:
            if code not in labels:
                yield f"{gold.file}: themes.{index}.codes = {code!r}: is not one of {', '.join(labels)}"
    for turn, times in Counter(theme.turn for theme in gold.themes).items():
        if times > 1:
            yield f"{gold.file}: themes.turn = {turn}: stands {times} times; give a turn its themes once"


def _doubled(texts: Iterable[GoldText]) -> Iterator[str]:
    first: dict[str, str] = {}
    for gold in texts:
        if gold.id in first:
            yield f"{gold.file}: id = {gold.id!r}: is that of {first[gold.id]} too; ids must differ"
        first.setdefault(gold.id, gold.file)
