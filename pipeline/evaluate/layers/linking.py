"""Linking: B³ over the mentions whose span was found (Bagga and Baldwin 1998, with equal weights)."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence

from pipeline.evaluate.gold import GoldMention
from pipeline.evaluate.layer import Comparison, Layer, Slip, has, quoted
from pipeline.evaluate.matching import Case
from pipeline.evaluate.scores import Clusters
from pipeline.records import Mention


def b_cubed(gold: Sequence[Hashable], given: Sequence[Hashable]) -> Clusters:
    """Return the summed precision and recall of items, each named by its cluster in either clustering."""
    both, wanted, found = Counter(zip(gold, given, strict=True)), Counter(gold), Counter(given)
    precision = sum(n * n / found[cluster] for (_, cluster), n in both.items())
    recall = sum(n * n / wanted[cluster] for (cluster, _), n in both.items())
    return Clusters(precision, recall, len(gold))


def compare(case: Case) -> Comparison:
    """Compare the links of a text; a mention that is not linked is a cluster of its own."""
    pairs = [(case.gold.entities[i], case.given_mentions[j]) for i, j in case.mentions.items()]
    counts = b_cubed([one.canonical for one, _ in pairs], [_link(other) for _, other in pairs])
    return Comparison({"b3": counts}, tuple(_slips(case.gold.text, pairs)))


def _link(mention: Mention) -> str:
    return mention.entity_id or mention.mention_id


def _slips(text: str, pairs: Iterable[tuple[GoldMention, Mention]]) -> Iterator[Slip]:
    links: dict[str, str] = {}
    names: dict[str, str] = {}
    for one, other in pairs:
        link, shown = _link(other), f"{quoted(text, one)} ({one.canonical!r})"
        first, owner = links.setdefault(one.canonical, link), names.setdefault(link, one.canonical)
        if link != first:
            yield one.start, f"{shown} is {link!r}, but {first!r} before"
        if one.canonical != owner:
            yield one.start, f"{shown} shares {link!r} with {owner!r}"


LAYER = Layer(name="linking", stage="extract", annotated=has("entities"), compare=compare)
