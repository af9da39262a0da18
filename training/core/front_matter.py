"""Front matter: keys with values in YAML, read by kind, each fault with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

import yaml

from training.core.faults import Faults
from training.core.i18n import _
from training.core.vietnamese import tidy

MAX_BYTES = 64 * 1024

_NULL = "tag:yaml.org,2002:null"
_PLAIN = {f"tag:yaml.org,2002:{name}" for name in ("bool", "str", "int", "float", "timestamp", "value")}
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class _Loader(yaml.SafeLoader):
    """Composes nodes and makes no objects of them; aliases are refused, since they multiply what they point at."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="alias", problem_mark=self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)


def compose(source: str, faults: Faults) -> yaml.Node | None:
    """Return the tree of YAML in the front matter `source`, or None, with what is wrong among `faults`."""
    if len(source.encode()) > MAX_BYTES:
        faults.add(1, _("The front matter is larger than %(limit)s KB.", limit=MAX_BYTES // 1024))
        return None
    try:
        return yaml.compose(source, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        faults.add(line, _("The front matter cannot be read here. Look at quotation marks, colons and indents."))
    except (yaml.YAMLError, RecursionError):
        faults.add(1, _("The front matter cannot be read."))
    return None


class Fields:
    """The keys of a YAML mapping, read by kind; a value is taken as it is written, so 0123 stays 0123 and No stays No.

    Each getter notes what is wrong and returns None or an empty value; `close` notes the keys that nobody asked for.
    Where the whole could not be read, `readable` is False and nothing is said to be missing.
    """

    def __init__(self, node: yaml.Node | None, faults: Faults, *, line: int) -> None:
        self.readable = node is not None or not faults.found
        self.faults, self.line = faults, line
        self._nodes: dict[str, tuple[int, yaml.Node]] = {}
        self._asked: set[str] = set()
        if isinstance(node, yaml.MappingNode):
            self._take(node)
        elif node is not None:
            faults.add(_line(node), _("Keys with values are expected here, such as “title: …”."))

    def _take(self, node: yaml.MappingNode) -> None:
        for key, value in node.value:
            name = str(key.value)
            if name in self._nodes:
                self.faults.add(_line(key), _("The key “%(key)s” is given twice.", key=name))
            self._nodes.setdefault(name, (_line(key), value))

    def line_of(self, key: str) -> int:
        """Return the line of `key`, or where the keys begin."""
        return self._nodes[key][0] if key in self._nodes else self.line

    def has(self, key: str) -> bool:
        """Tell whether `key` is there with a value."""
        self._asked.add(key)
        return key in self._nodes and self._nodes[key][1].tag != _NULL

    def text(self, key: str, *, limit: int, required: bool = False) -> str:
        """Return one line of text of at most `limit` characters."""
        text = tidy(self._scalar(key, required=required) or "")
        if len(text) > limit:
            self._fault(key, _("“%(key)s” has more than %(limit)s characters.", key=key, limit=limit))
        return text

    def whole(self, key: str, *, least: int, most: int, required: bool = False) -> int | None:
        """Return a whole number within the limits."""
        text = self._scalar(key, required=required)
        if text is None:
            return None
        if not re.fullmatch(r"\d{1,9}", text) or not least <= int(text) <= most:
            words = _("“%(key)s” is a whole number from %(least)s to %(most)s.", key=key, least=least, most=most)
            self._fault(key, words)
            return None
        return int(text)

    def number(self, key: str, *, most: int, required: bool = False) -> Decimal | None:
        """Return a number above 0 and at most `most`, written with a decimal comma or point."""
        text = self._scalar(key, required=required)
        if text is None:
            return None
        value = decimal_of(text)
        if value is None or not 0 < value <= most:
            self._fault(key, _("“%(key)s” is a number above 0 and at most %(most)s.", key=key, most=most))
            return None
        return value

    def day(self, key: str) -> date | None:
        """Return a day written as 2026-11-22."""
        text = self._scalar(key)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self._fault(key, _("“%(key)s” is no day; write days as 2016-01-01 (year-month-day).", key=key))
            return None

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        text = self._scalar(key)
        if text is not None and text.lower() not in _FLAGS:
            self._fault(key, _("“%(key)s” is true or false.", key=key))
        return _FLAGS.get((text or "").lower(), default)

    def one_of(self, key: str, choices: Iterable[str], *, default: str = "") -> str:
        """Return one of `choices`; without a default the key must be there."""
        choices = list(choices)
        text = self._scalar(key, required=not default)
        if text is not None and text not in choices:
            self._fault(key, _("“%(key)s” is one of %(choices)s.", key=key, choices=", ".join(choices)))
        return text if text in choices else default

    def texts(self, key: str) -> list[tuple[int, str]]:
        """Return the texts of a list, each with its line."""
        found = []
        for node in self._list(key):
            if isinstance(node, yaml.ScalarNode):
                found.append((_line(node), tidy(node.value)))
            else:
                self.faults.add(_line(node), _("Text is expected here."))
        return found

    def sections(self, key: str) -> list[Fields]:
        """Return the mappings of a list."""
        return [Fields(node, self.faults, line=_line(node)) for node in self._list(key)]

    def section(self, key: str) -> Fields:
        """Return the mapping below `key`, empty where there is none."""
        node = self._nodes[key][1] if self.has(key) else None
        return Fields(node, self.faults, line=self.line_of(key))

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for key, (line, _node) in self._nodes.items():
            if key not in self._asked:
                self.faults.add(line, _("The key “%(key)s” is unknown here.", key=key))

    def _list(self, key: str) -> Iterator[yaml.Node]:
        if not self.has(key):
            return
        node = self._nodes[key][1]
        if isinstance(node, yaml.SequenceNode):
            yield from node.value
        else:
            self._fault(key, _("“%(key)s” is a list.", key=key))

    def _scalar(self, key: str, *, required: bool = False) -> str | None:
        if not self.has(key):
            if required and self.readable:
                self._fault(key, _("“%(key)s” is missing.", key=key))
            return None
        node = self._nodes[key][1]
        if not isinstance(node, yaml.ScalarNode) or node.tag not in _PLAIN:
            self._fault(key, _("“%(key)s” is a single value.", key=key))
            return None
        if required and not node.value.strip():
            self._fault(key, _("“%(key)s” is missing.", key=key))
        return str(node.value).strip()

    def _fault(self, key: str, text: str) -> None:
        self.faults.add(self.line_of(key), text)


def decimal_of(text: str) -> Decimal | None:
    """Return the number that `text` is, with a decimal comma or point and at most five places, or None."""
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    exponent = value.as_tuple().exponent
    return value if isinstance(exponent, int) and -5 <= exponent <= 5 else None


def _line(node: yaml.Node) -> int:
    """Return the line in the file: front matter begins below its first three hyphens."""
    return int(node.start_mark.line) + 2
