"""Asks web servers for pages: robots.txt first, slowly, again where they are busy, and only where it may."""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pipeline.errors import SourceError
from pipeline.ingest.collect.addresses import (
    Home,
    Resolve,
    goes_through_proxy,
    home_of,
    joined,
    look_up,
    place_of,
)
from pipeline.ingest.collect.answers import SUFFIXES, BusyError, Download, MissingError, MovedError, Reader
from pipeline.ingest.collect.policy import Clock, Pace, Policy
from pipeline.ingest.collect.robots import MAX_ROBOTS_BYTES, Robots

if TYPE_CHECKING:
    import httpx


@dataclass(slots=True, kw_only=True)
class Client:
    """A polite client; use it in a ``with`` statement.

    Attributes:
        policy: Limits.
        clock: The clock.
        resolve: Looks up the addresses of a host.
        transport: What carries requests; by default the network.
    """

    policy: Policy = field(default_factory=Policy)
    clock: Clock = field(default_factory=Clock)
    resolve: Resolve = look_up
    transport: "httpx.BaseTransport | None" = None
    _http: "httpx.Client" = field(init=False)
    _pace: Pace = field(init=False)
    _robots: Robots = field(init=False)
    _reader: Reader = field(init=False)

    def __post_init__(self) -> None:
        import httpx

        self._reader = Reader(policy=self.policy, clock=self.clock)
        self._pace = Pace(clock=self.clock)
        self._robots = Robots(fetch=self._robots_text, policy=self.policy, pace=self._pace)
        self._http = httpx.Client(
            follow_redirects=False,
            timeout=httpx.Timeout(self.policy.timeout),
            # bytes are kept as they came, so they are asked for uncompressed
            headers={
                "User-Agent": self.policy.user_agent,
                "Accept": ", ".join(SUFFIXES),
                "Accept-Encoding": "identity",
            },
            transport=self.transport,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def home(self, url: str) -> Home:
        """Return where a download from a normal address starts."""
        return home_of(url, resolve=self.resolve)

    def download(self, url: str, *, home: Home) -> Download:
        """Return the page at a normal address.

        Args:
            url: The address.
            home: Where the download started; private addresses elsewhere are refused.

        Raises:
            SourceError: It is forbidden, refused, missing, too large, of another type, or does not answer.
        """

        def take(response: "httpx.Response") -> Download:
            return self._reader.page(url, response)

        return self._follow(url, home=home, take=take, robots=True)

    def _robots_text(self, url: str, home: Home) -> str | None:
        """Return the text of a ``robots.txt``, None where there is none."""

        def take(response: "httpx.Response") -> bytes:
            return self._reader.body(response, cut_at=MAX_ROBOTS_BYTES)

        try:
            return self._follow(url, home=home, take=take, robots=False).decode("utf-8-sig", errors="replace")
        except MissingError:
            return None

    def _follow[T](self, url: str, *, home: Home, take: Callable[["httpx.Response"], T], robots: bool) -> T:
        """Ask an address and the addresses that it redirects to, each after its host's robots.txt."""
        current = url
        for _ in range(self.policy.max_redirects + 1):
            home.check(current, addresses=self.resolve(*place_of(current)))
            if robots:
                self._robots.check(current, home=home)
            try:
                return self._ask(current, home=home, take=take)
            except MovedError as moved:
                current = _moved(current, moved.location)
        raise SourceError(f"{url}: more than {self.policy.max_redirects} redirects; check the address")

    def _ask[T](self, url: str, *, home: Home, take: Callable[["httpx.Response"], T]) -> T:
        """Ask an address until it answers, at most as often as the policy says."""
        host, _ = place_of(url)
        attempt = 1
        while True:
            self._pace.wait(host, delay=self.policy.delay_for(host))
            try:
                return self._once(url, home=home, take=take)
            except BusyError as busy:
                wait = max(busy.after, self.policy.backoff * 2 ** (attempt - 1))
                if attempt == self.policy.attempts or wait > self.policy.max_wait:
                    later = f", and asks to wait {wait:.0f} seconds" if wait > self.policy.max_wait else ""
                    raise SourceError(f"{url}: {busy} (attempt {attempt}{later}); run again later") from busy
            self.clock.sleep(wait)
            attempt += 1

    def _once[T](self, url: str, *, home: Home, take: Callable[["httpx.Response"], T]) -> T:
        import httpx

        try:
            with self._http.stream("GET", url) as response:
                self._check_peer(url, response, home=home)
                self._reader.check_status(url, response)
                return take(response)
        except httpx.TimeoutException as error:
            raise BusyError(f"no answer within {self.policy.timeout:g} seconds") from error
        except httpx.TransportError as error:
            raise BusyError(f"the connection fails ({str(error) or type(error).__name__})") from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise SourceError(f"{url}: the answer cannot be read ({error}); open it in a browser") from error

    def _check_peer(self, url: str, response: "httpx.Response", *, home: Home) -> None:
        """Check whom we are connected to: a name may lead elsewhere than when it was looked up."""
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream else None
        if peer and not goes_through_proxy(url):
            home.check(url, addresses=[peer[0]])


def _moved(url: str, location: str) -> str:
    try:
        return joined(url, location)
    except SourceError as error:
        raise SourceError(f"{url}: redirects to an address that is refused: {error}") from error
