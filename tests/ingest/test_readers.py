"""Reading sources: encodings, bad input, pages, provenance."""

from datetime import date
from pathlib import Path

import pytest
from docx import Document
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SourceError
from pipeline.ingest.readers import PAGE_BREAK, SUFFIXES, read_source, source_digest, transcript_of_text
from pipeline.ingest.text import decode
from pipeline.records import Provenance, Source

FRENCH = (
    "Le ministère a annoncé, après le débat, une réforme très attendue des ports côtiers où s'arrêtent les ferries. "
)


def source(*files: str) -> Source:
    return Source(briefing_id="a/x", collection="a", files=files)


def test_utf8_is_read_character_for_character(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes("\ufeffMS. BRANDT:\u00a0 Yes.\r\nQ  No?\rEnd".encode())
    transcript, warnings = read_source(tmp_path, source("x.txt"), max_bytes=1000)
    assert transcript.text == "MS. BRANDT:\u00a0 Yes.\nQ  No?\nEnd"
    assert warnings == ()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_unicode_encodings_are_known_by_their_marks(encoding: str) -> None:
    assert decode(("Häfen 深圳\n").encode(encoding))[0] == "Häfen 深圳\n"


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_another_encoding_is_detected_and_is_a_warning(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "x.txt").write_bytes((FRENCH * 20).encode(encoding))
    transcript, warnings = read_source(tmp_path, source("x.txt"), max_bytes=100_000)
    assert "une réforme très attendue des ports côtiers" in transcript.text
    assert len(warnings) == 1
    assert warnings[0].startswith("not UTF-8; read as ")


def test_chinese_in_gb18030_is_detected() -> None:
    text = "国务院新闻办公室举行新闻发布会，请有关负责人介绍情况，并回答记者的提问。" * 20
    assert decode(text.encode("gb18030"))[0] == text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"123 --- 456", "holds no letters"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "not a text file"),
        (b"x" * 2000, "has 2,000 bytes; at most 1,000"),
    ],
)
def test_bad_files_are_source_errors(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "x.txt").write_bytes(content)
    with pytest.raises(SourceError, match=message):
        read_source(tmp_path, source("x.txt"), max_bytes=1000)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "x.txt").open("wb") as sparse:
        sparse.truncate(200_000_000_000)
    with pytest.raises(SourceError, match=r"has 200,000,000,000 bytes; at most 50,000,000"):
        read_source(tmp_path, source("x.txt"), max_bytes=50_000_000)
    assert source_digest(tmp_path, ["x.txt"], max_bytes=50_000_000)


