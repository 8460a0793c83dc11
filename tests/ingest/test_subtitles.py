"""Reading subtitles: cues flow into paragraphs, one for each speaker. Synthetic."""

import pytest

from pipeline.errors import SourceError
from pipeline.ingest.subtitles import read_subtitles


def srt(*cues: str) -> bytes:
    return "\n".join(f"{n}\n00:00:{n:02d},000 --> 00:00:{n:02d},900\n{cue}\n" for n, cue in enumerate(cues, 1)).encode()


def vtt(*cues: str) -> bytes:
    blocks = (f"00:{n:02d}.000 --> 00:{n:02d}.900\n{cue}\n" for n, cue in enumerate(cues, 1))
    return "\n".join(["WEBVTT\n", *blocks]).encode()


WITH_NOTES = """\
WEBVTT - A title
Kind: captions

STYLE
::cue { color: red }

NOTE
not said

intro-1
00:01.000 --> 00:02.000 align:start
Good

NOTE not said
either

b7/12-0
00:02.000 --> 00:03.000
day.
"""


@pytest.mark.parametrize(
    ("data", "paragraphs"),
    [
        (srt("Good", "morning,\nall."), ["Good morning, all."]),
        (
            srt(">> MS. BRANDT: Good", "morning.", ">> Q: Why?", ">> So."),
            [">> MS. BRANDT: Good morning.", ">> Q: Why?", ">> So."],
        ),
        (
            srt("MS. BRANDT: Yes.", "I said yes.", "MR. TORVIK: No."),
            ["MS. BRANDT: Yes. I said yes.", "MR. TORVIK: No."],
        ),
        (
            srt("I told them", "this: we go on, and", "He said: no."),
            ["I told them this: we go on, and", "He said: no."],
        ),
        (srt("- Why?\n- Because.", "Of that."), ["- Why?", "- Because. Of that."]),
        (srt("That is so.", "(Laughter.)", "[Applause]"), ["That is so.", "(Laughter.)", "[Applause]"]),
        (srt("<i>Good</i> {\\an8}<font color='red'>day</font>", "5 < 6 > 3 &amp; so"), ["Good day 5 < 6 > 3 & so"]),
        (srt("Yes.", "Yes.", "Yes."), ["Yes. Yes. Yes."]),
        (srt("One.", "", "Two.").replace(b"\n", b"\r\n"), ["One. Two."]),
        (b"\xef\xbb\xbf" + srt("H\u00e4fen."), ["Häfen."]),
        (
            vtt("<v Odile Brandt>Good</v>", "<v Odile Brandt>day.</v>", "<v Tidewater Daily>Why?"),
            ["Odile Brandt: Good day.", "Tidewater Daily: Why?"],
        ),
        (
            vtt("<v Odile Brandt>Good\nday.\n<v.loud Anselm Torvik>No!"),
            ["Odile Brandt: Good day.", "Anselm Torvik: No!"],
        ),
        (vtt("<c.yellow>Good</c> <00:01.500>day"), ["Good day"]),
        (vtt("so we", "so we\n<00:02.100><c>begin</c>", "begin"), ["so we begin"]),
        (
            WITH_NOTES.encode(),
            ["Good day."],
        ),
    ],
)
def test_cues_flow_into_one_paragraph_for_each_speaker(data: bytes, paragraphs: list[str]) -> None:
    assert read_subtitles(data).pages[0].split("\n\n") == paragraphs


@pytest.mark.parametrize("data", [b"No cues here.", b"WEBVTT\n\n", b"1\n2\n3\n"])
def test_a_file_without_cues_is_a_source_error(data: bytes) -> None:
    with pytest.raises(SourceError, match="holds no subtitles"):
        read_subtitles(data)


def test_cues_without_text_are_an_empty_page() -> None:
    assert read_subtitles(srt("", " ")).pages == ("",)


def test_a_broken_time_line_loses_no_text_and_is_a_warning() -> None:
    reading = read_subtitles(srt("Good", "day.").replace(b"00:00:02,000", b"00:00:0x,000"))
    assert "Good" in reading.pages[0]
    assert "day." in reading.pages[0]
    assert reading.warnings == ("1 time lines are broken; their cues joined the ones before",)
