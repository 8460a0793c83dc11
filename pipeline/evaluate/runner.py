"""Reads annotated texts, lets the pipeline read the same texts in memory, and scores what comes out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pipeline.config import Settings, load_settings
from pipeline.errors import SourceError, UsageError
from pipeline.evaluate import By, LayerSet
from pipeline.evaluate.gold import GoldText, load_gold
from pipeline.evaluate.layer import Comparison, Layer
from pipeline.evaluate.layers import LAYERS
from pipeline.evaluate.matching import Case
from pipeline.evaluate.scores import Counts, Score, measure
from pipeline.ingest.readers import transcript_of_text
from pipeline.records import Briefing
from pipeline.stages import STAGES, apply

_PACKAGE = "briefing-pipeline"
_STEP = 20
"""Texts between two words on progress."""

_ORDER = [stage.name for stage in STAGES]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Something in one text that is not as annotated; ``start`` is None where it has no place in the text."""

    layer: str
    text_id: str
    start: int | None
    what: str

    def __str__(self) -> str:
        where = self.text_id if self.start is None else f"{self.text_id}:{self.start}"
        return f"{self.layer}: {where}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The scores and, by layer and then in the order of texts, every mistake behind them."""

    n_texts: int
    scores: tuple[Score, ...]
    mistakes: tuple[Mistake, ...]

    def first_mistakes(self, n: int) -> list[Mistake]:
        """Return the first ``n`` mistakes of each layer."""
        by_layer: dict[str, list[Mistake]] = {}
        for each in self.mistakes:
            by_layer.setdefault(each.layer, []).append(each)
        return [each for group in by_layer.values() for each in group[:n]]


@dataclass(frozen=True, slots=True)
class _Compared:
    style: str
    text_id: str
    comparisons: Mapping[str, Comparison]


def evaluate(
    folder: Path,
    *,
    layers: LayerSet = LayerSet.ALL,
    by: By | None = None,
    settings: Settings | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,  # noqa: ARG005 - the default shows nothing
) -> Evaluation:
    """Score the pipeline against the annotated texts of a folder.

    Each text goes only through the stages that its annotated layers need. The scores' ``gold`` is the name of the
    folder; with ``by``, scores of each style follow as ``<folder>:<style>``.

    Args:
        folder: Texts ``<id>.txt`` with annotations ``<id>.json``, in subfolders too.
        layers: Which layers to score.
        by: By what to part the scores beside the whole.
        settings: Settings; the defaults if None.
        progress: Called with the number of texts done and of all.

    Raises:
        UsageError: There are no annotated texts, or they are malformed.
    """
    chosen = settings or load_settings()
    asked = [each for each in LAYERS if layers is LayerSet.ALL or each.stage == "segment"]
    texts = load_gold(folder)
    compared = []
    for done, gold in enumerate(texts, start=1):
        compared.append(_compare(gold, asked, chosen))
        if done % _STEP == 0 or done == len(texts):
            progress(done, len(texts))
    groups = {folder.resolve().name: compared}
    if by is By.STYLE:
        groups |= _by_style(folder.resolve().name, compared)
    scores = [score for name, group in groups.items() for score in _scores(name, group, asked, chosen)]
    return Evaluation(n_texts=len(texts), scores=tuple(scores), mistakes=tuple(_mistakes(compared, asked)))


def _compare(gold: GoldText, layers: Sequence[Layer], settings: Settings) -> _Compared:
    wanted = [layer for layer in layers if layer.annotated(gold)]
    last = max((_ORDER.index(layer.stage) for layer in wanted), default=0)
    case = Case(gold, _read(gold, last, settings))
    return _Compared(gold.style or "none", gold.id, {layer.name: layer.compare(case) for layer in wanted})


def _read(gold: GoldText, last: int, settings: Settings) -> Briefing:
    """Return a text as the stages up to the one with index ``last`` read it."""
    try:
        start = Briefing(transcript=transcript_of_text(gold.text, name=gold.id))
    except SourceError as error:
        folder = Path(gold.file).parent
        raise UsageError(f"{folder}: {error}") from error
    return apply(STAGES[1 : last + 1], start, settings)


def _by_style(name: str, compared: Iterable[_Compared]) -> dict[str, list[_Compared]]:
    groups: dict[str, list[_Compared]] = {}
    for each in sorted(compared, key=lambda each: each.style):
        groups.setdefault(f"{name}:{each.style}", []).append(each)
    return groups


def _scores(name: str, group: Sequence[_Compared], layers: Iterable[Layer], settings: Settings) -> Iterable[Score]:
    for layer in layers:
        counts: dict[str, list[Counts]] = {}
        for each in group:
            for metric, count in _counts(each, layer).items():
                counts.setdefault(metric, []).append(count)
        for metric, each_text in counts.items():
            yield from measure(each_text, layer=layer.name, metric=metric, gold=name, version=_version(layer, settings))


def _counts(compared: _Compared, layer: Layer) -> Mapping[str, Counts]:
    comparison = compared.comparisons.get(layer.name)
    return comparison.counts if comparison else {}


def _version(layer: Layer, settings: Settings) -> str:
    """Return the versions of the program and of what the environment adds to the stages behind a layer."""
    stages = STAGES[: _ORDER.index(layer.stage) + 1]
    return " ".join((_PACKAGE, version(_PACKAGE), *filter(None, (each.environment(settings) for each in stages))))


def _mistakes(compared: Iterable[_Compared], layers: Iterable[Layer]) -> Iterable[Mistake]:
    for layer in layers:
        for each in compared:
            comparison = each.comparisons.get(layer.name)
            for start, what in comparison.slips if comparison else ():
                yield Mistake(layer=layer.name, text_id=each.text_id, start=start, what=what)
