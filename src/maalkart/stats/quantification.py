"""Shares adjusted by error rates from other data, where no one has coded the study's own.

Weaker than a correction: it holds only if the coder errs here as it did there. Such a share is
called «adjusted», never «corrected».
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from maalkart.core.settings import Quantifier
from maalkart.stats.correction import Ratio, Statements, share_bounds
from maalkart.stats.design import Design, Floats

CLOSE = 1e-9  # shares nearer each other than this from one round of EM to the next are the same
TELLING = 1e-3  # determinant of the error rates below which nothing can be told from the answers
STEP = 1e-4  # of an answer's share, to find how the adjusted share moves with it
DRAWS = 200  # of the error rates; the width of intervals moves less than a twentieth with more


def em_shares(
    answers: Floats, prior: Floats, *, weights: Floats | None = None, rounds: int = 500
) -> Floats:
    """The shares (…, k) of k codes in new data, from probabilities (…, n, k) and old shares (…, k).

    Saerens, Latinne and Decaestecker (2002, Neural Computation 14): the coder's probabilities are
    taken to be calibrated where the codes had the shares `prior`; they are re-weighted until the
    shares they give are those they were given. `weights` (n,) are how often each row occurs.
    """
    count = answers.shape[-2]
    often = np.full(count, 1 / count) if weights is None else weights / weights.sum()
    shares = prior.astype(float).copy()
    for _ in range(rounds):
        ratio = np.divide(shares, prior, out=np.zeros_like(shares), where=prior > 0)
        weighted = answers * ratio[..., None, :]
        totals = weighted.sum(axis=-1, keepdims=True)
        weighted = np.divide(weighted, totals, out=np.zeros_like(weighted), where=totals > 0)
        found = np.einsum("n,...nk->...k", often, weighted)
        done = np.abs(found - shares).max() < CLOSE
        shares = found
        if done:
            break
    result: Floats = shares
    return result


def counted_shares(given: Floats, observed: Floats) -> Floats:
    """The adjusted count for k codes: the shares (…, k) that solve q = pᵀM, within [0, 1].

    `given` (…, k, k) is M, how often each answer is given where each code is right; `observed` (k,)
    is q, the shares of the answers. For two codes this is Rogan and Gladen's. NaN where the coder
    tells some code no better than chance.
    """
    flipped = np.swapaxes(given, -1, -2)
    telling = np.abs(np.linalg.det(flipped)) > TELLING
    safe = np.where(telling[..., None, None], flipped, np.eye(given.shape[-1]))
    found = np.linalg.solve(safe, np.broadcast_to(observed, given.shape[:-1])[..., None])[..., 0]
    found = np.clip(found, 0, 1)
    result: Floats = np.where(telling[..., None], found / found.sum(axis=-1, keepdims=True), np.nan)
    return result


def quantified(design: Design, of: Statements, tables: Floats, by: Quantifier) -> Ratio | None:
    """A share of statements adjusted by a coder's errors in other documents; None where too few.

    `tables` (d, 3, 3) count, by document that people coded, what is right (not asked, asked, has
    the code) against the coder's answer. The variance has two parts: that of drawing bodies, by the
    derivative of the share to the answers' shares; and that of the error rates, the greater of what
    drawing the coded documents anew gives and what their statements would give if they were
    independent (Dirichlet, Jeffreys' prior).
    """
    answers = np.column_stack(
        [_by_body(design, of, of.asked == 0), _by_body(design, of, (of.asked > 0) & (of.told == 0)),
         _by_body(design, of, of.told > 0)]
    )  # fmt: skip
    total = float(design.weights @ answers.sum(axis=1))
    pooled = tables.sum(axis=0)
    if total <= 0 or (pooled.sum(axis=1) == 0).any():
        return None
    observed = design.weights @ answers / total
    share = float(_share(pooled, observed, by))
    if np.isnan(share):
        return None
    moved = [float(_share(pooled, observed + STEP * way, by)) for way in np.eye(3)]
    slope = (np.array(moved) - share) / STEP
    line = (answers - answers.sum(axis=1, keepdims=True) * observed) @ slope
    sampling = float(design.variance(line / total))
    rng = np.random.default_rng(1)
    rows = rng.gamma(pooled + 0.5, size=(DRAWS, 3, 3))  # rows of gammas over their sum: Dirichlet
    rows *= pooled.sum(axis=1)[None, :, None] / rows.sum(axis=2, keepdims=True)
    known = _share(rows, observed, by)
    errors = float(np.nanvar(known))
    if len(tables) > 1:
        drawn = rng.multinomial(len(tables), np.full(len(tables), 1 / len(tables)), size=DRAWS)
        again = np.tensordot(drawn.astype(float), tables, axes=1)
        again = again[(again.sum(axis=2) > 0).all(axis=1)]
        errors = max(errors, float(np.nanvar(_share(again, observed, by))) if len(again) else 0.0)
    smooth = float(np.clip(np.nanmean(known), 1e-6, 1 - 1e-6))
    variance = sampling + errors
    bounds = share_bounds(share, smooth, variance, design)
    return Ratio(share, variance, bounds, int(pooled.sum()))


def _share(tables: Floats, observed: Floats, by: Quantifier) -> Floats:
    """Of the asked, the share that have the code, by tables (…, 3, 3) of right against answer."""
    if by == "em":
        totals = tables.sum(axis=-2)
        chances = np.divide(
            tables, totals[..., None, :], out=np.zeros_like(tables), where=totals[..., None, :] > 0
        )
        prior = tables.sum(axis=-1) / tables.sum(axis=(-1, -2))[..., None]
        shares = em_shares(np.swapaxes(chances, -1, -2), prior, weights=np.maximum(observed, 0))
    else:
        rows = tables.sum(axis=-1, keepdims=True)
        shares = counted_shares(tables / rows, observed)
    asked = shares[..., 1] + shares[..., 2]
    found: Floats = np.divide(
        shares[..., 2], asked, out=np.full_like(asked, np.nan), where=asked > 0
    )
    return found


def _by_body(design: Design, of: Statements, inside: npt.NDArray[np.bool_]) -> Floats:
    found = np.bincount(of.body, weights=inside.astype(float), minlength=design.size)
    return found.astype(np.float64)
