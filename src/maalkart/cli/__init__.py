"""The command line: parse, call one function of the workflow, print."""

from __future__ import annotations

from maalkart.cli.app import main

__all__ = ["main"]
