"""Work over many items: limited processes for what is not trusted, any executor for what is.

`map_limited` and `Pool` run a function in worker processes that may be killed by what they read;
`map` runs trusted steps. Both answer in the order of the items, whatever the number of workers.
"""

from __future__ import annotations

from maalkart.engine.limits import Limits
from maalkart.engine.pool import Pool, WorkerDiedError, map_limited
from maalkart.engine.steps import map_steps
from maalkart.engine.worker import alive

map = map_steps

__all__ = ["Limits", "Pool", "WorkerDiedError", "alive", "map", "map_limited", "map_steps"]
