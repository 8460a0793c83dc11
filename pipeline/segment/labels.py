"""Finds speaker labels: a label must be shaped and placed like one, and something must speak for it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.segment.lines import Line
from pipeline.segment.styles import LabelForm, Style
from pipeline.titles import is_capitals

MAX_LABEL_WORDS = 30
"""The longest printed labels are a name with its full office."""

_SHORT_NAME = 20
"""Code points of a label in a script without capitals."""

_DIALOGUE = 3
"""Different names before colons from which a text is a dialogue, though none is repeated."""

_INTRODUCTION = 120
"""Code points at the start of a speech in which reporters give their names."""

_PARTICLES = frozenset(
    "of the and for de la le du da dos von van der den zu bin ibn al el ul ur to in on at y e & - – — ’s 's".split()  # noqa: SIM905 - one word after another reads better
)
_PREPOSITIONS = frozenset({"of", "and", "for", "to", "in", "on", "at", "&"})

_HEADINGS = frozenset({"conference", "briefing", "transcript", "note", "interview", "update"})
"""Words of headings with a colon, never of labels."""

_RE_ABBREVIATION = re.compile(r"(?:[^\W\d_a-z][^\W\d_]{0,4}|[A-Z](?:\.[A-Z])+|[A-Z])\.")
_RE_AFTER_BARE = re.compile(r"\s+(?=[\"'“‘(\[¿¡.…]*[^\W\d_a-z]|[\-–—])|\s{2,}(?=\S)|(?=[A-Z][a-z])")
_RE_MID_LINE = re.compile(
    r"(?<=[\s.?!)])(?P<label>(?:MR|MS|MRS|DR|GENERAL|GOVERNOR|SECRETARY|ADMINISTRATOR|SENATOR|THE PRESIDENT"
    r"|THE VICE PRESIDENT)\.?(?: (?:Mc|Mac|La)?[^\W\d_a-z][^\W\d_a-z’'\-]+){0,3}):(?=\s)"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label: its half-open span, its text without delimiter, and where speech may begin after it."""

    start: int
    end: int
    text: str
    speech_start: int


