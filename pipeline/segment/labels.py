"""Finds speaker labels: a label must be shaped and placed like one, and something must speak for it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.segment.lines import Line
from pipeline.segment.styles import LabelForm, Style
from pipeline.titles import is_capitals

MAX_LABEL_WORDS = 14
"""The longest printed labels are a name with its full office."""

_MAX_LABEL_LENGTH = 160  # code points

_PARTICLES = frozenset(
    "of the and for de la le du da dos von van der den zu bin ibn al el ul ur to in on at y e & - – ’s 's".split()  # noqa: SIM905 - one word after another reads better
)
_RE_ABBREVIATION = re.compile(r"(?:[A-Z][a-z]{0,4}|[A-Z](?:\.[A-Z])+|[A-Z])\.")
_RE_Q = re.compile(r"(?P<label>Q)(?:\s+|(?=[A-Z][a-z]))(?=\S)")


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label: its half-open span, its text without delimiter, and where speech may begin after it."""

    start: int
    end: int
    text: str
    speech_start: int


@dataclass(frozen=True, slots=True)
class Known:
    """What speaks for a label: whether it is an outlet, whether it begins with a title."""

    is_outlet: Callable[[str], bool]
    is_titled: Callable[[str], bool]


def find_labels(lines: Sequence[Line], style: Style, known: Known) -> tuple[Label, ...]:
    """Return the labels of a text in a style, in order.

    A label alone on its line needs speech below it. A label before speech on its line also needs support: it is a
    role, an outlet, titled, in capitals, or printed more than once; prose has colons too.
    """
    candidates = [
        (label, form)
        for index, line in enumerate(lines)
        for form in style.forms
        if (label := _candidate(line, form, has_next=index + 1 < len(lines))) is not None
    ]
    counts = Counter(label.text.casefold() for label, _ in candidates)
    accepted: dict[int, Label] = {}
    for label, form in candidates:
        if _is_excluded(label.text, style):
            continue
        if form.placement == "own line" or form.shape != "name" or _is_supported(label.text, style, known, counts):
            accepted.setdefault(label.start, label)
    return tuple(accepted[start] for start in sorted(accepted))


def _candidate(line: Line, form: LabelForm, *, has_next: bool) -> Label | None:
    if form.shape == "q":
        match = _RE_Q.match(line.text)
        return _label(line, match["label"], match.end()) if match else None
    text, colon, rest = line.text.replace("：", ":").partition(":")
    if not colon or len(text) > _MAX_LABEL_LENGTH or bool(rest) != (form.placement == "inline"):
        return None
    if form.placement == "own line" and not has_next:
        return None
    if rest and not rest[0].isspace():
        return None
    shaped = is_capitals if form.shape == "capitals" else is_name_shaped
    return _label(line, text.rstrip(), len(text) + 1) if shaped(text.strip()) else None


def _label(line: Line, text: str, speech: int) -> Label:
    skipped = len(line.text[speech:]) - len(line.text[speech:].lstrip())
    return Label(line.start, line.start + len(text), text, line.start + speech + skipped)


def _is_excluded(text: str, style: Style) -> bool:
    folded = text.casefold().rstrip(".")
    if folded in style.roles:
        return False
    return folded in style.never or folded in style.fields


def _is_supported(text: str, style: Style, known: Known, counts: Counter[str]) -> bool:
    return (
        text.casefold() in style.roles
        or known.is_outlet(text)
        or known.is_titled(text)
        or is_capitals(text)
        or counts[text.casefold()] > 1
    )


def is_name_shaped(text: str) -> bool:
    """Tell whether a text is shaped like a name, an outlet or an office: capitalised words and particles."""
    words = re.sub(r"[()\[\],]", " ", text).split()
    if not words or len(words) > MAX_LABEL_WORDS or not words[0][0].isupper():
        return False
    if any(word[-1] in ".!?;" and not _RE_ABBREVIATION.fullmatch(word) for word in words):
        return False
    if len(words) == 1 and words[0][0].isdigit():
        return False
    return all(word[0].isupper() or word[0].isdigit() or word.casefold() in _PARTICLES for word in words) or (
        "," in text and _is_name_with_office(text)
    )


def _is_name_with_office(text: str) -> bool:
    name = text.split(",", maxsplit=1)[0].split()
    return 2 <= len(name) <= 4 and all(word[0].isupper() for word in name)


def outlet_test(outlets: Iterable[str], heads: Iterable[str]) -> Callable[[str], bool]:
    """Return a test whether a label is an outlet: a known one, or one whose last word is an outlet's head noun."""
    known = frozenset(name.casefold() for name in outlets)
    last_words = tuple(head.casefold() for head in heads)

    def is_outlet(label: str) -> bool:
        folded = label.casefold().removeprefix("the ")
        return folded in known or any(folded.endswith(" " + head) for head in last_words)

    return is_outlet
