"""The folder of a course as people write it: its files, its pictures, and what every text in it must keep to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from training.catalog.rules.pictures import MAX_BYTES, picture_name, read_picture
from training.core.errors import Invalid
from training.core.faults import Fault, Faults
from training.core.i18n import _
from training.core.markup import Dropped, find_html, render
from training.core.text_files import TextFile, missing_file, read_text_file

COURSE_FILE = "course.md"
FOLDERS = ("modules", "questions", "quizzes")
MEDIA = "media"
MAX_FILES = 200

_MOST_READ = 2 * 1024 * 1024
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.md")
_TOP_HEADING = re.compile(r"#\s")
_PICTURE_WITHOUT_WORDS = re.compile(r"!\[\s*\]\(")


@dataclass(slots=True)
class CourseFolder:
    """One course's folder, the pictures found in it, and the faults found so far."""

    root: Path
    faults: list[Fault] = field(default_factory=list)
    pictures: Mapping[str, Path] = field(default_factory=dict)

    def fault(self, file: str, line: int, text: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(file, line, text))

    def media(self, name: str) -> str | None:
        """Resolve "media/x.png" as the course will, so far as to tell whether the picture is there."""
        return f"/{name}" if name in self.pictures else None

    def check_names(self) -> None:
        """Note what does not belong into the folder, and read its pictures."""
        for path in _entries(self.root):
            known = path.is_file() if path.name == COURSE_FILE else path.is_dir() and path.name in (*FOLDERS, MEDIA)
            if not known or path.is_symlink():
                self.fault(path.name, 0, _("This is no part of a course folder."))
        self.pictures = dict(self._read_pictures())

    def texts(self, name: str) -> Iterator[TextFile]:
        """Read the files of the folder `name` in the order of their names; each is to be handed to `close`."""
        paths = list(_entries(self.root / name))
        if len(paths) > MAX_FILES:
            self.fault(name, 0, _("At most %(limit)s files are taken.", limit=MAX_FILES))
        for path in paths[:MAX_FILES]:
            file = f"{name}/{path.name}"
            if path.is_symlink() or not path.is_file() or not _NAME.fullmatch(path.name):
                words = _("Files here are named with small letters, digits and hyphens, and end in .md.")
                self.fault(file, 0, words)
                continue
            yield self.text(file)

    def text(self, file: str) -> TextFile:
        """Read one file; a missing one is empty."""
        path = self.root / file
        if not path.is_file() or path.is_symlink():
            return missing_file(file=file)
        with path.open("rb") as opened:
            return read_text_file(opened.read(_MOST_READ), file=file)

    def close(self, text: TextFile) -> None:
        """Take over the faults of a file that has been read to its end."""
        text.front.close()
        self.faults += text.faults.found

    def check_markdown(self, text: str, faults: Faults, *, line: int) -> None:
        """Note what Markdown beginning on `line` of a file holds that a course cannot show."""
        lines = text.split("\n")
        for number, tag in dict(reversed(list(find_html(text)))).items():
            faults.add(line + number - 1, _("HTML is not taken: %(tag)s. Write Markdown.", tag=tag))
        for number, words in enumerate(lines, start=line):
            if _PICTURE_WITHOUT_WORDS.search(words):
                faults.add(number, _("The picture needs a description: ![what it shows](media/…)."))
        try:
            dropped = render(text, media=self.media).dropped
        except Invalid as fault:
            faults.add(line, fault.text)
            return
        for item in dropped:
            number = next((n for n, words in enumerate(lines) if item.address in words), 0)
            faults.add(line + number, _why(item))

    def _read_pictures(self) -> Iterator[tuple[str, Path]]:
        for path in _entries(self.root / MEDIA):
            try:
                wanted = _picture_name(path)
            except Invalid as fault:
                self.fault(f"{MEDIA}/{path.name}", 0, fault.text)
                continue
            if wanted != path.name:
                self.fault(f"{MEDIA}/{path.name}", 0, _("Name the picture %(name)s.", name=wanted))
            yield f"{MEDIA}/{path.name}", path


def _picture_name(path: Path) -> str:
    """Return the name under which the course will keep the picture; raise Invalid where it takes none."""
    if path.is_symlink() or not path.is_file():
        raise Invalid("picture", _("This is no part of a course folder."))
    with path.open("rb") as opened:
        return picture_name(path.name, read_picture(opened.read(MAX_BYTES + 1)).media_type)


def check_no_top_heading(text: TextFile) -> None:
    """Note headings of the first level, which is the title's alone."""
    for number, line in enumerate(text.text.split("\n"), start=text.line):
        if _TOP_HEADING.match(line):
            text.faults.add(number, _("Headings begin with ##; the title is the only heading above."))


def _entries(folder: Path) -> list[Path]:
    if not folder.is_dir() or folder.is_symlink():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _why(item: Dropped) -> str:
    match item.what:
        case "picture":
            return _("There is no picture “%(name)s” in the folder media.", name=item.address)
        case "anchor":
            return _("“%(name)s” leads to no heading of this text.", name=item.address)
    return _("The link “%(name)s” is no https address.", name=item.address)