@dataclass(frozen=True, slots=True)
class Known:
    """What speaks for a label: whether it is an outlet, begins with a title, or names a person of the header."""

    is_outlet: Callable[[str], bool]
    is_titled: Callable[[str], bool]
    is_person: Callable[[str], bool]
    is_known_outlet: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A label with the form that found it and the line that it stands on."""

    label: Label
    form: LabelForm
    rest: str
    spaced: bool
    has_next: bool


def find_labels(lines: Sequence[Line], style: Style, known: Known) -> tuple[Label, ...]:
    """Return the labels of a text in a style, in order.

    A label alone on its line needs speech below it. A label before speech on its line also needs support: it is a
    role, an outlet, titled, in capitals, named in the header, printed more than once, or repeated in what it says;
    prose has colons too.
    """
    candidates = list(_candidates(lines, style, known))
    counts = Counter(each.label.text.casefold() for each in candidates)
    sure = [each for each in candidates if _is_sure(each, style, known, counts)]
    if any(form.shape == "known" for form in style.forms) and not any(
        known.is_person(each.label.text) for each in sure
    ):
        return ()  # without a person that the header names, outlets at the start of a line are prose
    accepted = {each.label.start: each.label for each in reversed(sure)}
    others = bool(sure) or len({each.label.text for each in candidates if " " in each.label.text}) >= _DIALOGUE
    for each in candidates:
        if each.label.start not in accepted and _is_likely(each, others):
            accepted[each.label.start] = each.label
    return tuple(accepted[start] for start in sorted(accepted))


def _candidates(lines: Sequence[Line], style: Style, known: Known) -> Iterator[_Candidate]:
    for index, line in enumerate(lines):
        for form in style.forms:
            if form.shape == "name" and not line.opens:
                continue
            found = _read(line, form, known, has_next=index + 1 < len(lines))
            if found is not None and not _is_excluded(found.label.text, style):
                yield found
        if any(form.shape == "capitals" and ":" in form.template for form in style.forms):
            yield from _mid_line(line, style)


def _read(line: Line, form: LabelForm, known: Known, *, has_next: bool) -> _Candidate | None:
    if form.shape == "known":
        return _read_known(line, form, known)
    match = form.pattern.match(line.text)
    if match is None or not _fits(match["label"], form):
        return None
    end = match.end()
    bare = _RE_AFTER_BARE.match(line.text, end) if form.template == "{label}" else None
    if form.template == "{label}":
        end = bare.end() if bare else len(line.text)
    rest = line.text[end:].strip(" *_")
    spaced = bare is not None or not rest or line.text[end : end + 1].isspace()
    if not _is_placed(line.text, match["label"], end, rest, form, spaced=spaced, has_next=has_next):
        return None
    return _Candidate(_label(line, match.start("label"), match["label"], end), form, rest, spaced, has_next)


def _is_placed(text: str, label: str, end: int, rest: str, form: LabelForm, *, spaced: bool, has_next: bool) -> bool:
    """Tell whether a label stands where its form wants it: alone above speech, or before speech on its line."""
    if label[-1].isdigit() and text[end : end + 1].isdigit():
        return False  # a clock time
    if not rest:
        return has_next and form.placement != "inline" and form.template != "{label}"
    if form.template == "{label}.":
        return spaced and not rest[0].islower()
    return form.placement != "own line"


def _fits(text: str, form: LabelForm) -> bool:
    text = text.strip(" *_")
    if form.shape == "word":
        return True
    if form.shape == "capitals":
        return is_capitals(text.replace("(", "").replace(")", "")) and (
            form.template != "{label}." or len(text.split()) > 1 or text in ("QUESTION", "MODERATOR", "OPERATOR")
        )
    return is_name_shaped(text)


def _label(line: Line, first: int, text: str, speech: int) -> Label:
    kept = text.strip(" *_")
    first += len(text) - len(text.lstrip(" *_"))
    after = line.text[speech:]
    skipped = len(after) - len(after.lstrip(" *_"))
    return Label(line.start + first, line.start + first + len(kept), kept, line.start + speech + skipped)


def _read_known(line: Line, form: LabelForm, known: Known) -> _Candidate | None:
    """Return a label that lost its delimiter: an outlet or a person of the header, then a capital."""
    words = line.text.split(" ")
    for length in range(min(6, len(words) - 1), 0, -1):
        text = " ".join(words[:length])
        if words[length][:1].isupper() and (known.is_person(text) or known.is_known_outlet(text)):
            return _Candidate(_label(line, 0, text, len(text)), form, " ".join(words[length:]), True, True)
    return None


def _mid_line(line: Line, style: Style) -> Iterator[_Candidate]:
    """Yield labels in capitals inside a line, where a page lost its line breaks."""
    form = next(form for form in style.forms if form.shape == "capitals")
    bare = next((form for form in style.forms if form.shape == "word" and form.template == "{label}"), None)
    found = [
        match
        for match in _RE_MID_LINE.finditer(line.text)
        if match.start("label") > 0 and not is_capitals(line.text[: match.start("label")])
    ]
    for match in found:
        yield _Candidate(_label(line, match.start("label"), match["label"], match.end()), form, "x", True, True)
    if bare is not None and (found or _RE_MID_LINE.match(" " + line.text)):
        for match in re.finditer(rf"(?<=[.?!)\-–—] )(?P<label>{'|'.join(bare.words)})(?=\s)\s+(?=\S)", line.text):
            yield _Candidate(_label(line, match.start("label"), match["label"], match.end()), bare, "x", True, True)


def _is_excluded(text: str, style: Style) -> bool:
    folded = text.casefold().rstrip(".")
    if folded in style.roles:
        return False
    words = set(folded.split())
    return folded in style.never or folded in style.fields or folded.startswith("http") or bool(words & _HEADINGS)


def _is_sure(each: _Candidate, style: Style, known: Known, counts: Counter[str]) -> bool:
    text = each.label.text
    folded = text.casefold().rstrip(".")
    if each.form.template == "{label}." and each.form.shape == "word" and not counts["q"]:
        return False  # an initial, not an answer
    strong = (
        folded in style.roles
        or each.form.shape in ("capitals", "word", "known")
        or known.is_outlet(text)
        or known.is_titled(text)
        or known.is_person(text)
        or _is_described(text, style, known)
        or folded.startswith(("question from ", "question by "))
        or folded in style.chairs
    )
    if not each.spaced:
        return strong or not text.isascii()
    alone = not each.rest
    marked = "{time}" in each.form.template or each.form.template == "[{label}]:"
    return strong or (alone and "[" not in each.form.template) or counts[text.casefold()] > 1 or marked


def _is_described(text: str, style: Style, known: Known) -> bool:
    """Tell whether what stands in brackets or behind a comma is an outlet, an office or a role: ``A B (Moderator)``."""
    name, _, described = text.replace("(", ",").rstrip(")").partition(",")
    described = described.strip()
    if not described or not is_name_shaped(name.strip()):
        return False
    return (
        described.casefold() in style.roles
        or known.is_outlet(described)
        or known.is_titled(f"{described} X")
        or len(name.split()) > 1
    )


def _is_likely(each: _Candidate, others: bool) -> bool:
    """Tell whether an unsupported name is a label all the same: among sure ones, or repeated in what it says."""
    words = each.label.text.split()
    if not each.spaced or len(words) > 5:
        return False
    opening = each.rest[:_INTRODUCTION]
    introduced = any(len(word) > 2 and word in opening for word in words)
    return introduced or (others and 2 <= len(words) <= 4 and all(word[0].isupper() for word in words))


def is_name_shaped(text: str) -> bool:
    """Tell whether a text is shaped like a name, an outlet or an office: capitalised words and particles."""
    words = re.sub(r"[()\[\],]", " ", text).split()
    if not words or len(words) > MAX_LABEL_WORDS or not any(map(str.isalpha, text)):
        return False
    if not text.isascii() and len(words) == 1 and len(text) <= _SHORT_NAME:
        return True
    starts = (
        words[0][0].islower() or words[0].casefold() in _PREPOSITIONS or (words[0][0].isdigit() and len(words) == 1)
    )
    ended = any(word[-1] in ".!?;" and not _RE_ABBREVIATION.fullmatch(word) for word in words)
    if starts or ended:
        return False
    return all(map(_is_name_word, words)) or ("," in text and _is_name_with_office(text))


def _is_name_word(word: str) -> bool:
    first = word.lstrip("\"“‘'’")[:1]
    return not first.islower() or word.casefold() in _PARTICLES


def _is_name_with_office(text: str) -> bool:
    name = text.split(",", maxsplit=1)[0].split()
    return 2 <= len(name) <= 5 and all(word[0].isupper() for word in name)


def outlet_test(outlets: Iterable[str], heads: Iterable[str]) -> Callable[[str], bool]:
    """Return a test whether a label is an outlet: a known one, or one whose last word is an outlet's head noun."""
    known = frozenset(name.casefold() for name in outlets)
    last_words = tuple(head.casefold() for head in heads)

    def is_outlet(label: str) -> bool:
        folded = label.casefold().removeprefix("the ")
        return folded in known or any(folded.endswith(" " + head) for head in last_words)

    return is_outlet
