"""A study of the invented country, and a process of its own that collects for it."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from invented_sites import TERM, Body
from local_web import OPEN, resolved

from maalkart.workflow.collect import World, collect
from maalkart.workflow.collecting.records import CollectReport
from maalkart.workflow.study import Study

SETTINGS = """[study]
name = "Oppdiktede kommuner"
[population]
register = "register.csv"
[documents]
kinds = ["samfunnsdel", "planstrategi", "okonomiplan", "intensjonsavtale", "arbeidsgiverstrategi"]
[collect]
contact = "test@example.org"
term = ["{first}", "{last}"]
delay = {delay}
hosts = {hosts}
timeout = 2.0
max_seconds = 3.0
max_mb = 4.0
allow_networks = ["{network}"]
warc = {warc}
"""


def make_study(
    folder: Path,
    bodies: Sequence[Body],
    *,
    delay: float = 0.05,
    hosts: int = 16,
    warc: bool = False,
) -> Path:
    """Write a study of the bodies; returns its folder."""
    (folder / "documents").mkdir(parents=True)
    text = SETTINGS.format(
        first=TERM[0], last=TERM[1], delay=delay, hosts=hosts, network=OPEN, warc=str(warc).lower()
    )
    (folder / "study.toml").write_text(text, encoding="utf-8")
    rows = [f"{b.number},{b.name},municipality,http://{b.host}/" for b in bodies]
    register = "\n".join(["number,name,level,website", *rows]) + "\n"
    (folder / "register.csv").write_text(register, encoding="utf-8")
    return folder


def collect_here(
    folder: Path, places: Mapping[str, tuple[str, int]], *, anew: bool = False
) -> CollectReport:
    """Collect over a local web whose hosts are at these places."""
    world = World(resolve=partial(resolved, places))
    return collect(Study.open(folder), anew=anew, workers=1, world=world)


if __name__ == "__main__":
    collect_here(Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text("utf-8")))
