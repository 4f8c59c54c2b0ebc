"""What came of asking for an address: the record that collecting writes and the store keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal[
    "fetched",
    "unchanged",  # asked again with its mark; the server says that nothing has changed
    "redirect",
    "vanished",  # 404, 410, and pages that say so with 200
    "refused",  # not what målkart fetches: an archive, a program, too large, too slow
    "forbidden",  # an address that must not be touched
    "disallowed",  # robots.txt says no
    "failed",  # no answer, or a broken one; asked again next time
]
Content = Literal["pdf", "docx", "odt", "html", "xml", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One request, and its answer.

    `fetched` is ISO 8601 in UTC. `sha256` and `size` (bytes) are of the content as it was kept,
    None where none was. `location` is where a redirect points; `because` says why there is no
    content.
    """

    address: str
    fetched: str
    outcome: Outcome
    status: int | None = None
    location: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    sha256: str | None = None
    size: int | None = None
    content: Content | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address led to: the requests on the way, the last of which holds the content."""

    hops: tuple[Fetch, ...]

    @property
    def asked(self) -> str:
        """The address that was asked for."""
        return self.hops[0].address

    @property
    def last(self) -> Fetch:
        """The request that ended it."""
        return self.hops[-1]

    @property
    def has_content(self) -> bool:
        """Whether there is content to look at."""
        return self.last.sha256 is not None

    @property
    def moved_to(self) -> str | None:
        """The new address of what has moved for good (301, 308)."""
        moved = any(hop.status in (301, 308) for hop in self.hops)
        return self.last.address if moved and self.has_content else None