def test_bytes_of_windows_1252_pasted_into_utf8_are_read(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes("Häfen – größer “als” nötig.\n".encode() * 3 + b"The \x93port\x94 caf\xe9.")
    transcript, warnings = read_source(tmp_path, source("x.txt"), max_bytes=1000)
    assert transcript.text == "Häfen – größer “als” nötig.\n" * 3 + "The “port” café."
    assert "utf-8 with single bytes of cp1252" in warnings[0]


def test_control_characters_and_direction_marks_stay(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Q \u200f\u202eשלום\u202c \x01\x1b[0m yes", encoding="utf-8")
    transcript, _ = read_source(tmp_path, source("x.txt"), max_bytes=1000)
    assert transcript.text == "Q \u200f\u202eשלום\u202c \x01\x1b[0m yes"


def test_a_missing_file_is_a_source_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        source_digest(tmp_path, ["x.txt"])


def test_pages_are_joined_with_a_form_feed(tmp_path: Path) -> None:
    (tmp_path / "p1.txt").write_text("One.\n")
    (tmp_path / "p2.txt").write_text("Two.")
    transcript, _ = read_source(tmp_path, source("p1.txt", "p2.txt"), max_bytes=100)
    assert transcript.text == "One.\n" + PAGE_BREAK + "Two."
    assert [transcript.text[page.start : page.end] for page in transcript.pages] == ["One.\n", "Two."]
    assert [page.page for page in transcript.pages] == [1, 2]


def pdf(*pages: str) -> bytes:
    document = FPDF(unit="pt", format="letter")
    document.set_font("Helvetica", size=12)
    for text in pages:
        document.add_page()
        document.text(72, 100, text)
    return bytes(document.output())


def test_page_numbers_run_on_over_files_of_several_pages(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(pdf("One.", "Two."))
    (tmp_path / "x_2.pdf").write_bytes(pdf("Three."))
    transcript, _ = read_source(tmp_path, source("x.pdf", "x_2.pdf"), max_bytes=100_000)
    assert transcript.text == PAGE_BREAK.join(["One.", "Two.", "Three."])
    assert [transcript.text[page.start : page.end] for page in transcript.pages] == ["One.", "Two.", "Three."]
    assert [(page.page, page.source_file) for page in transcript.pages] == [(1, "x.pdf"), (2, "x.pdf"), (3, "x_2.pdf")]
    assert transcript.pages[0].sha256 == transcript.pages[1].sha256 != transcript.pages[2].sha256


def test_each_suffix_has_its_reader(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Said.")
    document.save(str(tmp_path / "x.docx"))
    cue = "00:00:01,000 --> 00:00:02,000\nSaid.\n"
    (tmp_path / "x.pdf").write_bytes(pdf("Said."))
    (tmp_path / "x.srt").write_text(cue)
    (tmp_path / "x.vtt").write_text("WEBVTT\n\n" + cue.replace(",", "."))
    for name in ("x.html", "x.HTM"):
        (tmp_path / name).write_text("<p>Said.</p>")
    for name in ("x.txt", "x.md"):
        (tmp_path / name).write_text("Said.")
    files = sorted(path.name for path in tmp_path.iterdir())
    assert {Path(file).suffix.lower() for file in files} == SUFFIXES
    assert {read_source(tmp_path, source(file), max_bytes=100_000)[0].text for file in files} == {"Said."}


PAGE = """<head><link rel="canonical" href="https://example.org/ports"><meta name="dc.date" content="2021-05-04"></head>
<h1>Ports</h1><p>Yes.</p>"""


def test_page_metadata_fills_what_the_provenance_leaves_unknown(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text(PAGE)
    (tmp_path / "x.html.toml").write_text('publisher = "Harbour Office"\npublished_on = 2021-05-05\n')
    transcript, _ = read_source(tmp_path, source("x.html"), max_bytes=1000)
    assert transcript.provenance == Provenance(
        source_url="https://example.org/ports", publisher="Harbour Office", published_on=date(2021, 5, 5)
    )
    assert transcript.pages[0].source_url == "https://example.org/ports"


def test_page_metadata_stands_alone_without_provenance(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text(PAGE)
    transcript, _ = read_source(tmp_path, source("x.html"), max_bytes=1000)
    assert transcript.provenance.published_on == date(2021, 5, 4)


def test_provenance_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Yes.")
    (tmp_path / "x.txt.toml").write_text(
        'publisher = "Coastal Messenger"\npublished_on = 2021-05-04\nsynthetic = true\n'
    )
    transcript, _ = read_source(tmp_path, source("x.txt"), max_bytes=100)
    expected = Provenance(publisher="Coastal Messenger", published_on=date(2021, 5, 4), synthetic=True)
    assert transcript.provenance == expected


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("publishr = 'x'", "x.txt.toml: publishr: Extra inputs are not permitted; allowed keys are source_url"),
        ("published_on = 'yesterday'", "x.txt.toml: published_on"),
        ("publisher = ", "no readable TOML"),
    ],
)
def test_wrong_provenance_is_a_source_error(tmp_path: Path, toml: str, message: str) -> None:
    (tmp_path / "x.txt").write_text("Yes.")
    (tmp_path / "x.txt.toml").write_text(toml)
    with pytest.raises(SourceError, match=message):
        read_source(tmp_path, source("x.txt"), max_bytes=100)


def test_the_digest_changes_with_text_and_provenance(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Yes.")
    first = source_digest(tmp_path, ["x.txt"])
    (tmp_path / "x.txt.toml").write_text("synthetic = true")
    second = source_digest(tmp_path, ["x.txt"])
    (tmp_path / "x.txt").write_text("No.")
    assert len({first, second, source_digest(tmp_path, ["x.txt"])}) == 3


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: any(map(str.isalpha, text))))
def test_a_text_in_memory_keeps_its_characters(text: str) -> None:
    if "\x00" in text:
        with pytest.raises(SourceError):
            transcript_of_text(text, name="x")
    else:
        stored = transcript_of_text(text, name="x").text
        assert stored == text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
