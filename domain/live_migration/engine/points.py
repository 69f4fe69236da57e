"""Arrays with a column for each of many migrations that are reckoned together."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass
class Points:
    """A record of arrays, or of records of them, whose last axis counts the points; and of what holds or not for all of them."""

    def take(self, places: npt.NDArray[np.intp], axis: int = -1) -> Self:
        """The same of the points at these places."""
        taken = copy(self)
        for name, values in vars(self).items():
            if not isinstance(values, bool):
                setattr(taken, name, values.take(places, axis=axis))
        return taken


def share(part: Array, whole: Array) -> Array:
    """Part by whole, 0 where there is nothing to share."""
    return np.asarray(part / np.where(whole > 0, whole, np.inf))


def over_parts(values: Array) -> Array:
    """The sum over the one or two parts of the working set; of one the amount itself, not a copy."""
    return values[0] if len(values) == 1 else np.asarray(values[0] + values[1])
