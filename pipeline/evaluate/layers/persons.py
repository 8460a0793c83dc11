"""Persons: the printed title of those who have one, and who holds public office."""

from pipeline.evaluate.layer import Comparison, Layer, Slip, has, quoted
from pipeline.evaluate.matching import Case
from pipeline.evaluate.scores import Counts, Share
from pipeline.records import MentionType


def compare(case: Case) -> Comparison:
    """Compare titles and offices of a text's persons.

    Titles are verbatim but for line breaks, over all annotated ones: that of a person who was not found is wrong.
    Office is compared over the persons who were found.
    """
    counts = {"title": [0, 0], "official": [0, 0]}
    slips: list[Slip] = []
    for index, one in enumerate(case.gold.entities):
        if one.type is not MentionType.PERSON:
            continue
        other = case.given_mentions[case.mentions[index]] if index in case.mentions else None
        who = quoted(case.gold.text, one)
        if one.title:
            title = other.title if other else None
            right = (title or "").split() == one.title.split()
            _count(counts["title"], right=right)
            slips += [] if right else [(one.start, f"title {title!r} for {one.title!r} of {who}")]
        if other is not None and other.type is MentionType.PERSON:
            right = bool(other.official) == one.official
            _count(counts["official"], right=right)
            slips += [] if right else [(one.start, f"official {other.official} for {one.official} of {who}")]
    shares: dict[str, Counts] = {f"{name} accuracy": Share(*each) for name, each in counts.items()}
    return Comparison(shares, tuple(slips))


def _count(tally: list[int], *, right: bool) -> None:
    tally[0] += right
    tally[1] += 1


LAYER = Layer(name="persons", stage="extract", annotated=has("entities"), compare=compare)
