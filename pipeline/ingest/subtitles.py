"""Reads subtitles, ``.srt`` and ``.vtt``: cues joined into paragraphs, one for each speaker."""

import html
import re
import warnings
from collections.abc import Iterable, Iterator

import pysubs2

from pipeline.errors import SourceError
from pipeline.ingest.reading import Reading
from pipeline.ingest.text import decode, encoding_warnings

_RE_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<\d[\d:.]{0,20}>|\{\\[^{}]{0,200}\}")
_RE_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,100})?[ \t]+([^<>]{1,200})>")
_RE_WORD_TIME = re.compile(r"<\d\d:\d\d[\d:.]{0,20}>")
_RE_START = re.compile(r">>|[-–—]\s|[(\[][^()\[\]]{1,80}[)\]]\W*$")
"""A line that begins a paragraph: change of speaker, dash or stage direction."""
_RE_LABEL = re.compile(r"(?:[^\W\d_][\w.'’()/-]{0,30}[ \xa0]?){1,6}:(?:\s|$)")
"""What may be a label, where it does not begin in lower case."""

_BLOCKS = ("NOTE", "STYLE", "REGION")
"""Blocks of WebVTT that are no cues (WebVTT, W3C, 4.1)."""


def read_subtitles(data: bytes) -> Reading:
    """Read SubRip or WebVTT; a file that begins with ``WEBVTT`` is the latter, whatever its suffix.

    Raises:
        SourceError: No cue is found, or the bytes are no text.
    """
    text, encoding = decode(data)
    cues, skipped = _cues(text)
    if not cues:
        raise SourceError("holds no subtitles (no line such as 00:00:01,000 --> 00:00:04,000); check the file")
    rolling = bool(_RE_WORD_TIME.search(text))
    paragraphs = _paragraphs(_lines(cues), rolling=rolling)
    return Reading(pages=("\n\n".join(paragraphs),), warnings=(*encoding_warnings(encoding), *skipped))


def _cues(text: str) -> tuple[list[str], tuple[str, ...]]:
    """Return the text of each cue, markup and line breaks in it, and warnings."""
    is_vtt = text.lstrip().startswith("WEBVTT")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            subtitles = pysubs2.SSAFile.from_string(
                text, format_="vtt" if is_vtt else "srt", keep_html_tags=True, keep_unknown_html_tags=True
            )
        except (pysubs2.Pysubs2Error, ValueError) as error:
            raise SourceError(f"subtitles that cannot be read ({error}); check the file") from error
    events = [event.text.replace(r"\N", "\n") for event in subtitles]
    n_missed = len(caught)
    missed = (f"{n_missed} time lines are broken; their cues joined the ones before",) if n_missed else ()
    return [_payload(event) if is_vtt else event for event in events], missed


def _payload(event: str) -> str:
    """Return the text of a cue without the notes and the identifier of the next cue that follow it."""
    first, *others = re.split(r"\n[ \t]*\n", event.strip("\n"))
    if others and len(others[-1].split()) == 1:
        others.pop()
    return "\n".join([first, *(other for other in others if not other.lstrip().startswith(_BLOCKS))])


def _lines(cues: Iterable[str]) -> Iterator[tuple[str | None, str]]:
    """Yield (voice, text) of each line; the voice holds to the end of its cue."""
    for cue in cues:
        voice = None
        for line in cue.split("\n"):
            parts = _RE_VOICE.split(line)
            yield voice, _plain(parts[0])
            for name, said in zip(parts[1::2], parts[2::2], strict=True):
                voice = _plain(name)
                yield voice, _plain(said)


def _plain(text: str) -> str:
    return re.sub(r"[ \t]+", " ", html.unescape(_RE_TAG.sub("", text))).strip(" \t")


def _begins(line: str) -> bool:
    return bool(_RE_START.match(line) or (not line[0].islower() and _RE_LABEL.match(line)))


def _paragraphs(lines: Iterable[tuple[str | None, str]], *, rolling: bool) -> list[str]:
    """Join lines into paragraphs. In captions that roll, a line that is shown again is said once."""
    paragraphs: list[list[str]] = []
    last_voice, last = None, ""
    for voice, text in lines:
        if not text.strip() or (rolling and text == last):
            continue
        if not paragraphs or voice != last_voice or _begins(text):
            label = f"{voice}: " if voice and voice != last_voice else ""
            paragraphs.append([label + text])
        else:
            paragraphs[-1].append(text)
        last_voice, last = voice, text
    return [" ".join(paragraph) for paragraph in paragraphs]
