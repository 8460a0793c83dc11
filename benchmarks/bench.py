"""Measures speed on a corpus folder, all in one run, so that the ratios hold on any machine.

Usage: ``make bench CORPUS=folder``. Prints, and saves as JSON in ``benchmarks/results/``:

* words per second of the stock model with all its components, over the same texts;
* words per second of ``briefings run``, end to end, and its ratio to the stock model;
* seconds per stage, each with its share of the run;
* seconds of a second run in which nothing changed.
"""

import argparse
import json
import platform
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import spacy

from pipeline import load_settings, run
from pipeline.extract.language import model_path, model_version
from pipeline.ingest.readers import read_source
from pipeline.ingest.sources import find_sources
from pipeline.views import count_words

RESULTS = Path(__file__).parent / "results"
MIN_WORDS = 50_000
"""A smaller corpus is repeated until it has as many words, so that start-up does not drown the rest."""


def timed[T](work: Callable[[], T]) -> tuple[T, float]:
    """Return what a function returns, and the seconds it took."""
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def read_texts(corpus: Path, *, max_bytes: int) -> list[str]:
    """Return the stored texts of a corpus."""
    found = find_sources(corpus)
    return [read_source(found.root, source, max_bytes=max_bytes)[0].text for source in found.sources]


def repeated(texts: list[str], folder: Path) -> int:
    """Write the texts into a folder often enough to reach ``MIN_WORDS``; return the number of words written."""
    total = sum(map(count_words, texts))
    times = max(1, -(-MIN_WORDS // max(total, 1)))
    for round_number in range(times):
        for number, text in enumerate(texts):
            (folder / f"text-{number:05d}-{round_number:04d}.txt").write_text(text, encoding="utf-8")
    return total * times


def measure(corpus: Path) -> dict[str, Any]:
    """Return all measurements of a corpus."""
    settings = load_settings()
    texts = read_texts(corpus, max_bytes=settings.max_source_bytes)
    with tempfile.TemporaryDirectory() as work:
        folder, out = Path(work) / "corpus", Path(work) / "out"
        folder.mkdir()
        words = repeated(texts, folder)
        copies = [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())]
        nlp = spacy.load(model_path(settings.model))
        _, stock = timed(lambda: [None for _ in nlp.pipe(copies, batch_size=settings.batch_size)])
        report, ours = timed(lambda: run(folder, out=out, settings=settings))
        _, unchanged = timed(lambda: run(folder, out=out, settings=settings))
    stages = {name: value for name, value in report.seconds.items() if name != "total"}
    return {
        "corpus": corpus.name,
        "briefings": report.n_sources,
        "words": words,
        "model": model_version(settings.model),
        "python": platform.python_version(),
        "stock_words_per_second": round(words / stock),
        "run_words_per_second": round(words / ours),
        "run_to_stock_ratio": round(stock / ours, 3),
        "run_seconds": round(ours, 2),
        "stage_seconds": stages,
        "stage_shares": {name: round(value / ours, 4) for name, value in stages.items()},
        "ingest_and_segment_share": round((stages.get("ingest", 0) + stages.get("segment", 0)) / ours, 4),
        "tag_share": round(stages.get("tag", 0) / ours, 4),
        "unchanged_run_seconds": round(unchanged, 2),
        "unchanged_to_first_ratio": round(unchanged / ours, 4),
    }


def main() -> None:
    """Measure the corpus that the command line names and print and save the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", default="corpus", type=Path, help="folder of transcripts")
    result = measure(parser.parse_args().corpus)
    text = json.dumps(result, indent=2)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{result['corpus']}.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
