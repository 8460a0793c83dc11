"""How politely a download behaves, and the clock it behaves by."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version

from pipeline.errors import UsageError
from pipeline.ingest.collect.addresses import is_loopback

MIN_DELAY = 1.0
"""Seconds between two requests to one host, at least; only this machine itself may be asked faster."""

USER_AGENT = f"briefing-pipeline/{version('briefing-pipeline')} (collects government briefings for research)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Limits of a download.

    Attributes:
        delay: Seconds between the starts of two requests to one host.
        user_agent: What the requests call themselves; ``robots.txt`` is read for it.
        max_bytes: Bytes of a page, at most.
        max_redirects: Redirects of a page, at most.
        attempts: Requests for one address, at most, where it answers 429 or 5xx or not at all.
        backoff: Seconds before the second attempt; doubled before each further one.
        max_wait: Seconds that a host may make us wait between two requests; where it asks for more, it is left alone.
        timeout: Seconds to connect, and between two pieces of an answer.
        deadline: Seconds for the body of a page.

    Raises:
        UsageError: The user agent cannot be sent, or the delay is no number of seconds.
    """

    delay: float = MIN_DELAY
    user_agent: str = USER_AGENT
    max_bytes: int = 10_000_000
    max_redirects: int = 5
    attempts: int = 4
    backoff: float = 2.0
    max_wait: float = 120.0
    timeout: float = 30.0
    deadline: float = 120.0

    def __post_init__(self) -> None:
        agent = self.user_agent
        if not (agent.strip() and agent.isascii() and agent.isprintable()):
            raise UsageError(f"user agent {agent!r}: must be one line of ASCII; say who collects and how to reach you")
        if not 0 <= self.delay <= self.max_wait:
            raise UsageError(f"delay {self.delay}: must be from {MIN_DELAY:g} to {self.max_wait:g} seconds")

    def delay_for(self, host: str) -> float:
        """Return the seconds between two requests to a host, before its ``robots.txt`` says more."""
        return self.delay if is_loopback(host) else max(self.delay, MIN_DELAY)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What tells and spends time; tests give their own."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = _now


@dataclass(slots=True, kw_only=True)
class Pace:
    """Keeps the requests to each host apart.

    Attributes:
        clock: The clock.
        delays: Seconds between two requests that a host asks for in its ``robots.txt``.
    """

    clock: Clock
    delays: dict[str, float] = field(default_factory=dict)
    _last: dict[str, float] = field(default_factory=dict)

    def wait(self, host: str, *, delay: float) -> None:
        """Sleep until the host may be asked again, and note that it is asked now."""
        due = self._last.get(host, float("-inf")) + max(delay, self.delays.get(host, 0.0))
        left = due - self.clock.monotonic()
        if left > 0:
            self.clock.sleep(left)
        self._last[host] = self.clock.monotonic()
