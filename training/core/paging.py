"""Long lists in pages: the rows of one page, how many there are in all, and the addresses of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request
from sqlalchemy import Select, func, select

from training.core.db import db

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """The rows of page `number` (from 1) of a list of `total` rows."""

    rows: list[T]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """Return how many pages the list has, at least one."""
        return max(1, -(-self.total // self.size))

    def url(self, number: int) -> str:
        """Return the address of another page of the list that this request shows."""
        wanted = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
        return f"{request.path}?{urlencode([*wanted, ('page', number)])}"


def page_of(statement: Select[Any], *, number: int, size: int = 50) -> Page[Any]:
    """Return page `number` of the entities that `statement` selects, with two queries; past the end, the last page."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    last = max(1, -(-total // size))
    number = min(max(number, 1), last)
    rows = db.session.scalars(statement.limit(size).offset((number - 1) * size)).unique().all()
    return Page(list(rows), number, size, total)
