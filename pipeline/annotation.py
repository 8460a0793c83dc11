"""Annotates texts in memory: the stages without corpus, store and tables."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from typing import TYPE_CHECKING

from pipeline.config import Settings, load_settings
from pipeline.engine import make_executor
from pipeline.ingest.readers import transcript_of_text
from pipeline.records import Briefing
from pipeline.stages import STAGES, apply, check_order

if TYPE_CHECKING:
    import pandas as pd

_BLOCK = 8
"""Texts that a worker takes at once."""


def annotate(text: str, *, name: str = "text", settings: Settings | None = None) -> Briefing:
    """Return one text as a briefing: turns, exchanges, mentions, figures, commitments, themes.

    Args:
        text: A transcript. The offsets of all records point into ``briefing.text``, which is the text with line feeds
            for newlines.
        name: Becomes the briefing's id.
        settings: Settings; the defaults if None.

    Raises:
        SourceError: The text is empty or holds no letters.
        ModelError: The language model is not installed.
    """
    check_order(STAGES)
    start = Briefing(transcript=transcript_of_text(text, name=name))
    return apply(STAGES[1:], start, settings or load_settings())


def annotate_many(
    texts: Iterable[str | tuple[str, str]], *, workers: int = 1, settings: Settings | None = None
) -> Iterator[Briefing]:
    """Yield each text as a briefing, in order.

    Args:
        texts: Texts, or pairs of name and text; a text without a name is called ``text-1``, ``text-2`` ... by its
            position.
        workers: Processes to work in; 1 works in this one.
        settings: Settings; the defaults if None.

    Raises:
        SourceError: A text is empty or holds no letters; names it.
        ModelError: The language model is not installed.
    """
    chosen = settings or load_settings()
    named = ((f"text-{n}", each) if isinstance(each, str) else each for n, each in enumerate(texts, start=1))
    blocks = batched(named, _BLOCK)
    with make_executor(workers) as executor:
        for wave in batched(blocks, 2 * workers):
            for future in [executor.submit(_annotate_block, block, chosen) for block in wave]:
                yield from future.result()


def _annotate_block(block: tuple[tuple[str, str], ...], settings: Settings) -> list[Briefing]:
    return [annotate(text, name=name, settings=settings) for name, text in block]


def theme_scores(
    texts: Sequence[str],
    before: Sequence[str] | None = None,
    after: Sequence[str] | None = None,
    *,
    sequence: bool = True,
) -> "pd.DataFrame":
    """Return how probable each theme is for each text.

    Args:
        texts: Sentences.
        before: The sentence before each text ("" where there is none).
        after: The sentence after each text.
        sequence: The texts are consecutive sentences of one text, so that each is context of the next.

    Returns:
        A frame (n_texts, 22) whose rows sum to 1: columns are the codes, "0" is no policy content.

    Raises:
        UsageError: ``before`` or ``after`` has another length than ``texts``.
    """
    import pandas as pd

    from pipeline.tag.themes import theme_scores as scored

    scores, codes = scored(texts, before, after, sequence=sequence)
    return pd.DataFrame(scores, columns=list(codes))
