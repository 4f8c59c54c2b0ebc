"""How the bodies of a sample were drawn, and how much a total could have varied for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from maalkart.core.study import Body

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

STRATUM = "stratum"  # the column of sample.csv that names a body's stratum
LEAST_FREEDOM = 0.5  # of the bodies must be left when balancing is taken out, or it fits noise


@dataclass(frozen=True, eq=False)
class Held:
    """What a drawing nearly holds: working columns (q,) by body of the frame, and the covariance
    (q, q) of their estimated totals over many draws.
    """

    values: Mapping[str, Floats]
    covariance: Floats


@dataclass(frozen=True, eq=False)
class Design:
    """Inclusion probabilities (n,), strata (n,) and balancing variables (n, q) of n drawn bodies.

    `imbalance` (q, q) is the covariance of their estimated totals over all draws, where the balance
    is not exact (`stats.held`): what they explain of a figure then varies as they do.

    `calibrated` (n,) are weights that meet known totals, 0 for bodies that gave nothing; what they
    were calibrated on belongs among the balancing variables (Deville and Särndal 1992).

    One formula answers for all fixed-size designs: the residuals of what is totalled from a
    regression on what the design holds fixed (Deville and Tillé 2005, «Variance approximation under
    balanced sampling», J. Stat. Plan. Inference 128). With strata alone and equal probabilities in
    each it is the exact formula with finite-population correction (Cochran 1977, 5.6), without
    strata that of simple random sampling; with unequal probabilities it is Hájek's (1981).
    """

    chances: Floats
    strata: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    balancing: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    calibrated: Floats | None = None
    imbalance: Floats | None = None

    def __post_init__(self) -> None:
        if not ((self.chances > 0) & (self.chances <= 1)).all():
            raise ValueError("inclusion probabilities outside (0, 1]")

    @property
    def size(self) -> int:
        """How many bodies were drawn."""
        return len(self.chances)

    @property
    def weights(self) -> Floats:
        """How many bodies each stands for: 1 / inclusion probability, or as calibrated."""
        found: Floats = 1.0 / self.chances if self.calibrated is None else self.calibrated
        return found

    @property
    def census(self) -> bool:
        """Whether every body was taken for certain: then there is no error of sampling."""
        return bool((self.chances >= 1).all())

    def residuals(self, values: Floats) -> Floats:
        """What each body adds to the doubt, (n,) or (n, k): the sum of squares is the variance.

        Below them stands what each balancing variable adds that is not quite held.
        """
        spread = (values.T * (np.sqrt(self._factor) * self.weights)).T
        found: Floats = spread - self._fixed @ (self._fixed.T @ spread)
        if self.imbalance is None or not self._columns.shape[1]:
            return found
        return np.concatenate((found, self._unheld(spread, found)))

    def _unheld(self, spread: Floats, rest: Floats) -> Floats:
        """The slopes on the balancing variables times the root of their imbalance, (q,) or (q, k).

        Shortened by what chance alone adds to the square of an estimated slope.
        """
        moved: Floats = self._root.T @ (self._slopes @ spread)
        noise = (rest**2).sum(axis=0) / max(1, int((self.chances < 1).sum()))
        chance = noise * ((self._root.T @ self._slopes) ** 2).sum()
        size = (moved**2).sum(axis=0)
        kept = np.divide(size - chance, size, out=np.zeros_like(size), where=size > chance)
        shortened: Floats = moved * np.sqrt(kept)
        return shortened

    @cached_property
    def _root(self) -> Floats:
        """A root (q, q) of the imbalance of the balancing variables that are taken out."""
        many = self._columns.shape[1]
        known = np.zeros((many, many)) if self.imbalance is None else self.imbalance
        values, vectors = np.linalg.eigh(known[:many, :many])
        root: Floats = vectors * np.sqrt(np.maximum(values, 0))
        return root

    @cached_property
    def _slopes(self) -> Floats:
        """What gives, of scaled values, the slopes on the balancing variables (q, n)."""
        inverse = np.linalg.pinv(self._scaled, rcond=1e-8)
        groups = len(np.unique(self._groups))
        found: Floats = (inverse / self._lengths[:, None])[groups:].astype(np.float64)
        return found

    def variance(self, values: Floats) -> Floats:
        """Estimated variance of the Horvitz–Thompson totals of values (n,) or (n, k)."""
        found: Floats = (self.residuals(values) ** 2).sum(axis=0)
        return found

    @cached_property
    def _groups(self) -> Ints:
        """Strata, those with a single uncertain body joined with a neighbour (collapsed strata)."""
        strata = self.strata if len(self.strata) else np.zeros(self.size, dtype=np.int64)
        chancy = self.chances < 1
        names = [name for name in np.unique(strata) if chancy[strata == name].any()]
        joined = {int(name): int(name) for name in np.unique(strata)}
        for at, name in enumerate(names):
            if chancy[strata == name].sum() == 1 and len(names) > 1:
                joined[int(name)] = joined[int(names[at - 1] if at else names[1])]
        return np.array([joined[int(name)] for name in strata], dtype=np.int64)

    @cached_property
    def _factor(self) -> Floats:
        """(1 − π) with the loss of freedom: n_h/(n_h − 1) by stratum, and that of balancing."""
        factor = 1.0 - self.chances
        chancy = self.chances < 1
        for name in np.unique(self._groups):
            inside = (self._groups == name) & chancy
            if inside.sum() > 1:
                factor[inside] *= inside.sum() / (inside.sum() - 1)
        bodies, groups = chancy.sum(), len(np.unique(self._groups[chancy]))
        left = bodies - groups - self._columns.shape[1]
        return factor * (bodies - groups) / left if left > 0 else factor

    @cached_property
    def _columns(self) -> Floats:
        """The balancing variables that can be taken out without fitting noise."""
        chancy = (self.chances < 1).sum()
        groups = len(np.unique(self._groups))
        most = max(0, int(chancy * (1 - LEAST_FREEDOM)) - groups)
        columns = self.balancing if self.balancing.size else np.zeros((self.size, 0))
        return columns[:, :most]

    @cached_property
    def _fixed(self) -> Floats:
        """An orthonormal basis (n, r) of what the design holds fixed, scaled as the values are."""
        left, sizes, _ = np.linalg.svd(self._scaled, full_matrices=False)
        basis: Floats = left[:, sizes > 1e-8 * max(1.0, sizes.max(initial=0.0))]
        return basis

    @cached_property
    def _held(self) -> Floats:
        groups = self._groups
        inside = (groups[:, None] == np.unique(groups)[None, :]) * self.chances[:, None]
        held: Floats = np.hstack((inside, self._columns))
        return held * (np.sqrt(self._factor) / self.chances)[:, None]

    @cached_property
    def _lengths(self) -> Floats:
        """How long each column of what is held is; 1 for one that is nothing."""
        found = np.sqrt((self._held**2).sum(axis=0))
        lengths: Floats = np.where(found > 0, found, 1.0)
        return lengths

    @cached_property
    def _scaled(self) -> Floats:
        """What the design holds fixed, scaled as the values are, each column of length 1."""
        found: Floats = self._held / self._lengths
        return found


def design_of(
    bodies: Sequence[Body],
    *,
    balanced_on: Sequence[str] = (),
    held: Held | None = None,
    weights: Mapping[str, float] | None = None,
) -> Design | None:
    """The design that a sample's own columns tell; None where a body has no probability.

    `held` is what the drawing nearly holds, `balanced_on` what it holds wholly. `weights` are
    calibrated ones by body; those left out have none.
    Strata stand in the column `stratum`. A variable that is numeric throughout is balanced as it
    stands, any other as the number of bodies in each of its classes.
    """
    chances = [body.inclusion_probability for body in bodies]
    known = [chance for chance in chances if chance is not None]
    if not known or len(known) < len(chances):
        return None
    names = [body.facts.get(STRATUM, "") for body in bodies]
    place = {name: at for at, name in enumerate(sorted(set(names)))}
    exact = [column for name in balanced_on for column in indicators(bodies, name)]
    columns = np.array(exact).T if exact else np.zeros((len(known), 0))
    imbalance = None
    if held is not None and all(body.number in held.values for body in bodies):
        nearly = np.array([held.values[body.number] for body in bodies])
        many = columns.shape[1]
        columns = np.hstack((columns, nearly))
        imbalance = np.zeros((columns.shape[1], columns.shape[1]))
        imbalance[many:, many:] = held.covariance
    return Design(
        np.array(known),
        np.array([place[name] for name in names], dtype=np.int64),
        columns,
        np.array([weights.get(body.number, 0.0) for body in bodies]) if weights else None,
        imbalance,
    )


def indicators(bodies: Sequence[Body], name: str) -> list[list[float]]:
    """A fact of the bodies as columns of numbers: itself, or one column a class but the first.

    Where a number is missing its mean stands.
    """
    told = [str(body.level) if name == "level" else body.facts.get(name, "") for body in bodies]
    try:
        known = {value: float(value.replace(",", ".")) for value in told if value}
    except ValueError:
        classes = sorted(set(told))[1:]
        return [[float(value == one) for value in told] for one in classes]
    if not known:
        return []
    mean = sum(known[value] for value in told if value) / sum(bool(value) for value in told)
    return [[known.get(value, mean) for value in told]]
