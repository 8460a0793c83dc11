"""Reads what is shaped and placed like a label: the candidates of each form in which styles print labels."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.segment.lines import Line
from pipeline.segment.styles import LabelForm, Style
from pipeline.titles import is_capitals

_REACH, _MARKED = 240, 40
"""Code points at the start of a line in which a label's colon, or its bracket, stands."""

MAX_LABEL_WORDS = 30
"""The longest printed labels are a name with its full office."""

_SHORT_NAME = 20
"""Code points of a label in a script without capitals."""

_PARTICLES = frozenset(
    "of the and for de la le du da dos von van der den zu bin ibn al el ul ur to in on at y e & - – — ’s 's".split()  # noqa: SIM905 - one word after another reads better
)

_PREPOSITIONS = frozenset({"of", "and", "for", "to", "in", "on", "at", "&"})

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
class Candidate:
    """A label with the form that found it and the line that it stands on."""

    label: Label
    form: LabelForm
    rest: str
    spaced: bool
    has_next: bool
    opens: bool = True


class LabelReader:
    """Reads the lines of one text; each form is read once, whichever styles share it."""

    def __init__(self, lines: Sequence[Line], known: Known) -> None:
        """Keep the lines, and who the text knows."""
        self.known = known
        self._lines = lines
        self._read: dict[LabelForm, list[Candidate]] = {}
        self._inner: dict[tuple[str, ...], list[Candidate]] = {}

    def candidates(self, style: Style) -> list[Candidate]:
        """Return the candidates of all forms of a style, in order; at one place the first form's."""
        found = [candidate for form in style.forms for candidate in self._of_form(form)]
        capitals = next((form for form in style.forms if form.shape == "capitals" and ":" in form.template), None)
        if capitals is not None:
            found += self._mid_line(capitals, style)
        return sorted(found, key=lambda candidate: candidate.label.start)

    def _of_form(self, form: LabelForm) -> list[Candidate]:
        if form not in self._read:
            last = len(self._lines) - 1
            read = (
                _read(line, form, self.known, has_next=index < last)
                for index, line in enumerate(self._lines)
                if _may_hold(line, form)
            )
            self._read[form] = [candidate for candidate in read if candidate is not None]
        return self._read[form]

    def _mid_line(self, capitals: LabelForm, style: Style) -> list[Candidate]:
        """Return labels in capitals inside lines, where a page lost its line breaks."""
        bare = next((form for form in style.forms if form.shape == "word" and form.template == "{label}"), None)
        key = bare.words if bare else ()
        if key not in self._inner:
            lines = [line for line in self._lines if ":" in line.text]
            self._inner[key] = [each for line in lines for each in _inside(line, capitals, bare)]
        return self._inner[key]


def _may_hold(line: Line, form: LabelForm) -> bool:
    """Tell cheaply whether a line may begin with a label of a form."""
    if ":" in form.template and ":" not in line.text[:_REACH] and "：" not in line.text[:_REACH]:
        return False
    if "[" in form.template and "[" not in line.text[:_MARKED]:
        return False
    return line.opens or form.shape in ("capitals", "word")


def _read(line: Line, form: LabelForm, known: Known, *, has_next: bool) -> Candidate | None:
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
    return Candidate(_label(line, match.start("label"), match["label"], end), form, rest, spaced, has_next, line.opens)


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


def _read_known(line: Line, form: LabelForm, known: Known) -> Candidate | None:
    """Return a label that lost its delimiter: an outlet or a person of the header, then a capital."""
    words = line.text.split(" ")
    for length in range(min(6, len(words) - 1), 0, -1):
        text = " ".join(words[:length])
        if words[length][:1].isupper() and (known.is_person(text) or known.is_known_outlet(text)):
            return Candidate(_label(line, 0, text, len(text)), form, " ".join(words[length:]), True, True)
    return None


def _inside(line: Line, capitals: LabelForm, bare: LabelForm | None) -> Iterator[Candidate]:
    found = [
        match
        for match in _RE_MID_LINE.finditer(line.text)
        if match.start("label") > 0 and not is_capitals(line.text[: match.start("label")])
    ]
    for match in found:
        yield Candidate(_label(line, match.start("label"), match["label"], match.end()), capitals, "x", True, True)
    if bare is not None and (found or _RE_MID_LINE.match(" " + line.text)):
        for match in re.finditer(rf"(?<=[.?!)\-–—] )(?P<label>{'|'.join(bare.words)})(?=\s)\s+(?=\S)", line.text):
            yield Candidate(_label(line, match.start("label"), match["label"], match.end()), bare, "x", True, True)


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
