"""Arrays with a column for each of many migrations that are reckoned together."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass
class Points:
    """A record of arrays, or of records of them, whose last axis counts the points."""

    def take(self, places: npt.NDArray[np.intp], axis: int = -1) -> Self:
        """The same of the points at these places."""
        return type(self)(**{f.name: getattr(self, f.name).take(places, axis=axis) for f in fields(self)})


def share(part: Array, whole: Array) -> Array:
    """Part by whole, 0 where there is nothing to share."""
    return np.divide(part, whole, out=np.zeros(np.broadcast(part, whole).shape), where=whole > 0)


def over_parts(values: Array) -> Array:
    """The sum over the parts of the working set, which most writers have one of: then the amount itself, not a copy."""
    return values[0] if len(values) == 1 else np.asarray(values.sum(axis=0))
