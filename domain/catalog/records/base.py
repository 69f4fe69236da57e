"""What every shape of the catalogue is made of: the base of all records, and the kinds of text and number in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


@dataclass(frozen=True)
class RefTo:
    """Says of a text of a record, of a member of its list or of a key, that it is the id of a record of `table`.

    Without `table` it is a record as `table/id`. `used` is what to tell of a record that nobody names there; empty if that
    is no fault. `{table}` in it is the table of those that could.
    """

    table: str = ""
    used: str = ""


def group_of(groups: str) -> RefTo:
    """A record belongs to a group of the table `groups`, and no group is empty."""
    return RefTo(groups, used="no record of {table} belongs to it")


@dataclass(frozen=True)
class Keys:
    """Says of a mapping which keys it has, no more and no fewer: these, or the ids of a table."""

    names: tuple[str, ...] = ()
    ids_of: str = ""


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, strict=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$", strict=True)]
Ref = Annotated[str, StringConstraints(pattern=r"^[a-z_]+/[A-Za-z0-9][A-Za-z0-9_-]{0,79}$", strict=True), RefTo()]
Release = Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+$", strict=True)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=1)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Percent = Annotated[float, Field(ge=0, le=100)]
Switch = Annotated[bool, Field(strict=True)]
Number = Annotated[int, Field(strict=True, ge=0)]


class Record(BaseModel):
    """Base of every record: frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def models_in(hint: Any) -> Iterator[type[BaseModel]]:
    """Every model that a type names."""
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint
    for inner in get_args(hint):
        yield from models_in(inner)


@cache
def _with_models(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(name for name, field in model.model_fields.items() if any(models_in(field.annotation)))


def walk(record: BaseModel, at: str = "") -> Iterator[tuple[str, BaseModel]]:
    """Every model inside `record`, itself included, with its dotted path."""
    yield at, record
    for name in _with_models(type(record)):
        value = getattr(record, name)
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else [("", value)]
        for key, item in inner:
            if isinstance(item, BaseModel):
                yield from walk(item, f"{at}.{name}.{key}".strip("."))
