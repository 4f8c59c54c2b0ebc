"""Everything computed, as Parquet keyed by (step, step version, input hash).

    derived/<step>-<version>/loose/<key>/<table>.parquet     while a run is going on
    derived/<step>-<version>/<bucket>.<table>.parquet        once the run is over

A step writes all its tables for one key into a temporary folder and renames it: a key is there
whole or not at all. At the end of a run the loose keys are packed into a few buckets by the first
letters of the key; what a bucket holds depends only on the set of keys, never on the order in which
they came. The folder may be deleted at any time and is then rebuilt byte for byte.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from maalkart.store.frames import SCHEMAS, frame

BUCKET_ROWS = 4096  # keys in a step before buckets are cut finer: 16, 256, 4096 files a table


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the workflow and the version of its code; a new version makes all its keys new."""

    name: str
    version: str
    tables: tuple[str, ...]

    @property
    def folder(self) -> str:
        """Where the step's tables lie under `derived/`."""
        return f"{self.name}-{self.version}"


class Derived:
    """The folder `derived/` of a study."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keys(self, step: Step) -> set[str]:
        """The keys for which the step has an answer, a failure included."""
        folder = self.root / step.folder
        found = {path.name for path in (folder / "loose").glob("*") if path.is_dir()}
        for path in folder.glob("*.done.parquet"):
            found.update(pl.read_parquet(path, columns=["key"])["key"].to_list())
        return found

    def write(self, step: Step, key: str, frames: Mapping[str, pl.DataFrame]) -> None:
        """Keep what a step made of one input; a key that is already there is left as it is.

        A step that failed writes the table «failures» alone, and is not tried again.
        """
        frames = {**frames, "done": frame("done", key, [{"failed": "failures" in frames}])}
        loose = self.root / step.folder / "loose"
        loose.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=".making-", dir=loose.parent))
        for table, rows in frames.items():
            rows.write_parquet(making / f"{table}.parquet", compression="zstd")
        try:
            os.rename(making, loose / key)
        except OSError:
            shutil.rmtree(making)
            if not (loose / key).is_dir():
                raise

    def read(self, step: Step, table: str, keys: Collection[str] | None = None) -> pl.DataFrame:
        """The rows of a table, for some keys or all; rows of a key stand together, in order."""
        folder = self.root / step.folder
        paths = sorted(folder.glob(f"*.{table}.parquet"))
        if keys is None:
            paths += sorted((folder / "loose").glob(f"*/{table}.parquet"))
        else:
            begins = {key[:width] for key in keys for width in (1, 2, 3)}
            paths = [path for path in paths if path.name.split(".", 1)[0] in begins]
            loose = (folder / "loose" / key / f"{table}.parquet" for key in sorted(keys))
            paths += [path for path in loose if path.is_file()]
        return _gather(paths, table, keys)

    def pack(self, step: Step, keep: Collection[str]) -> None:
        """Pack loose keys into buckets and drop keys that are no longer asked for."""
        folder = self.root / step.folder
        if not folder.is_dir():
            return
        width = 1 if len(keep) <= BUCKET_ROWS else 2 if len(keep) <= BUCKET_ROWS * 16 else 3
        wanted = defaultdict(set)
        for key in keep:
            wanted[key[:width]].add(key)
        for table in (*step.tables, "failures", "done"):
            self._pack_table(step, table, wanted)
        shutil.rmtree(folder / "loose", ignore_errors=True)
        for leftover in folder.glob(".making-*"):
            shutil.rmtree(leftover, ignore_errors=True)

    def _pack_table(self, step: Step, table: str, wanted: Mapping[str, set[str]]) -> None:
        folder = self.root / step.folder
        changed = {path.parent.name for path in (folder / "loose").glob(f"*/{table}.parquet")}
        for path in sorted(folder.glob(f"*.{table}.parquet")):
            bucket = path.name.split(".", 1)[0]
            held = set(pl.read_parquet(path, columns=["key"])["key"].unique().to_list())
            if not held <= wanted.get(bucket, set()):
                changed |= held
                if bucket not in wanted:
                    wanted = {**wanted, bucket: set()}
        for bucket, keys in sorted(wanted.items()):
            if not any(key.startswith(bucket) for key in changed):
                continue
            rows = self.read(step, table, keys).sort("key", maintain_order=True)
            target = folder / f"{bucket}.{table}.parquet"
            if rows.is_empty():
                target.unlink(missing_ok=True)
                continue
            making = folder / f".making-{bucket}.{table}.parquet"
            rows.write_parquet(making, compression="zstd")
            os.replace(making, target)

    def forget_other_versions(self, step: Step) -> None:
        """Delete what earlier versions of a step made."""
        for folder in self.root.glob(f"{step.name}-*"):
            if folder.name != step.folder:
                shutil.rmtree(folder, ignore_errors=True)


def _gather(paths: list[Path], table: str, keys: Collection[str] | None) -> pl.DataFrame:
    empty = pl.DataFrame(schema={"key": pl.String, **SCHEMAS[table]})
    seen: set[str] = set()
    parts = [empty]
    for path in paths:
        rows = pl.read_parquet(path)
        here = set(rows["key"].unique().to_list())
        want = (here if keys is None else here & set(keys)) - seen
        if want != here:
            rows = rows.filter(pl.col("key").is_in(sorted(want)))
        seen |= want
        parts.append(rows)
    return pl.concat(parts)
