"""Arrays with a column for each of many migrations that are reckoned together."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass
class Points:
    """A record of arrays, or of records of them, whose last axis counts the points."""

    def only(self, keep: npt.NDArray[np.bool_]) -> Self:
        """The same of the points to keep."""
        return self._at(np.flatnonzero(keep))

    def _at(self, places: npt.NDArray[np.intp]) -> Self:
        return type(self)(**{f.name: _at(getattr(self, f.name), places) for f in fields(self)})


def _at(value: Any, places: npt.NDArray[np.intp]) -> Any:
    return value._at(places) if isinstance(value, Points) else value.take(places, axis=-1)


def share(part: Array, whole: Array) -> Array:
    """Part by whole, 0 where there is nothing to share."""
    return np.divide(part, whole, out=np.zeros(np.broadcast(part, whole).shape), where=whole > 0)


def over_parts(values: Array) -> Array:
    """The sum over the parts of the working set, which most writers have one of: then the amount itself, not a copy."""
    return values[0] if len(values) == 1 else np.asarray(values.sum(axis=0))
