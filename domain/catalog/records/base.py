"""What every shape of the catalogue is made of: the base of all records, and the kinds of text and number in them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, strict=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$", strict=True)]
Ref = Annotated[str, StringConstraints(pattern=r"^[a-z_]+/[A-Za-z0-9][A-Za-z0-9_-]{0,79}$", strict=True)]
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
