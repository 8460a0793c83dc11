"""Collecting briefings: pages, politeness, limits, refusals, resuming; against a server of our own on this machine."""

import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import SourceError, UsageError
from pipeline.ingest.collect.addresses import home_of, is_public, joined, normal
from pipeline.ingest.collect.client import Client
from pipeline.ingest.collect.collector import Outcome, collect
from pipeline.ingest.collect.pagination import paginate
from pipeline.ingest.collect.policy import Clock, Policy
from pipeline.ingest.collect.targets import Target, read_targets
from pipeline.ingest.sources import find_sources

ROOT = Path(__file__).parents[2]
GOLD = Path("/work/shared/gold/segmentation")
NOON = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)


@dataclass(kw_only=True)
class Answer:
    """What the server says: a status, headers, the body in pieces with a pause before each."""

    body: bytes | Sequence[bytes] = b""
    status: int = 200
    kind: str | None = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    length: int | None = None
    chunked: bool = False


class TimeKeeper:
    """A clock that never waits: sleeping moves it on."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.sleeps: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.time += seconds

    def clock(self) -> Clock:
        return Clock(monotonic=lambda: self.time, sleep=self.sleep, now=lambda: NOON)


class Site:
    """A web site on this machine: answers by path, the last one again and again; notes what it was asked and when."""

    def __init__(self, keeper: TimeKeeper) -> None:
        self.answers: dict[str, list[Answer]] = {"/robots.txt": [Answer(status=404)]}
        self.asked: list[str] = []
        self.times: list[float] = []
        self.agents: set[str | None] = set()
        self.keeper = keeper
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def __call__(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server.server_port}{path}"

    def put(self, path: str, *answers: Answer | str) -> str:
        """Answer a path, with synthetic pages where only HTML is given, and return its address."""
        self.answers[path] = [Answer(body=each.encode()) if isinstance(each, str) else each for each in answers]
        return self(path)

    def pages(self) -> list[str]:
        """Return the paths that were asked, without robots.txt."""
        return [path for path in self.asked if path != "/robots.txt"]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.times.append(site.keeper.time)
                site.agents.add(self.headers["User-Agent"])
                answers = site.answers.get(self.path, [Answer(status=404)])
                self.close_connection = True
                with suppress(ConnectionError):  # the client has heard enough
                    self._send(answers.pop(0) if len(answers) > 1 else answers[0])

            def _send(self, answer: Answer) -> None:
                pieces = [answer.body] if isinstance(answer.body, bytes) else answer.body
                length = sum(map(len, pieces)) if answer.length is None else answer.length
                framing = {"Transfer-Encoding": "chunked"} if answer.chunked else {"Content-Length": str(length)}
                kind = {"Content-Type": answer.kind} if answer.kind else {}
                self.send_response(answer.status)
                for name, value in (framing | kind | {"Connection": "close"} | answer.headers).items():
                    self.send_header(name, value)
                self.end_headers()
                for piece in pieces:
                    time.sleep(answer.pause)
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if answer.chunked else piece)
                if answer.chunked:
                    self.wfile.write(b"0\r\n\r\n")

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name in http.server
                pass

        return Handler


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def keeper() -> TimeKeeper:
    return TimeKeeper()


@pytest.fixture
def site(keeper: TimeKeeper) -> Iterator[Site]:
    made = Site(keeper)
    yield made
    made.close()


@pytest.fixture
def get(keeper: TimeKeeper, tmp_path: Path) -> Callable[..., list[Outcome]]:
    """Collect addresses into ``tmp_path/out`` without waiting."""

    def run(*wanted: str | Target, max_pages: int = 40, refresh: bool = False, **policy: float) -> list[Outcome]:
        targets = [each if isinstance(each, Target) else Target(url=each, collection="x") for each in wanted]
        limits = Policy(**{"delay": 0.0} | policy)  # type: ignore[arg-type]  # all of them are numbers
        with Client(policy=limits, clock=keeper.clock()) as client:
            return collect(targets, client=client, out=tmp_path / "out", max_pages=max_pages, refresh=refresh)

    return run


type Get = Callable[..., list[Outcome]]


def page(text: str, *hrefs: str) -> str:
    """A synthetic page with a bar of links that say 1, 2, 3."""
    bar = " ".join(f'<a href="{href}">{number}</a>' for number, href in enumerate(hrefs, start=1))
    return f"<html><body><p>Odalys Renquist: {text}</p><div>{bar}</div></body></html>"


def kept(folder: Path) -> list[str]:
    """The pages in a folder, which all have provenance."""
    files = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    pages = [name for name in files if not name.endswith(".toml")]
    assert sorted([*pages, *(f"{name}.toml" for name in pages)]) == files
    return pages


def told(outcomes: Sequence[Outcome]) -> list[str]:
    return [each.status.value for each in outcomes]


def failure(outcomes: Sequence[Outcome]) -> str:
    """The message of the only outcome, a failure."""
    assert told(outcomes) == ["failed"]
    return outcomes[0].message


# pages


BAR = ("b_77.htm", "b_77_2.htm", "b_77_3.htm")


def three_pages(site: Site) -> list[str]:
    return [site.put(f"/x/{name}", page(f"Part {name}.", *BAR)) for name in BAR]


@pytest.mark.parametrize("start", [0, 1, 2])
def test_all_pages_are_kept_from_whichever_one_starts(site: Site, get: Get, tmp_path: Path, start: int) -> None:
    addresses = three_pages(site)
    outcomes = get(addresses[start])
    assert told(outcomes) == ["fetched"] * 3
    assert [each.url for each in outcomes] == addresses
    assert kept(tmp_path / "out") == ["b-77.html", "b-77_2.html", "b-77_3.html"]
    assert (tmp_path / "out" / "b-77_2.html").read_bytes() == page("Part b_77_2.htm.", *BAR).encode()
    assert site.asked.count("/robots.txt") == 1


def test_ingest_joins_the_pages(site: Site, get: Get, tmp_path: Path) -> None:
    get(three_pages(site)[0])
    assert [source.files for source in find_sources(tmp_path / "out").sources] == [
        ("b-77.html", "b-77_2.html", "b-77_3.html")
    ]


def test_requests_are_in_page_order(site: Site, get: Get) -> None:
    site.put("/b.htm", page("One.") + '<a href="b_10.htm">Ten</a><a href="b_2.htm">Two</a>')
    site.put("/b_2.htm", page("Two.") + '<a href="b_3.htm">Three</a>')
    site.put("/b_3.htm", page("Three."))
    site.put("/b_10.htm", page("Ten."))
    get(site("/b.htm"))
    assert site.asked == ["/robots.txt", "/b.htm", "/b_2.htm", "/b_3.htm", "/b_10.htm"]


START = "https://gov.example/press/b_77.htm"


@pytest.mark.parametrize(
    ("start", "html", "expected"),
    [
        pytest.param(START, '<a href="b_77_2.htm">more</a>', {2: "b_77_2.htm"}, id="suffix"),
        pytest.param(START, '<a href="b_77_1.htm">2</a><a href="b_77_2.htm">3</a>', {2: "b_77_1.htm", 3: "b_77_2.htm"},
                     id="the second page is called _1"),
        pytest.param(START, '<link rel="next" href="b_77-p2.htm">', {2: "b_77-p2.htm"}, id="rel next in the head"),
        pytest.param(START, '<a rel="nofollow next" href="b_77_2.htm">…</a>', {2: "b_77_2.htm"}, id="rel next"),
        pytest.param(START, '<a href="b_77-2.htm">2</a>', {2: "b_77-2.htm"}, id="numbered link with a hyphen"),
        pytest.param(START, '<a href="?page=2"><b> 2 </b></a>', {2: "b_77.htm?page=2"}, id="query"),
        pytest.param("https://gov.example/press/b/", '<a href="/press/b/page/2/">Next »</a>', {2: "b/page/2/"},
                     id="folder"),
        pytest.param(START, '<base href="/press/"><a href="b_77_2.htm">2</a>', {2: "b_77_2.htm"}, id="base"),
        pytest.param("https://gov.example/press/b_77_3.htm", '<a href="b_77.htm">1</a><a href="b_77_4.htm">›</a>',
                     {1: "b_77.htm", 4: "b_77_4.htm"}, id="from a later page"),
        pytest.param(START, '<a href="//m.gov.example/press/b_77_2.htm">2</a><a href="b_77_2.htm">2</a>',
                     {2: "b_77_2.htm"}, id="the same host is preferred"),
        pytest.param(START, '<link rel="next" href="c_78.htm">', {}, id="the next article is no page"),
        pytest.param(START, '<a href="b_78.htm">2</a><a href="b_7.htm">3</a><a href="b_77_2.pdf">4</a>', {},
                     id="other stems are no pages"),
        pytest.param(START, '<a href="b_77-2.htm">Statement</a><a href="?page=2">all</a>', {}, id="no number is said"),
        pytest.param("https://gov.example/press/2031_4.htm", '<a href="2031_5.htm">May</a>', {}, id="names of months"),
        pytest.param("https://gov.example/press/b_77_0.htm", '<a href="b_77_2.htm">2</a><a href="b_77_0.htm">1</a>',
                     {1: "b_77_0.htm", 2: "b_77_2.htm"}, id="the first page is called _0"),
        pytest.param("https://gov.example/press/b?id=7&page=2", '<a href="b?id=7">1</a><a href="b?page=3&id=7">3</a>',
                     {1: "b?id=7", 3: "b?page=3&id=7"}, id="from a later page of a query"),
        pytest.param(START, '<a href="b_77_2.htm?print=1">2</a><a href="old/b_77_2.htm">2</a>', {},
                     id="another query or folder"),
        pytest.param(START, '<a href="mailto:x@gov.example">2</a><a href="javascript:go(2)">2</a><a>2</a>', {},
                     id="no web address"),
        pytest.param(START, "", {}, id="empty"),
    ],
)  # fmt: skip
def test_links_to_further_pages(start: str, html: str, expected: dict[int, str]) -> None:
    pagination = paginate(start, html.encode())
    found = pagination.further(html.encode(), base=start, number=pagination.number(start))
    assert found == {number: f"https://gov.example/press/{name}" for number, name in expected.items()}


def test_a_page_in_another_encoding_gives_its_links(site: Site, get: Get, tmp_path: Path) -> None:
    body = '<meta charset="gb18030"><p>港口</p><a href="港口_2.htm">下一页</a>'.encode("gb18030")
    site.put("/%E6%B8%AF%E5%8F%A3.htm", Answer(body=body, kind="text/html"))
    site.put("/%E6%B8%AF%E5%8F%A3_2.htm", "<p>二</p>")
    assert told(get(site("/港口.htm").replace("港", "%E6%B8%AF"))) == ["fetched"] * 2
    assert kept(tmp_path / "out") == ["港口.html", "港口_2.html"]
    assert (tmp_path / "out" / "港口.html").read_bytes() == body


def test_more_pages_than_allowed_are_noted(site: Site, get: Get, tmp_path: Path) -> None:
    outcomes = get(three_pages(site)[0], max_pages=2)
    assert told(outcomes) == ["fetched", "fetched", "note"]
    assert "has more than 2 pages; raise --max-pages" in outcomes[-1].message
    assert kept(tmp_path / "out") == ["b-77.html", "b-77_2.html"]


def test_a_missing_page_stops_no_other_and_keeps_its_number(site: Site, get: Get, tmp_path: Path) -> None:
    first, second, _ = three_pages(site)
    site.put("/x/b_77_2.htm", Answer(status=404))
    outcomes = get(first)
    assert told(outcomes) == ["fetched", "failed", "fetched"]
    assert outcomes[1].message.startswith(f"{second}: answers 404 Not Found; check the address (page 2;")
    assert kept(tmp_path / "out") == ["b-77.html", "b-77_3.html"]
    three_pages(site)
    assert told(get(first)) == ["kept", "fetched", "kept"]
    assert kept(tmp_path / "out") == ["b-77.html", "b-77_2.html", "b-77_3.html"]


# provenance, names, resuming


def test_provenance_says_where_when_and_what_the_list_says(site: Site, get: Get, tmp_path: Path) -> None:
    address = site.put("/b.htm", page("One."))
    target = Target(
        url=address,
        collection="x",
        title="Ports, “open”",
        publisher='Coastal "Messenger"\n',
        published_on=date(2031, 5, 3),
        held_on=date(2031, 5, 2),
        licence="text \\ only",
    )
    (outcome,) = get(target)
    assert outcome.file == tmp_path / "out" / "2031-05-02-ports-open.html"
    assert tomllib.loads(outcome.file.with_name(f"{outcome.file.name}.toml").read_text(encoding="utf-8")) == {
        "source_url": address,
        "publisher": 'Coastal "Messenger"\n',
        "published_on": date(2031, 5, 3),
        "held_on": date(2031, 5, 2),
        "retrieved_at": "2031-05-04T12:00:00Z",
        "licence": "text \\ only",
    }


def test_provenance_leaves_out_what_is_not_known(site: Site, get: Get, tmp_path: Path) -> None:
    address = site.put("/b.htm", page("One."))
    get(address)
    values = tomllib.loads((tmp_path / "out" / "b.html.toml").read_text(encoding="utf-8"))
    assert values == {"source_url": address, "retrieved_at": "2031-05-04T12:00:00Z"}


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [
        ("text/html", ".html"),
        ("TEXT/Plain;charset=x", ".txt"),
        ("application/pdf", ".pdf"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    ],
)
def test_raw_bytes_are_kept_with_the_suffix_of_their_type(
    site: Site, get: Get, tmp_path: Path, kind: str, suffix: str
) -> None:
    data = bytes(range(256)) * 3
    get(site.put("/get.php", Answer(body=data, kind=kind)))
    assert (tmp_path / "out" / f"get{suffix}").read_bytes() == data


@pytest.mark.parametrize(
    ("path", "stem"),
    [
        ("/", "127-0-0-1"),
        ("/press/", "press"),
        ("/%E6%B8%AF%20a/Two%20Ports_0.shtml", "two-ports-0"),
        ("/..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("/" + "long-" * 60 + ".htm", "long-" * 11 + "long"),
    ],
)
def test_names_come_from_the_address(site: Site, get: Get, tmp_path: Path, path: str, stem: str) -> None:
    get(site.put(path, page("One.")))
    assert kept(tmp_path / "out") == [f"{stem}.html"]


def test_names_that_collide_are_told_apart_for_good(site: Site, get: Get, tmp_path: Path) -> None:
    addresses = [site.put(f"/{folder}/b.htm", page(folder)) for folder in ("a", "c")]
    get(*addresses)
    first, second = sorted(kept(tmp_path / "out"), key=len)
    assert (first, second[:2], len(second)) == ("b.html", "b-", len("b-01234567.html"))
    assert told(get(*reversed(addresses))) == ["kept", "kept"]
    assert (tmp_path / "out" / second).read_bytes() == page("c").encode()


def test_a_strangers_file_is_left_alone(site: Site, get: Get, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "B_2.txt").write_text("mine")
    (tmp_path / "out" / "broken.html.toml").write_text("source_url = ")
    (outcome,) = get(site.put("/b.htm", page("One.")))
    assert outcome.file is not None
    assert outcome.file.name.startswith("b-")
    assert (tmp_path / "out" / "B_2.txt").read_text() == "mine"


def test_what_is_there_is_not_fetched_again(site: Site, get: Get) -> None:
    first = three_pages(site)[0]
    get(first)
    site.asked.clear()
    assert told(get(first)) == ["kept"] * 3
    assert site.asked == []


def test_an_interrupted_collection_goes_on(site: Site, get: Get, tmp_path: Path) -> None:
    first = three_pages(site)[0]
    get(first)
    (tmp_path / "out" / "b-77_3.html").unlink()
    site.asked.clear()
    assert told(get(first)) == ["kept", "kept", "fetched"]
    assert site.asked == ["/robots.txt", "/x/b_77_3.htm"]


def test_a_redirected_briefing_goes_on_where_it_was(site: Site, get: Get, tmp_path: Path) -> None:
    three_pages(site)
    short = site.put("/s/9", Answer(status=302, headers={"Location": "/x/b_77.htm"}))
    assert told(get(short)) == ["fetched"] * 3
    (tmp_path / "out" / "9_2.html").unlink()
    site.asked.clear()
    assert told(get(short)) == ["kept", "fetched", "kept"]
    assert site.pages() == ["/x/b_77_2.htm"]
    assert kept(tmp_path / "out") == ["9.html", "9_2.html", "9_3.html"]


def test_refresh_fetches_again_into_the_same_files(site: Site, get: Get, tmp_path: Path) -> None:
    first = three_pages(site)[0]
    get(first)
    site.put("/x/b_77_2.htm", page("Corrected.", *BAR))
    assert told(get(first, refresh=True)) == ["fetched"] * 3
    assert kept(tmp_path / "out") == ["b-77.html", "b-77_2.html", "b-77_3.html"]
    assert b"Corrected." in (tmp_path / "out" / "b-77_2.html").read_bytes()


def test_refresh_leaves_a_copy_of_another_type(site: Site, get: Get, tmp_path: Path) -> None:
    address = site.put("/b", Answer(body=b"Yes.", kind="text/plain"))
    get(address)
    site.put("/b", page("No."))
    assert "b.txt is in its way and is not this page as .html" in failure(get(address, refresh=True))
    assert (tmp_path / "out" / "b.txt").read_bytes() == b"Yes."


def test_a_write_that_fails_leaves_the_old_copy(
    site: Site, get: Get, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = site.put("/b.htm", page("Old."))
    get(address)
    site.put("/b.htm", page("New."))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert "cannot be written (No space left on device)" in failure(get(address, refresh=True))
    assert (tmp_path / "out" / "b.html").read_bytes() == page("Old.").encode()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["b.html", "b.html.toml"]


# robots.txt and pace


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /closed/", "/closed/b.htm", False),
        ("User-agent: *\nDisallow: /closed/", "/open/b.htm", True),
        ("User-agent: *\nDisallow: /*/print$", "/x/print", False),
        ("User-agent: *\nDisallow: /x\nAllow: /x/open", "/x/open/b.htm", True),
        ("User-agent: briefing-pipeline\nDisallow: /\n\nUser-agent: *\nAllow: /", "/b.htm", False),
        ("User-agent: otherbot\nDisallow: /", "/b.htm", True),
        ("\ufeffUser-agent: *\nDisallow: /", "/b.htm", False),
        ("<html>no robots here</html>", "/b.htm", True),
    ],
)
def test_robots_txt_is_honoured(site: Site, get: Get, robots: str, path: str, *, allowed: bool) -> None:
    site.put("/robots.txt", Answer(body=robots.encode(), kind="text/plain"))
    outcomes = get(site.put(path, page("One.")))
    assert site.pages() == ([path] if allowed else [])
    assert told(outcomes) == ["fetched" if allowed else "failed"]
    assert allowed or f"{site('/robots.txt')} forbids it" in outcomes[0].message


@pytest.mark.parametrize(
    ("answer", "allowed"),
    [
        (Answer(status=404), True),
        (Answer(status=403), True),
        (Answer(status=500), False),
        (Answer(status=503), False),
        (Answer(status=429), False),
        (Answer(status=302, headers={"Location": "/robots.txt"}), False),
        (Answer(status=302, headers={"Location": "/elsewhere"}), True),
    ],
    ids=lambda value: str(value.status) + value.headers.get("Location", "") if isinstance(value, Answer) else "",
)
def test_a_missing_robots_txt_allows_a_failing_one_forbids(
    site: Site, get: Get, answer: Answer, *, allowed: bool
) -> None:
    site.put("/robots.txt", answer)
    address = site.put("/b.htm", page("One."))
    outcomes = get(address, site.put("/c.htm", page("Two.")))
    assert told(outcomes) == (["fetched"] * 2 if allowed else ["failed"] * 2)
    assert site.pages().count("/b.htm") == int(allowed)
    assert allowed or "robots.txt cannot be known" in outcomes[1].message


def test_robots_txt_of_a_redirect_counts_too(site: Site, get: Get) -> None:
    site.put("/robots.txt", Answer(body=b"User-agent: *\nDisallow: /closed", kind="text/plain"))
    site.put("/closed.htm", page("One."))
    assert "forbids it" in failure(get(site.put("/b.htm", Answer(status=301, headers={"Location": "/closed.htm"}))))
    assert site.pages() == ["/b.htm"]


@pytest.mark.parametrize(("delay", "robots", "gap"), [(1.0, "", 1.0), (2.5, "", 2.5), (1.0, "Crawl-delay: 7", 7.0)])
def test_requests_to_a_host_keep_their_distance(site: Site, get: Get, delay: float, robots: str, gap: float) -> None:
    site.put("/robots.txt", Answer(body=f"User-agent: *\nDisallow: /no\n{robots}".encode(), kind="text/plain"))
    get(three_pages(site)[0], delay=delay)
    gaps = [later - earlier for earlier, later in zip(site.times, site.times[1:], strict=False)]
    assert gaps == [gap] * 3


def test_a_crawl_delay_without_end_is_not_waited_for(site: Site, get: Get, keeper: TimeKeeper) -> None:
    site.put("/robots.txt", Answer(body=b"User-agent: *\nCrawl-delay: 86400", kind="text/plain"))
    assert "asks for 86400 seconds between requests" in failure(get(site.put("/b.htm", page("One."))))
    assert keeper.sleeps == []


def test_the_user_agent_says_who_asks(site: Site, get: Get) -> None:
    get(site.put("/b.htm", page("One.")))
    assert [str(agent).partition("/")[0] for agent in site.agents] == ["briefing-pipeline"]


@pytest.mark.parametrize("agent", ["", " ", "a\nb", "Hafen-Büro"])
def test_a_user_agent_that_cannot_be_sent_is_a_usage_error(agent: str) -> None:
    with pytest.raises(UsageError, match="must be one line of ASCII"):
        Policy(user_agent=agent)


@pytest.mark.parametrize("delay", [-1, float("nan"), float("inf"), 1000])
def test_a_delay_out_of_range_is_a_usage_error(delay: float) -> None:
    with pytest.raises(UsageError, match="must be from 1 to 120 seconds"):
        Policy(delay=delay)


# answers


@pytest.mark.parametrize(
    ("answers", "waits"),
    [
        ([Answer(status=503, headers={"Retry-After": "7"})], [7.0]),
        ([Answer(status=429, headers={"Retry-After": "Sun, 04 May 2031 12:00:30 GMT"})], [30.0]),
        ([Answer(status=503, headers={"Retry-After": "soon"}), Answer(status=500)], [2.0, 4.0]),
        ([Answer(status=502), Answer(status=504), Answer(status=429)], [2.0, 4.0, 8.0]),
        ([Answer(body=b"cut", length=90)], [2.0]),
    ],
)
def test_a_busy_server_is_asked_again_later(
    site: Site, get: Get, keeper: TimeKeeper, answers: list[Answer], waits: list[float]
) -> None:
    assert told(get(site.put("/b.htm", *answers, page("One.")))) == ["fetched"]
    assert keeper.sleeps == waits
    assert len(site.pages()) == len(waits) + 1


@pytest.mark.parametrize(
    ("answer", "n_asked", "message"),
    [
        (Answer(status=404), 1, "answers 404 Not Found; check the address"),
        (Answer(status=410), 1, "answers 410 Gone"),
        (Answer(status=206), 1, "answers 206 Partial Content, which holds no page"),
        (Answer(status=302), 1, "answers 302 Found, which holds no page"),
        (Answer(status=503), 4, "answers 503 Service Unavailable (attempt 4); run again later"),
        (Answer(status=503, headers={"Retry-After": "9999"}), 1, "(attempt 1, and asks to wait 9999 seconds)"),
        (Answer(body=b"cut", length=90), 4, "the connection fails"),
        (Answer(body=b"x", kind="video/mp4"), 1, "content type 'video/mp4' is not kept; allowed are text/html, "),
        (Answer(body=b"x", kind=None), 1, "content type '(none)' is not kept"),
        (Answer(body=b"x", headers={"Content-Encoding": "br"}), 1, "comes in the encoding 'br'"),
        (Answer(body=b"no gzip", headers={"Content-Encoding": "gzip"}), 1, "the answer cannot be read"),
        (Answer(), 1, "the answer is empty"),
        (Answer(body=b"x" * 1001), 1, "has more than 1,000 bytes"),
        (Answer(body=b"x", length=99**9), 1, "has more than 1,000 bytes"),
        (Answer(body=[b"x" * 400] * 3, chunked=True), 1, "has more than 1,000 bytes"),
        (Answer(status=301, headers={"Location": "/b.htm"}), 6, "more than 5 redirects"),
        (Answer(status=301, headers={"Location": "file:///etc/passwd"}), 1, "scheme 'file' is refused"),
        (Answer(status=301, headers={"Location": "ftp://127.0.0.1/b.htm"}), 1, "scheme 'ftp' is refused"),
        (Answer(status=301, headers={"Location": "http://u:secret@127.0.0.1/"}), 1, "holds a user name or password"),
        (Answer(status=301, headers={"Location": "http://192.168.0.1/"}), 1, "private address 192.168.0.1"),
        (Answer(status=301, headers={"Location": "http://127.0.0.2/"}), 1, "private address 127.0.0.2"),
        (Answer(status=301, headers={"Location": "http://[::1]/"}), 1, "private address ::1"),
        (Answer(status=301, headers={"Location": "http://127.0.0.1:1/"}), 1, "private address 127.0.0.1"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_a_failure(site: Site, get: Get, answer: Answer, n_asked: int, message: str) -> None:
    other = site.put("/other.htm", page("One."))
    outcomes = get(site.put("/b.htm", answer), other, max_bytes=1000)
    assert told(outcomes) == ["failed", "fetched"]
    assert message in outcomes[0].message
    assert "secret" not in outcomes[0].message
    assert site.pages() == ["/b.htm"] * n_asked + ["/other.htm"]
    assert outcomes[1].file is not None
    assert kept(outcomes[1].file.parent) == ["other.html"]


def test_a_length_that_says_too_little_ends_the_page(site: Site, get: Get, tmp_path: Path) -> None:
    get(site.put("/b.htm", Answer(body=b"x" * 5000, length=10)), max_bytes=1000)
    assert (tmp_path / "out" / "b.html").read_bytes() == b"x" * 10


def test_five_redirects_are_followed_and_the_address_asked_is_stored(site: Site, get: Get, tmp_path: Path) -> None:
    for number in range(5):
        site.put(f"/r{number}", Answer(status=307, headers={"Location": f"r{number + 1}"}))
    site.put("/r5", page("One."))
    assert told(get(site("/r0"))) == ["fetched"]
    assert tomllib.loads((tmp_path / "out" / "r0.html.toml").read_text())["source_url"] == site("/r0")


@pytest.mark.parametrize(
    ("answer", "limits", "message"),
    [
        (Answer(body=[b"slow"], pause=0.3), {"timeout": 0.05}, "no answer within 0.05 seconds"),
        (Answer(body=[b"x"] * 8, pause=0.02), {"deadline": 0.05}, "takes longer than 0.05 seconds"),
    ],
)
def test_slow_answers_are_given_up(
    site: Site, tmp_path: Path, answer: Answer, limits: dict[str, float], message: str
) -> None:
    policy = Policy(delay=0, backoff=0, attempts=2, **limits)  # type: ignore[arg-type]  # all of them are floats
    with Client(policy=policy) as client:
        outcomes = collect([Target(url=site.put("/b.htm", answer), collection="x")], client=client, out=tmp_path)
    assert f"{message} (attempt 2)" in failure(outcomes)
    assert site.pages() == ["/b.htm"] * 2


def test_a_server_that_is_not_there_is_a_failure(site: Site, get: Get) -> None:
    address = site("/b.htm")
    site.server.server_close()
    assert "robots.txt cannot be known" in failure(get(address))


# addresses


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (" HTTP://Gov.Example:80/a/../b.htm#top ", "http://gov.example/b.htm"),
        ("https://hafenämter.example/Rede vom 3.htm", "https://xn--hafenmter-z2a.example/Rede%20vom%203.htm"),
        ("https://gov.example/政策/b_2.htm?q=港", "https://gov.example/%E6%94%BF%E7%AD%96/b_2.htm?q=%E6%B8%AF"),
        ("https://gov.example/%e6%94%bf", "https://gov.example/%e6%94%bf"),
    ],
)
def test_addresses_have_one_form(address: str, expected: str) -> None:
    assert normal(address) == expected
    assert normal(expected) == expected


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://gov.example/", "gov.example/b.htm", "//gov.example/", "http:///b", "http://a:99999/",
     "http://u:secret@gov.example/", "http://secret@gov.example/", "http://a\x00b/", "http://[::1", "", "javascript:1"],
)  # fmt: skip
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(SourceError, match=r"refused|no valid|without it|give an address") as caught:
        normal(address)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("64:ff9b::5db8:d822", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104  # nothing is bound to it
        ("224.0.0.1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_private_addresses_are_known(address: str, *, public: bool) -> None:
    assert is_public(address) is public


def wide_web(pages: dict[str, httpx.Response], asked: list[str]) -> httpx.MockTransport:
    """A web of synthetic public hosts."""

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return pages.get(str(request.url), httpx.Response(404))

    return httpx.MockTransport(answer)


def lookup(host: str, _: int) -> list[str]:
    """Every name is public but those of the inner net."""
    return ["10.0.0.7"] if host.startswith(("inner", "10.")) else ["93.184.216.34"]


HTML = {"Content-Type": "text/html"}


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (httpx.Response(302, headers={"Location": "http://inner.example/b.htm"}), ["failed"]),
        (httpx.Response(302, headers={"Location": "https://other.example/b.htm"}), ["fetched"]),
        (httpx.Response(200, headers=HTML, text=page("x", "b.htm", "http://10.0.0.7/b_2.htm")), ["fetched", "failed"]),
        (httpx.Response(200, headers=HTML, text=page("x", "b.htm", "//m.example/b_2.htm")), ["fetched", "fetched"]),
    ],
)
def test_public_pages_lead_to_no_private_host(
    keeper: TimeKeeper, tmp_path: Path, first: httpx.Response, expected: list[str]
) -> None:
    asked: list[str] = []
    pages = {"https://gov.example/b.htm": first}
    for url in ("https://other.example/b.htm", "https://m.example/b_2.htm", "http://10.0.0.7/b_2.htm"):
        pages[url] = httpx.Response(200, headers=HTML, text=page("Two."))
    target = Target(url="https://gov.example/b.htm", collection="x")
    with Client(clock=keeper.clock(), resolve=lookup, transport=wide_web(pages, asked)) as client:
        outcomes = collect([target], client=client, out=tmp_path)
    assert told(outcomes) == expected
    assert [url for url in asked if "inner" in url or "10." in url] == []
    assert all("private address 10.0.0.7" in each.message for each in outcomes if each.status == "failed")


def test_a_name_that_turns_private_is_refused(site: Site, keeper: TimeKeeper, tmp_path: Path) -> None:
    address = site.put("/b.htm", page("One."))
    with Client(clock=keeper.clock(), resolve=lambda *_: ["93.184.216.34"]) as client:
        outcomes = collect([Target(url=address, collection="x")], client=client, out=tmp_path)
    assert "private address 127.0.0.1" in failure(outcomes)
    assert kept(tmp_path) == []


@pytest.mark.parametrize(
    ("start", "url", "allowed"),
    [
        ("http://inner.example/", "http://inner.example/b", True),
        ("http://inner.example/", "https://inner.example/b", True),
        ("http://inner.example/", "http://inner.example:6379/", False),
        ("http://inner.example/", "http://inner2.example/", False),
        ("http://gov.example/", "http://gov.example/b", False),
    ],
)
def test_a_private_start_opens_its_own_host_only(start: str, url: str, *, allowed: bool) -> None:
    home = home_of(normal(start), resolve=lookup)
    if allowed:
        home.check(url, addresses=["10.0.0.7"])
    else:
        with pytest.raises(SourceError, match="refused, its host is the private address"):
            home.check(url, addresses=["10.0.0.7"])


def test_another_host_is_never_asked_faster_than_once_a_second(keeper: TimeKeeper, tmp_path: Path) -> None:
    asked: list[str] = []
    target = Target(url="https://gov.example/b.htm", collection="x")
    with (
        Client(policy=Policy(delay=0.2), clock=keeper.clock(), transport=wide_web({}, asked)) as client,
        pytest.raises(UsageError, match=r"must be 1 second or more for gov\.example"),
    ):
        collect([target], client=client, out=tmp_path)
    assert asked == []
    assert Policy(delay=0.2).delay_for("gov.example") == 1.0


# lists


HEADER = "url,title,publisher,published_on,held_on,licence,collection\n"


def test_a_list_gives_targets_in_order_each_once(tmp_path: Path) -> None:
    path = tmp_path / "list.CSV"
    row = 'https://gov.example/b.htm,"Ports, open",Messenger,2031-05-03,2031-05-02,free,isles\n'
    path.write_text("\ufeff" + HEADER + row + "https://gov.example/c.htm,,,,,,\n", encoding="utf-8")
    assert read_targets(["https://gov.example/a#x", str(path), "https://gov.example/c.htm"]) == [
        Target(url="https://gov.example/a", collection="gov-example"),
        Target(
            url="https://gov.example/b.htm",
            collection="isles",
            title="Ports, open",
            publisher="Messenger",
            published_on=date(2031, 5, 3),
            held_on=date(2031, 5, 2),
            licence="free",
        ),
        Target(url="https://gov.example/c.htm", collection="gov-example"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"url,speaker\nhttps://a.example/,x\n", ":1: unknown column 'speaker'; allowed are url, title, publisher, "),
        (b"title\nx\n", ":1: no column url"),
        (b"url,url\n", ":1: a column twice"),
        (b"", ":1: no column url"),
        (b"url\n", "the list holds no row"),
        (b"url,title\n,x\n", ":2: url is empty"),
        (b"url\nhttps://a.example/\nfile:///x\n", ":3: .*scheme 'file' is refused"),
        (b"url\nhttps://a.example/,x\n", ":2: more cells than columns"),
        (b"url,held_on\nhttps://a.example/,May 3\n", ":2: held_on 'May 3' is no date; write it as 2023-09-21"),
        (b"url,collection\nhttps://a.example/,../x\n", r":2: collection '\.\./x' is no folder name"),
        (b"url\n\xff\n", "not UTF-8"),
        (b'url,title\nhttps://a.example/,"x\n', "no readable CSV"),
        (None, "cannot be read"),
    ],
)
def test_a_wrong_list_is_a_usage_error(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "list.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=message):
        read_targets([str(path)])


def test_the_list_of_the_corpus_is_valid() -> None:
    targets = read_targets([str(ROOT / "corpus" / "sources.csv")])
    hosts = {httpx.URL(target.url).host.removeprefix("www.") for target in targets}
    assert hosts == {"english.scio.gov.cn", "china.org.cn"}
    assert {target.collection for target in targets} == {"scio"}


@pytest.mark.skipif(not GOLD.is_dir(), reason="needs the annotated texts of /work/shared")
def test_the_list_of_the_corpus_says_what_the_annotated_texts_say() -> None:
    import json

    gold = {each["url"]: each for each in (json.loads(path.read_text()) for path in GOLD.glob("*.json"))}
    for target in read_targets([str(ROOT / "corpus" / "sources.csv")]):
        known = gold[target.url]
        days = [day and day.isoformat() for day in (target.published_on, target.held_on)]
        assert (target.title, *days) == (known["title"], known["published_on"], known["held_on"])


# the command


def test_the_command_collects_and_says_so(site: Site, tmp_path: Path) -> None:
    first, second = three_pages(site)[:2]
    out = str(tmp_path / "out")
    shown = CliRunner().invoke(app, ["collect", first, "--out", out, "--delay", "0", "--user-agent", "Renquist Lab"])
    assert shown.exit_code == 0
    assert f"fetched: {out}/b-77_2.html from {second}" in shown.stdout
    assert site.agents == {"Renquist Lab"}
    assert CliRunner().invoke(app, ["collect", first, "--out", out, "--delay", "0"]).stdout.count("kept: ") == 3


def test_a_failure_ends_the_command_with_1(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    good = site.put("/b.htm", page("One."))
    (tmp_path / "list.csv").write_text(f"url,collection\n{site('/none.htm')},isles\n{good},isles\n")
    shown = CliRunner().invoke(app, ["collect", "list.csv", "--delay", "0"])
    assert shown.exit_code == 1
    assert "failed: " in shown.stderr
    assert kept(tmp_path / "corpus" / "isles") == ["b.html"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["file:///etc/passwd"], "scheme 'file' is refused"),
        (["list.csv"], "list.csv: cannot be read"),
        (["https://gov.example/", "--delay", "0.5"], "delay 0.5: must be 1 second or more"),
        (["https://gov.example/", "--user-agent", ""], "user agent ''"),
        (["http://127.0.0.1:9/", "--out", "taken"], "taken: cannot be a folder of pages"),
        (["http://127.0.0.1:9/", "--max-pages", "0"], "--max-pages"),
    ],
)
def test_usage_errors_end_the_command_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").write_text("a file")
    shown = CliRunner().invoke(app, ["collect", *words])
    assert shown.exit_code == 2
    assert message in " ".join(shown.stderr.split())


def test_the_http_library_is_loaded_only_to_collect() -> None:
    code = (
        "import sys, pipeline.cli, pipeline.ingest.collect.collector; "
        "print([m for m in ('httpx', 'lxml', 'protego', 'tomli_w') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


@pytest.mark.parametrize("reference", ["http://u:p@a/", "mailto:x", "http://a:b/"])
def test_references_that_lead_nowhere_are_refused(reference: str) -> None:
    with pytest.raises(SourceError):
        joined("https://gov.example/", reference)
