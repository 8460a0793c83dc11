"""Cues in text: how they are matched, counted and shown, and that the rows are fit for it."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.resources import Cue, load_codebook, load_cues
from pipeline.tag.cues import RE_PART, CueIndex, normalise, plural

CODES = ("1", "10", "18")
ROWS = (
    ("18", "trade", 0.5),
    ("18", "free trade zone", 1.0),
    ("18", "free trade", 0.75),
    ("18", "tariff", 1.0),
    ("10", "zone", 0.25),
    ("10", "port", 0.5),
    ("10", "dry port", 1.0),
    ("18", "dry port", 0.25),
    ("1", "tax", 0.5),
    ("1", "price policy", 0.5),
)


def cue(code: str, words: str, weight: float) -> Cue:
    return Cue(code=code, cue=words, weight=weight, source="written for this test")


@pytest.fixture(scope="module")
def index() -> CueIndex:
    return CueIndex([cue(*row) for row in ROWS], CODES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nothing to see.", (0, 0, 0)),
        ("", (0, 0, 0)),
        ("The tariff stays.", (0, 0, 1.0)),
        ("A tariff is a tariff.", (0, 0, 2.0)),
        ("TARIFF", (0, 0, 1.0)),
        ("Both tariffs stay.", (0, 0, 1.0)),
        ("The tariff's effect, the tariff’s cause", (0, 0, 2.0)),
        ("Two policies: price policies.", (0.5, 0, 0)),
        ("Taxes rise.", (0.5, 0, 0)),
        ("The report is on taxis, reportage and tariffing.", (0, 0, 0)),
        ("A free-trade\nregime", (0, 0, 0.75)),
        ("free trade trade", (0, 0, 1.25)),
    ],
)
def test_scores_are_weighted_counts_of_whole_words(
    index: CueIndex, text: str, expected: tuple[float, float, float]
) -> None:
    assert index.scores([text])[0] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a free trade zone", (0, 0, 1.0)),  # neither trade nor free trade nor zone
        ("free trade zones", (0, 0, 1.0)),
        ("free trade in a zone", (0, 0.25, 0.75)),
        ("a dry port", (0, 1.0, 0.25)),  # one cue of two codes, and not the port inside it
        ("a dry port and a port", (0, 1.5, 0.25)),
        ("a free trade zone for free trade", (0, 0, 1.75)),
    ],
)
def test_a_cue_inside_a_longer_one_does_not_count(
    index: CueIndex, text: str, expected: tuple[float, float, float]
) -> None:
    assert index.scores([text])[0] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("The zone has Free-Trade  rules.", "18", ("Free-Trade",)),
        ("A free\ntrade zone, and tariffs.", "18", ("free trade zone", "tariffs")),
        ("Trade and tariffs.", "18", ("tariffs", "Trade")),
        ("trade, trade, trade; a tariff", "18", ("trade", "tariff")),  # 3 times 0.5 is more than 1
        ("Tariff's end: the tariff, tariffs", "18", ("Tariff's",)),
        ("Port’s end, 2-zone İzmir port", "10", ("Port’s", "zone")),
        ("A tariff.", "10", ()),
        ("A free|trade zone", "18", ("free trade zone",)),
    ],
)
def test_evidence_is_printed_as_in_the_text_strongest_first(
    index: CueIndex, text: str, code: str, expected: tuple[str, ...]
) -> None:
    assert index.evidence(text, code) == expected


def test_evidence_is_cut_at_five() -> None:
    words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"]
    index = CueIndex([cue("1", word, 0.1 * n) for n, word in enumerate(words, start=1)], ["1"])
    assert index.evidence(" ".join(words), "1") == ("zeta", "epsilon", "delta", "gamma", "beta")


def test_evidence_of_an_unknown_code_is_an_error(index: CueIndex) -> None:
    with pytest.raises(ConfigError, match="code '99' is not one of 1, 10, 18"):
        index.evidence("A tariff.", "99")


def test_scores_have_a_row_a_text_and_a_column_a_code(index: CueIndex) -> None:
    assert index.scores(["a", "tariff"]).shape == (2, 3)
    assert index.scores([]).shape == (0, 3)


def test_an_index_without_cues_finds_nothing() -> None:
    assert CueIndex([], CODES).scores(["a tariff"]).sum() == 0


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("99", "tariff", 1.0), "'tariff': code '99' is not one of 1, 10, 18"),
        (("1", "tariff", 0.0), r"'tariff': weight 0.0 is not in \(0, 1\]"),
        (("1", "tariff", 1.5), r"'tariff': weight 1.5 is not in \(0, 1\]"),
        (("1", " - ", 1.0), "holds no word"),
    ],
)
def test_a_row_that_cannot_be_used_is_an_error(row: tuple[str, str, float], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        CueIndex([cue(*row)], CODES)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (" tariff ", " tariffs "),
        (" price  policy ", " price  policies "),
        (" railway ", " railways "),
        (" tax ", " taxes "),
        (" business ", " businesses "),
        (" customs ", None),
        (" dual  use  5g ", None),
        (" ai ", None),
    ],
)
def test_the_plural_is_that_of_the_last_word(form: str, expected: str | None) -> None:
    assert plural(form) == expected


def test_normalised_text_has_lower_case_words_without_hyphen_and_possessive() -> None:
    assert normalise("The Farmer’s high-standard FARMLAND, 2 mu.") == " the  farmer  high  standard  farmland  2  mu "


@given(st.text(alphabet=st.sampled_from("abİſs'’-_ .\n|é9")))
def test_words_of_the_normalised_text_are_those_of_the_text(text: str) -> None:
    printed = [normalise(match.group()) for match in RE_PART.finditer(text)]
    assert normalise(text).split() == [word for part in printed for word in part.split()]


@given(st.lists(st.sampled_from(["free", "trade", "zone", "port", "dry", "x", "-", "tariffs", "\n"]), max_size=20))
def test_evidence_of_a_code_goes_with_its_score(words: list[str]) -> None:
    index = CueIndex([cue(*row) for row in ROWS], CODES)
    text = " ".join(words)
    for code, score in zip(CODES, index.scores([text])[0], strict=True):
        assert bool(index.evidence(text, code)) == (score > 0)


def test_every_row_has_a_code_of_the_codebook_and_every_code_many_rows() -> None:
    codes = [row.code for row in load_codebook()]
    count = Counter(row.code for row in load_cues())
    assert set(count) == set(codes)
    assert min(count.values()) >= 60


def test_every_row_is_found_by_its_own_words() -> None:
    codes = [row.code for row in load_codebook()]
    rows = load_cues()
    scores = CueIndex(rows, codes).scores([row.cue for row in rows])
    missed = [row.cue for row, score in zip(rows, scores, strict=True) if not score[codes.index(row.code)] > 0]
    assert missed == []


def test_no_two_rows_of_a_code_are_the_same_words() -> None:
    count = Counter((row.code, normalise(row.cue)) for row in load_cues())
    assert [key for key, n in count.items() if n > 1] == []


def test_the_codebook_has_the_major_topics_in_order() -> None:
    rows = load_codebook()
    assert [row.code for row in rows] == [str(n) for n in range(1, 24) if n not in (11, 22)]
    assert all(row.source.endswith(f"major topic {row.code}") for row in rows)
    assert len({row.label for row in rows}) == 21


def test_scores_are_the_same_alone_and_among_others(index: CueIndex) -> None:
    texts = ["a tariff", "", "free trade zone by the dry port", "taxes"]
    together = index.scores(texts)
    assert np.array_equal(together, np.vstack([index.scores([text]) for text in texts]))
