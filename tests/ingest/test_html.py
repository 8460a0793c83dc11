"""Reading HTML: what the text looks like, titles, metadata, encodings, pages that are broken on purpose. Synthetic."""

from datetime import date

import pytest

from pipeline.errors import SourceError
from pipeline.ingest.html import read_html

SPEECH = "<p>MR. TORVIK: The harbour opens in May, and the ferries sail again from the first day of June.</p>"


def body(html: str) -> str:
    """The text of a page without a title."""
    return read_html(html.encode()).pages[0]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One\n  two.</p><p>Three.</p>", "One two.\n\nThree."),
        (
            "<p>MR. TORVIK: Yes.<br>Q\u00a0\u00a0\u00a0 No?<br/>\n\u00a0<br>END</p>",
            "MR. TORVIK: Yes.\nQ\u00a0\u00a0\u00a0 No?\n\nEND",
        ),
        ("<p><strong>MR. TORVIK:</strong>&nbsp; Yes.</p>", "MR. TORVIK:\u00a0 Yes."),
        ("<p>Q<b>Who</b>?</p>", "QWho?"),
        ("<div>a<p>b</div>c", "a\n\nb\n\nc"),
        ("<ul><li>one<li>two</ul>", "one\n\ntwo"),
        ("<table><tr><td>Q:</td><td>Why?</td></tr><tr><td>A:</td><td>So.</td></tr></table>", "Q:\nWhy?\n\nA:\nSo."),
        ("<dl><dt>Tidewater Daily:</dt><dd>When?</dd></dl>", "Tidewater Daily:\n\nWhen?"),
        ("<pre>MR. TORVIK:  Yes,\nof course.\n\n     Q  And?</pre>", "MR. TORVIK:  Yes,\nof course.\n\n     Q  And?"),
        ("<p>a<!-- hidden --> b<?php x ?></p>", "a b"),
        ("<p>never <s>closed <i>tags <b>here<p>next", "never closed tags here\n\nnext"),
        ("<p>5 &lt; 6 &amp; 7 &#8212; caf&eacute;</p>", "5 < 6 & 7 — café"),
        ("No tags at all.", "No tags at all."),
        ("<p>\u200fשלום\u200e (Laughter.)</p>", "\u200fשלום\u200e (Laughter.)"),
    ],
)
def test_blocks_are_paragraphs_and_breaks_are_lines(html: str, text: str) -> None:
    assert body(html) == text


@pytest.mark.parametrize(
    "furniture",
    [
        "<script>var MR = 'x: furniture'</script>",
        "<style>p {furniture: 1}</style>",
        "<nav><a href='/'>furniture</a></nav>",
        "<div role='navigation'>furniture</div>",
        "<div class='site-cookie-banner'><p>furniture</p></div>",
        "<form action='/search'><label>furniture</label><select><option>furniture</select></form>",
        "<footer>furniture</footer>",
        "<noscript>furniture</noscript>",
    ],
)
def test_furniture_is_left_out(furniture: str) -> None:
    html = f"<body>{furniture}{SPEECH * 3}after{furniture}tail</body>"
    assert "furniture" not in body(html)
    assert body(html).count("MR. TORVIK: The harbour opens") == 3
    assert body(html).endswith("after\n\ntail") or body(html).endswith("aftertail")


@pytest.mark.parametrize(
    "html",
    [
        f"<form id='aspnetForm'>{SPEECH}</form>",
        f"<nav><a href='/'>Home</a>{SPEECH}",
        f"<div class='cookie-page'>{SPEECH}</div>",
        f"<footer>{SPEECH}</footer>",
        f"<article><p>x</p><footer>{SPEECH}</footer></article>" + "<p>more</p>" * 90,
        f"<div style='display:none'>{SPEECH}</div>",
        f"<aside>{SPEECH}</aside>",
    ],
)
def test_what_holds_speech_is_kept(html: str) -> None:
    assert "MR. TORVIK: The harbour opens in May" in body(html)


def test_no_short_turn_is_lost_and_order_is_kept() -> None:
    turns = [
        f"{label} {said}" for said in ("Yes.", "No.", "Right.", "Why?") for label in ("MR. TORVIK:", "Q", "MS. BRANDT:")
    ]
    html = "<html><body><div class=x>" + "".join(f"<p>{turn}</p>" for turn in turns * 5) + "</div></body></html>"
    assert body(html).split("\n\n") == turns * 5


@pytest.mark.parametrize(
    ("html", "first_lines"),
    [
        ("<title>Ports | Harbour Office</title><p>May 3</p><h1>Ports</h1><p>x", ["Ports", "May 3", "x"]),
        ("<title>Ports | Harbour Office</title><p>x", ["Ports | Harbour Office", "x"]),
        ("<title>Ports</title><p>Ports</p><p>x", ["Ports", "x"]),
        ("<meta property='og:title' content='Ports'><title>Ports - Office</title><p>x", ["Ports", "x"]),
        ("<title>Ports - Office</title><h1>Office</h1><h1>Ports -</h1><p>x", ["Ports -", "Office", "x"]),
        ("<nav><h1>Menu</h1></nav><h1>Ports  of\u00a0May</h1><p>x" + SPEECH, ["Ports of May", "x"]),
        ("<title>T</title><h1>" + "never closed " * 40, ["T", ("never closed " * 40).strip()]),
        ("<p>x", ["x"]),
    ],
)
def test_the_title_is_the_first_line(html: str, first_lines: list[str]) -> None:
    assert body(html).split("\n\n")[: len(first_lines)] == first_lines


