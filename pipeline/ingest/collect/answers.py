"""Judges what a web server answers: another address, come again later, no page, or a body within the limits."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from pipeline.errors import SourceError
from pipeline.ingest.collect.addresses import normal
from pipeline.ingest.collect.policy import Clock, Policy

if TYPE_CHECKING:
    import httpx

SUFFIXES = {
    "text/html": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
"""Content types that are kept, and the suffix of their files."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ENCODINGS = frozenset({"", "identity", "gzip", "deflate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A page as it came.

    Attributes:
        url: The address that was asked.
        final_url: The address that answered, after redirects.
        data: The bytes.
        suffix: The suffix that fits their content type, as ``.html``.
    """

    url: str
    final_url: str
    data: bytes
    suffix: str


class MovedError(Exception):
    """The answer is a redirect to ``location``."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class BusyError(Exception):
    """The server did not answer, or asks to come again ``after`` seconds; worth another attempt."""

    def __init__(self, message: str, *, after: float = 0.0) -> None:
        super().__init__(message)
        self.after = after


class MissingError(SourceError):
    """The server answers that there is no such page for us (4xx)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads answers within the limits of a policy."""

    policy: Policy
    clock: Clock

    def check_status(self, url: str, response: "httpx.Response") -> None:
        """Return where the answer holds a page.

        Raises:
            MovedError: It is a redirect.
            BusyError: It is 429 or 5xx.
            MissingError: It is another 4xx.
            SourceError: It is anything else but 200.
        """
        status = response.status_code
        if status in _REDIRECTS and "location" in response.headers:
            raise MovedError(response.headers["location"])
        if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise BusyError(f"answers {_named(status)}", after=self._retry_after(response))
        if status >= HTTPStatus.BAD_REQUEST:
            raise MissingError(f"{url}: answers {_named(status)}; check the address")
        if status != HTTPStatus.OK:
            raise SourceError(f"{url}: answers {_named(status)}, which holds no page; check the address")

    def page(self, url: str, response: "httpx.Response") -> Download:
        """Return the page that was asked as ``url``.

        Raises:
            SourceError: Its type is not kept, or it is too large or empty.
            BusyError: It takes too long.
        """
        suffix, data = _suffix(response), self.body(response)
        if not data:
            raise SourceError(f"{url}: the answer is empty; open it in a browser")
        return Download(url=url, final_url=normal(str(response.url)), suffix=suffix, data=data)

    def body(self, response: "httpx.Response", *, cut_at: int | None = None) -> bytes:
        """Return the bytes of the body: all, at most ``max_bytes`` of the policy, or the first ``cut_at``.

        Raises:
            SourceError: It is larger than ``max_bytes``, as announced or as counted, or compressed in an unknown way.
            BusyError: It takes longer than the deadline of the policy.
        """
        encoding = response.headers.get("content-encoding", "").strip().lower()
        if encoding not in _ENCODINGS:
            raise SourceError(f"{response.url}: comes in the encoding {encoding!r}; gzip, deflate or none are read")
        announced = response.headers.get("content-length", "")
        limit = self.policy.max_bytes
        if cut_at is None and announced.isdigit() and int(announced[:19]) > limit:
            raise _too_large(response, limit)
        body = bytearray()
        end = self.clock.monotonic() + self.policy.deadline
        for piece in response.iter_bytes():
            body += piece
            if cut_at is not None and len(body) >= cut_at:
                return bytes(body[:cut_at])
            if len(body) > limit:
                raise _too_large(response, limit)
            if self.clock.monotonic() > end:
                raise BusyError(f"takes longer than {self.policy.deadline:g} seconds")
        return bytes(body)

    def _retry_after(self, response: "httpx.Response") -> float:
        """Return the seconds that a server asks to wait (RFC 9110, section 10.2.3); 0 where it does not say."""
        said = response.headers.get("retry-after", "").strip()
        if said.isascii() and said.isdigit():
            return float(said[:9])
        try:
            when = parsedate_to_datetime(said)
        except ValueError:
            return 0.0
        aware = when if when.tzinfo else datetime.combine(when.date(), when.time(), UTC)
        return max(0.0, (aware - self.clock.now()).total_seconds())


def _too_large(response: "httpx.Response", limit: int) -> SourceError:
    return SourceError(f"{response.url}: has more than {limit:,} bytes; download it yourself if it is a transcript")


def _suffix(response: "httpx.Response") -> str:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in SUFFIXES:
        raise SourceError(
            f"{response.url}: content type {kind or '(none)'!r} is not kept; allowed are {', '.join(SUFFIXES)}"
        )
    return SUFFIXES[kind]


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
