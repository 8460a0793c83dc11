"""Decides which candidates are speaker labels: something must speak for a label beside its shape and place."""

from collections import Counter
from collections.abc import Callable, Iterable

from pipeline.segment.forms import Candidate, Known, Label, LabelReader, is_name_shaped
from pipeline.segment.styles import Style

_DIALOGUE = 3
"""Different names before colons from which a text is a dialogue, though none is repeated."""

_INTRODUCTION = 120
"""Code points at the start of a speech in which reporters give their names."""

_HEADINGS = frozenset({"conference", "briefing", "transcript", "note", "interview", "update"})
"""Words of headings with a colon, never of labels."""


def find_labels(reader: LabelReader, style: Style) -> tuple[Label, ...]:
    """Return the labels of a text in a style, in order.

    A label alone on its line needs speech below it. A label before speech on its line also needs support: it is a
    role, an outlet, titled, in capitals, named in the header, printed more than once, or repeated in what it says;
    prose has colons too.
    """
    known = reader.known
    candidates = [each for each in reader.candidates(style) if not _is_excluded(each.label.text, style)]
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


def _is_excluded(text: str, style: Style) -> bool:
    folded = text.casefold().rstrip(".")
    if folded in style.roles:
        return False
    words = set(folded.split())
    return folded in style.never or folded in style.fields or folded.startswith("http") or bool(words & _HEADINGS)


def _is_sure(each: Candidate, style: Style, known: Known, counts: Counter[str]) -> bool:
    text = each.label.text
    folded = text.casefold().rstrip(".")
    if each.form.template == "{label}." and each.form.shape == "word" and not counts["q"]:
        return False  # an initial, not an answer
    strong = (
        folded in style.roles
        or (each.form.shape == "capitals" and (each.opens or " " in text))
        or each.form.shape in ("word", "known")
        or known.is_outlet(text)
        or known.is_titled(text)
        or known.is_person(text)
        or _is_described(text, style, known)
        or folded.startswith(("question from ", "question by "))
        or folded in style.chairs
    )
    if not each.spaced and not each.form.template.startswith("["):
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


def _is_likely(each: Candidate, others: bool) -> bool:
    """Tell whether an unsupported name is a label all the same: among sure ones, or repeated in what it says."""
    words = each.label.text.split()
    if not each.spaced or len(words) > 5:
        return False
    opening = each.rest[:_INTRODUCTION]
    introduced = any(len(word) > 2 and word in opening for word in words)
    return introduced or (others and 2 <= len(words) <= 4 and all(word[0].isupper() for word in words))


def outlet_test(outlets: Iterable[str], heads: Iterable[str]) -> Callable[[str], bool]:
    """Return a test whether a label is an outlet: a known one, or one whose last word is an outlet's head noun."""
    known = frozenset(name.casefold() for name in outlets)
    last_words = tuple(head.casefold() for head in heads)

    def is_outlet(label: str) -> bool:
        folded = label.casefold().removeprefix("the ")
        return folded in known or any(folded.endswith(" " + head) for head in last_words)

    return is_outlet
