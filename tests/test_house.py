"""The house rules of docs/architecture.md, kept by reading the code itself."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
CODE = sorted((ROOT / "training").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
#: Pages that make something beside a list of what there is.
MAKING = {"templates/webhooks/index.html", "templates/reporting/tokens.html", "templates/hours/record.html"}
COMPONENTS = ROOT / "templates" / "components"


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


each_file = pytest.mark.parametrize("path", CODE, ids=name_of)
each_template = pytest.mark.parametrize("path", TEMPLATES, ids=name_of)


@each_file
def test_a_file_is_short_and_says_what_it_is(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 350
    words = ast.get_docstring(ast.parse(text))
    assert words
    assert len(words.splitlines()) <= 12


@each_file
def test_only_the_database_module_commits(path: Path) -> None:
    if name_of(path) != "training/core/db.py":
        assert not [name for name, _ in calls(ast.parse(path.read_text())) if name.endswith("session.commit")]


@each_file
def test_roles_are_compared_in_access_alone(path: Path) -> None:
    if path.name != "access.py":
        held = [name for name, _ in calls(ast.parse(path.read_text())) if name.endswith((".holds", ".holds_over"))]
        assert not held


@each_file
def test_no_function_imports(path: Path) -> None:
    tree = ast.parse(path.read_text())
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert not [n for f in functions for n in ast.walk(f) if isinstance(n, ast.Import | ast.ImportFrom)]


@each_file
def test_the_environment_is_read_by_the_settings_alone(path: Path) -> None:
    assert "os.environ" not in path.read_text()
    assert "getenv(" not in path.read_text()


@each_file
def test_words_are_looked_up_as_constants(path: Path) -> None:
    for name, call in calls(ast.parse(path.read_text())):
        if name in {"_", "_l", "ngettext"} and call.args:
            assert not isinstance(call.args[0], ast.JoinedStr), ast.unparse(call)


@each_file
def test_no_module_has_a_name_that_says_nothing(path: Path) -> None:
    assert path.stem not in {"utils", "util", "helpers", "manager", "common", "misc"}


def test_the_program_does_not_know_the_application() -> None:
    assert not [name_of(p) for p in CODE if re.search(r"^(from|import) app\b", p.read_text(), re.MULTILINE)]


@each_template
def test_a_template_carries_no_inline_style_or_script(path: Path) -> None:
    text = re.sub(r"{[%{#].*?[%}#]}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"\sstyle\s*=\s*[\"']", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text)


@each_template
def test_a_form_that_makes_something_is_taken_once(path: Path) -> None:
    if path.stem.startswith("new") or name_of(path) in MAKING:
        assert all("once" in call for call in re.findall(r"form_start\([^}]*", path.read_text()))


@each_template
def test_a_template_is_short(path: Path) -> None:
    if COMPONENTS not in path.parents:
        assert len(path.read_text().splitlines()) <= 160


def test_every_macro_is_used() -> None:
    texts = {p: p.read_text() for p in TEMPLATES}
    macros = {(p, m) for p in COMPONENTS.glob("*.html") for m in re.findall(r"{%-?\s*macro (\w+)", texts[p])}
    everything = "\n".join(texts.values())
    unused = [f"{p.name}: {m}" for p, m in macros if len(re.findall(rf"\b{m}\(", everything)) < 2]
    assert not unused


def test_every_word_has_its_vietnamese() -> None:
    catalogue = read_po(io.BytesIO((ROOT / "translations/vi/LC_MESSAGES/messages.po").read_bytes()), locale="vi")
    method_map = [("training/**.py", "python"), ("app.py", "python"), ("templates/**.html", "jinja2")]
    keywords = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
    found = extract_from_dir(
        str(ROOT), method_map, keywords=keywords, directory_filter=lambda d: not re.search(r"/\.|/var", d)
    )
    missing = set()
    for _file, _line, message, _comments, _context in found:
        key = message[0] if isinstance(message, tuple) else message
        entry = catalogue.get(key)
        if entry is None or not entry.string or (isinstance(entry.string, tuple) and not all(entry.string)):
            missing.add(key)
    assert not missing


def test_a_translation_fills_the_same_blanks() -> None:
    catalogue = read_po(io.BytesIO((ROOT / "translations/vi/LC_MESSAGES/messages.po").read_bytes()), locale="vi")
    blanks = re.compile(r"%\(\w+\)[sd]")
    wrong = []
    for message in catalogue:
        source = message.id[-1] if isinstance(message.id, tuple) else message.id
        told = message.string if isinstance(message.string, str) else " ".join(message.string)
        if source and set(blanks.findall(told)) - set(blanks.findall(source)):
            wrong.append(source)
    assert not wrong
