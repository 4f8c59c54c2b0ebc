"""What a site asks of those who fetch from it: robots.txt, read as RFC 9309 says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from protego import Protego

from maalkart.core.fetch import Answer

NAME = "maalkart"
LARGEST = 512 * 1024  # bytes; RFC 9309 asks for at least 500 kibibytes
LONGEST_DELAY = 60.0  # seconds; a site that asks for more is left alone


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site; none where it has no robots.txt, `closed` where it must be left."""

    rules: Protego | None = None
    closed: str | None = None

    @classmethod
    def of(cls, answer: Answer, text: bytes) -> Rules:
        """Rules from what came of asking: without an answer, a site is closed."""
        last = answer.last
        if last.outcome == "failed":
            return cls(closed=f"its robots.txt could not be read: {last.because}")
        if last.outcome == "forbidden":
            return cls(closed=last.because)
        if not text or last.content == "html":
            return cls()
        rules = Protego.parse(text[:LARGEST].decode("utf-8", errors="replace"))
        delay = rules.crawl_delay(NAME) or 0.0
        if delay > LONGEST_DELAY:
            return cls(rules, closed=f"robots.txt asks for {delay:.0f} s between requests")
        return cls(rules)

    def refusal(self, address: str) -> str | None:
        """Why an address is not to be asked for; None where it may be."""
        if self.closed is not None:
            return self.closed
        allowed = self.rules is None or self.rules.can_fetch(address, NAME)
        return None if allowed else "robots.txt asks not to"

    @property
    def delay(self) -> float:
        """Seconds between requests that the site asks for."""
        return float(self.rules.crawl_delay(NAME) or 0.0) if self.rules else 0.0

    @property
    def sitemaps(self) -> Sequence[str]:
        """The sitemaps that it names."""
        return list(self.rules.sitemaps) if self.rules else []
