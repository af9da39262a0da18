"""`flask units`: a list of units loaded from a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from training.core.access import SYSTEM
from training.core.errors import Refusal
from training.units.loading import load_units
from training.units.unit_file import as_of, read_units

commands = AppGroup("units", help="Organisation units.")


@commands.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as-of", "day", type=click.DateTime(["%Y-%m-%d"]), help="Load the units as they stood on this day.")
def load(file: Path, day: datetime | None) -> None:
    """Load units from FILE, a CSV with code, name, kind, parent, valid_from, valid_to, successor_codes."""
    try:
        lines = read_units(file.read_text("utf-8"))
        loaded = load_units(as_of(lines, day.date()) if day else lines, by=SYSTEM)
    except (Refusal, UnicodeDecodeError) as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"{loaded.added} added, {loaded.unchanged} unchanged")