@pytest.mark.parametrize(
    ("head", "published_on"),
    [
        ('<meta property="article:published_time" content="2021-05-04T23:30:00-04:00">', date(2021, 5, 4)),
        ('<meta name="DC.date" content="2021-05-04">', date(2021, 5, 4)),
        ('<meta name="PubDate" content="May 4, 2021">', date(2021, 5, 4)),
        ('<meta itemprop="datePublished" content="20210504">', date(2021, 5, 4)),
        ('<meta name="date" content="04/05/2021">', None),
        ('<meta name="date" content="May 2021">', None),
        ('<meta name="date" content="yesterday">', None),
        ('<meta name="DC.date"><meta name="date" content="2021-05-04">', date(2021, 5, 4)),
        ("", None),
    ],
)
def test_the_day_of_publication_is_taken_where_it_is_clear(head: str, published_on: date | None) -> None:
    assert read_html(f"<head>{head}</head><p>x".encode()).provenance.published_on == published_on


@pytest.mark.parametrize(
    ("head", "address"),
    [
        (
            '<link rel="canonical" href="https://example.org/a"><meta property="og:url" content="https://b">',
            "https://example.org/a",
        ),
        (
            '<link rel="canonical" href="/a"><meta property="og:url" content="https://example.org/b">',
            "https://example.org/b",
        ),
        ('<link rel="canonical" href="javascript:x">', None),
    ],
)
def test_the_address_is_the_canonical_one(head: str, address: str | None) -> None:
    assert read_html(f"<head>{head}</head><p>x".encode()).provenance.source_url == address


CHINESE = "国务院新闻办公室举行新闻发布会，请有关负责人介绍情况，并回答记者的提问。"


@pytest.mark.parametrize(
    ("markup", "encoding", "n_warnings"),
    [
        (f"<meta charset=gb2312><p>{CHINESE}", "gb18030", 0),
        (f'<meta http-equiv="Content-Type" content="text/html; charset=GB2312"><p>{CHINESE}', "gb18030", 0),
        (f"<meta charset=big5><p>{CHINESE}", "utf-8", 0),
        (f"<p>{CHINESE}", "utf-8-sig", 0),
        (f"<meta charset=utf-8><p>{CHINESE}", "utf-16", 0),
        (f"<meta charset=utf-8><p>{CHINESE * 10}", "gb18030", 1),
        (f"<p>{CHINESE * 10}", "gb18030", 1),
        ("<meta charset=iso-8859-1><p>L’été “très chaud”", "cp1252", 0),
        ("<meta charset=nonsense><p>" + "L’été “très chaud” à Paris. " * 9, "cp1252", 1),
        ("<meta charset=iso-2022-jp><p>記者会見", "iso2022_jp", 0),
    ],
)
def test_encodings_are_found_whatever_is_declared(markup: str, encoding: str, n_warnings: int) -> None:
    reading = read_html(markup.encode(encoding))
    assert reading.pages[0] == markup.partition("<p>")[2].strip()
    assert len(reading.warnings) == n_warnings


def test_a_page_saved_as_a_bytes_literal_is_unwrapped() -> None:
    inner = "<p>Q\u00a0 It’s “so”?</p>\n<p>Yes.</p>".encode()
    reading = read_html(b"<h1>Ports</h1>\n" + repr(inner).encode())
    assert reading.pages == ("Ports\n\nQ\u00a0 It’s “so”?\n\nYes.",)
    assert "bytes object" in reading.warnings[0]


def test_a_deep_page_is_read_as_long_as_it_is_complete() -> None:
    assert body("<p>a" + "<font>" * 1500 + "b" + "<p>c") == "a\n\nb\n\nc" or body("<font>" * 1500 + "b<p>c").endswith(
        "c"
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<p>a" + b"<div>" * 100_000 + b"b", "nested too deeply"),
        (b"<br>" * 1_000_001, "holds 1,000,001 tags; at most 1,000,000"),
        (b"<p>a\x00b", "NUL bytes"),
    ],
)
def test_pages_that_cannot_be_read_whole_are_source_errors(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_html(data)


@pytest.mark.parametrize("data", [b"<!-- nothing -->", b"<html></html>", b"<script>x</script>"])
def test_a_page_without_text_is_an_empty_page(data: bytes) -> None:
    assert read_html(data).pages == ("",)


def test_what_stands_behind_the_end_of_the_page_is_kept() -> None:
    page = b"<html><body><p>The pier is open.</p></body></html><p>The quay is closed.</p>"
    assert read_html(page).pages == ("The pier is open.\n\nThe quay is closed.",)
