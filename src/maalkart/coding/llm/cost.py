"""What asking a language model costs: before, by what will be sent; during, by what it reports."""

from __future__ import annotations

from dataclasses import dataclass

LETTERS_PER_TOKEN = (
    2.5  # Norwegian in common tokenizers has 2.6–3.2: the estimate is on the safe side
)
ANSWER_TOKENS = 130  # one answer with all variables of the codebook, written as JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Requests, and tokens in and out; `price` needs what a million of each costs."""

    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            requests=self.requests + other.requests,
            tokens_in=self.tokens_in + other.tokens_in,
            tokens_out=self.tokens_out + other.tokens_out,
        )

    def price(self, *, per_million_in: float, per_million_out: float) -> float:
        """In the currency of the two prices.

        >>> Cost(tokens_in=2_000_000, tokens_out=500_000).price(
        ...     per_million_in=1.0, per_million_out=4.0)
        4.0
        """
        return (self.tokens_in * per_million_in + self.tokens_out * per_million_out) / 1_000_000


def tokens(text: str) -> int:
    """About how many tokens a text is."""
    return int(len(text) / LETTERS_PER_TOKEN) + 1
