"""Asks each host's robots.txt what may be downloaded, and how slowly (RFC 9309)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.errors import SourceError
from pipeline.ingest.collect.addresses import Home, joined, place_of
from pipeline.ingest.collect.policy import Pace, Policy

if TYPE_CHECKING:
    from protego import Protego

MAX_ROBOTS_BYTES = 512_000
"""Bytes of a robots.txt that are read; RFC 9309, section 2.5, asks for 500 KiB at least."""


@dataclass(slots=True, kw_only=True)
class Robots:
    """The rules of the hosts that were asked.

    Attributes:
        fetch: From the address of a ``robots.txt`` to its text, None where there is none; raises SourceError where it
            cannot be known.
        policy: Limits, and the user agent whose rules count.
        pace: Gets the ``Crawl-delay`` of each host.
    """

    fetch: Callable[[str, Home], str | None]
    policy: Policy
    pace: Pace
    _rules: dict[str, "Protego | SourceError"] = field(default_factory=dict)

    def check(self, url: str, *, home: Home) -> None:
        """Refuse an address that the ``robots.txt`` of its host forbids, or whose ``robots.txt`` cannot be known.

        Raises:
            SourceError: It is forbidden, for now or for good.
        """
        address = joined(url, "/robots.txt")
        if address not in self._rules:
            self._rules[address] = self._read(address, home=home)
        rules = self._rules[address]
        if isinstance(rules, SourceError):
            raise SourceError(f"{url}: not asked, since {address} cannot be known: {rules}") from rules
        if not rules.can_fetch(url, self.policy.user_agent):
            raise SourceError(f"{url}: {address} forbids it; ask the publisher, or save the page yourself")
        self._slow_down(address, rules)

    def _read(self, address: str, *, home: Home) -> "Protego | SourceError":
        from protego import Protego

        try:
            return Protego.parse(self.fetch(address, home) or "")
        except SourceError as error:
            return error

    def _slow_down(self, address: str, rules: "Protego") -> None:
        asked = rules.crawl_delay(self.policy.user_agent) or 0.0
        if not 0 <= asked <= self.policy.max_wait:
            raise SourceError(
                f"{address}: asks for {asked:g} seconds between requests; at most {self.policy.max_wait:g} are waited"
            )
        self.pace.delays[place_of(address)[0]] = asked
