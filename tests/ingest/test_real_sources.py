"""Real pages and PDF files: every paragraph is there, in order. Skipped where the shared data are absent."""

import ast
import re
from html import unescape
from pathlib import Path

import pytest

from pipeline.ingest.html import read_html
from pipeline.ingest.pdf import read_pdf

SHARED = Path("/work/shared/data")

PAGES = sorted((SHARED / "wh-html").glob("*.html"))
PDFS = {"FOMCpresconf20110427": (26, 43), "FOMCpresconf20180926": (29, 64), "FOMCpresconf20220615": (27, 69)}
"""Number of pages and of printed labels, counted in the files."""

RE_LABEL = re.compile(r"(?:^|\n\n)(?:[A-Z][A-Z’.]+ ){0,3}[A-Z][A-Z’]+[.:] ")


def printed_paragraphs(path: Path) -> list[str]:
    """The stretches between tags that part paragraphs, taken from the markup by plain replacement."""
    title, literal = path.read_text(encoding="utf-8").split("\n", 1)
    markup = title + ast.literal_eval(literal).decode()
    pieces = re.split(r"(?i)<br\s*/?>|</?(?:p|div|h1)\b[^>]*>", markup)
    texts = [unescape(re.sub(r"<[^>]+>", "", piece)) for piece in pieces]
    return [" ".join(text.split()) for text in texts if text.strip()]


@pytest.mark.skipif(not PAGES, reason=f"{SHARED / 'wh-html'} is absent")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_paragraph_of_a_page_is_a_line_in_order(path: Path) -> None:
    lines = read_html(path.read_bytes()).pages[0].split("\n")
    assert [" ".join(line.split()) for line in lines if line.strip()] == printed_paragraphs(path)


@pytest.mark.skipif(not (SHARED / "fomc-pdf").is_dir(), reason=f"{SHARED / 'fomc-pdf'} is absent")
@pytest.mark.parametrize("name", sorted(PDFS))
def test_every_label_of_a_press_conference_begins_a_paragraph(name: str) -> None:
    reading = read_pdf((SHARED / "fomc-pdf" / f"{name}.pdf").read_bytes())
    n_pages, n_labels = PDFS[name]
    assert len(reading.pages) == n_pages
    assert all("Press Conference" in page[:200] for page in reading.pages)
    assert sum(len(RE_LABEL.findall(page)) for page in reading.pages) == n_labels
    assert reading.warnings == ()
