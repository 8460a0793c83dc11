"""Reading PDF files that the tests write: lines, paragraphs, pages, and files that are broken on purpose. Synthetic."""

import io
import zlib

import pytest
from fpdf import FPDF
from pypdf import PdfWriter

from pipeline.errors import SourceError
from pipeline.ingest.pdf import read_pdf


def pdf(*pages: list[tuple[float, float, str]]) -> bytes:
    """A PDF with the given (left, top, text) lines, in points, on each page."""
    document = FPDF(unit="pt", format="letter")
    document.set_font("Helvetica", size=12)
    for lines in pages:
        document.add_page()
        for left, top, text in lines:
            document.text(left, top, text)
    return bytes(document.output())


def rows(*lines: tuple[float, str], top: float = 100, step: float = 14) -> list[tuple[float, float, str]]:
    """Lines of (left, text) at equal distances."""
    return [(left, top + step * number, text) for number, (left, text) in enumerate(lines)]


FIRST_LINES_INDENTED = rows(
    (108, "CHAIR OSEI.  Good afternoon. The harbour opens in May, and"),
    (72, "the ferries sail again from the first day of June. There is a well-"),
    (72, "known reason for that."),
    (108, "QUESTION.  Why?"),
    (108, "CHAIR OSEI.  Because the pier is longer than it has ever been"),
    (72, "before."),
    step=28,
)

SPACED = [
    *rows((72, "MR. TORVIK: The harbour opens"), (72, "in May.")),
    *rows((72, "Q: Why?"), top=142),
    *rows((72, "MR. TORVIK: Because the pier"), (72, "is longer."), top=170),
]

HANGING = rows(
    (72, "TORVIK: The harbour opens in May, and"),
    (108, "the ferries sail again from the"),
    (108, "first day of June."),
    (72, "BRANDT: Why is that, and what have"),
    (108, "you done about the pier that was"),
    (108, "to be built?"),
)


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        (FIRST_LINES_INDENTED, [(0, 3), (3, 4), (4, 6)]),
        (SPACED, [(0, 2), (2, 3), (3, 5)]),
        (HANGING, [(0, 3), (3, 6)]),
    ],
)
def test_paragraphs_are_parted_by_blank_lines(
    lines: list[tuple[float, float, str]], paragraphs: list[tuple[int, int]]
) -> None:
    texts = [text for _, _, text in lines]
    expected = "\n\n".join("\n".join(texts[start:end]) for start, end in paragraphs)
    assert read_pdf(pdf(lines)).pages == (expected,)


def test_each_page_is_a_page_and_headers_stay() -> None:
    header = (72.0, 40.0, "Harbour Office, press conference")
    reading = read_pdf(pdf([header, *FIRST_LINES_INDENTED], [header, (72, 100, "the end."), (276, 700, "Page 2 of 2")]))
    assert len(reading.pages) == 2
    assert reading.pages[0].startswith("Harbour Office, press conference\n\nCHAIR OSEI.  Good")
    assert reading.pages[1] == "Harbour Office, press conference\n\nthe end.\n\nPage 2 of 2"
    assert reading.warnings == ()


def test_pages_without_text_are_a_warning() -> None:
    reading = read_pdf(pdf(FIRST_LINES_INDENTED, [], []))
    assert reading.pages[1:] == ("", "")
    assert reading.warnings == ("pages without text (scans?): 2, 3; they may need OCR",)


def encrypted(password: str, *, algorithm: str = "RC4-128") -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf(SPACED)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm=algorithm)  # noqa: S106 - of a test file
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_an_empty_password_is_tried(algorithm: str) -> None:
    assert "Q: Why?" in read_pdf(encrypted("", algorithm=algorithm)).pages[0]


def with_stream(stream: bytes, *, n_pages: int = 1, listed: int | None = None) -> bytes:
    """A PDF by hand: one content stream, deflated already, shown on every page."""
    kids = b" ".join([b"3 0 R"] * n_pages)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (listed or n_pages, kids),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(places)
    return out + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)


SHOWN = zlib.compress(b"BT /F1 12 Tf 72 700 Td (MR. TORVIK: Hello) Tj ET")


def bomb() -> bytes:
    deflate = zlib.compressobj(9)
    return b"".join(deflate.compress(bytes(1_000_000)) for _ in range(200)) + deflate.flush()


def test_a_file_by_hand_is_read() -> None:
    assert read_pdf(with_stream(SHOWN)).pages == ("MR. TORVIK: Hello",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<html>Not found</html>", "no PDF file"),
        (pdf(SPACED)[:-300], "cut off"),
        (pdf(SPACED)[:400] + b"\n%%EOF", "a broken PDF"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"%%EOF", "a broken PDF"),
        (encrypted("secret"), "encrypted with a password"),
        (pdf([]), "no text layer.*needs OCR"),
        (with_stream(bomb()), "unpacks to too much"),
        (with_stream(zlib.compress(b"q Q " * 8_000_000)), "more than 30,000,000 bytes of page content"),
        (with_stream(SHOWN, n_pages=1_001), "has 1,001 pages; at most 1,000"),
        (with_stream(SHOWN, n_pages=3, listed=9), "3 of its 9 pages are left"),
    ],
)
def test_bad_files_are_source_errors(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_pdf(data)


def test_a_damaged_file_that_can_be_read_is_a_warning() -> None:
    data = with_stream(SHOWN).replace(b"startxref\n", b"startxref\n7")
    reading = read_pdf(data)
    assert reading.pages == ("MR. TORVIK: Hello",)
    assert "a damaged PDF" in reading.warnings[0]
