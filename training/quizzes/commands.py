"""`flask courses`: course folders checked and loaded."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from training.core.access import SYSTEM
from training.core.db import db
from training.core.errors import Refusal
from training.quizzes.course_package import CourseReading, read_course_folder
from training.quizzes.operations import load_course
from training.units.models import Unit

commands = AppGroup("courses", help="Courses as folders.")
paths = click.argument("folders", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))


@commands.command("check")
@paths
def check(folders: tuple[Path, ...]) -> None:
    """Name every fault of the course folders at PATH, by default all in courses/, with file and line."""
    readings = [_report(folder) for folder in _course_folders(folders)]
    if any(reading.faults for reading in readings):
        raise SystemExit(1)


@commands.command("load")
@paths
@click.option("--unit", "unit_name", help="Name or id of the unit whose trainers write the courses; else the root.")
def load(folders: tuple[Path, ...], unit_name: str | None) -> None:
    """Load the course folders at PATH, by default all in courses/; one with faults stops the loading of all."""
    readings = [_report(folder) for folder in _course_folders(folders)]
    if any(reading.faults for reading in readings):
        raise click.ClickException("Nothing has been loaded.")
    unit = find_unit(unit_name)
    for reading in readings:
        try:
            loaded = load_course(reading, unit=unit, by=SYSTEM)
        except Refusal as refusal:
            raise click.ClickException(f"{reading.course.code}: {refusal.text}") from refusal
        told = ", ".join(f"{number} {what}" for what, number in loaded.counts.items() if number)
        click.echo(f"{reading.course.code}: {told or 'nothing new'}")


def find_unit(name: str | None) -> Unit:
    """Return the unit with this id or name, by default the only root; fail in words where there is none."""
    found = select(Unit)
    if name is None:
        found = found.where(Unit.parent_id.is_(None))
    else:
        found = found.where(Unit.id == int(name) if name.isdecimal() else Unit.name == name)
    units = db.session.scalars(found.limit(2)).all()
    if len(units) != 1:
        raise click.ClickException("Name the unit: --unit with its id or its full name.")
    return units[0]


def _course_folders(folders: tuple[Path, ...]) -> list[Path]:
    """Return the course folders meant: those given, or within them, or those of the project."""
    given = folders or (Path(current_app.root_path) / "courses",)
    found: list[Path] = []
    for folder in given:
        if not folder.is_dir():
            raise click.ClickException(f"{folder}: no such folder")
        inner = sorted(child for child in folder.iterdir() if (child / "course.md").is_file())
        found += [folder] if (folder / "course.md").is_file() or not inner else inner
    return found


def _report(folder: Path) -> CourseReading:
    reading = read_course_folder(folder)
    for fault in reading.faults:
        click.echo(f"{folder}/{fault}")
    if not reading.faults:
        questions = sum(len(category.questions) for category in reading.categories)
        click.echo(f"{folder}: {len(reading.modules)} modules, {questions} questions, {len(reading.quizzes)} quizzes")
    return reading
