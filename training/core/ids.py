"""The condition that a column is one of many ids, as one parameter for either database."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Integer, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import String, TypeDecorator, TypeEngine


def one_of(column: Any, name: str) -> ColumnElement[bool]:
    """Return the condition that `column` is one of the ids given as the parameter `name`.

    The statement has one parameter, however many ids there are: both engines and both drivers read a statement with a
    thousand parameters for longer than they look for the rows.
    """
    return _OneOf(column, bindparam(name, type_=_Ids))


class _Ids(TypeDecorator[Any]):
    """Many ids as one value: an array for PostgreSQL, a JSON text for SQLite."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String() if dialect.name == "sqlite" else ARRAY(Integer))

    def process_bind_param(self, value: Iterable[int] | None, dialect: Dialect) -> str | list[int]:
        ids = list(value or ())
        return json.dumps(ids) if dialect.name == "sqlite" else ids


class _OneOf(FunctionElement[Any]):
    # Without a type: of a boolean SQLAlchemy would write "= 1" for SQLite, which then finds no index for it.
    inherit_cache = True


@compiles(_OneOf)
def _array(element: _OneOf, compiler: SQLCompiler, **how: Any) -> str:
    column, ids = element.clauses
    return compiler.process(column == any_(ids), **how)


@compiles(_OneOf, "sqlite")
def _json_each(element: _OneOf, compiler: SQLCompiler, **how: Any) -> str:
    column, ids = element.clauses
    return compiler.process(column.in_(select(func.json_each(ids).table_valued("value").c.value)), **how)
