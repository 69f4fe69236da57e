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
        return type(self)(**{f.name: _only(getattr(self, f.name), keep) for f in fields(self)})


def _only(value: Any, keep: npt.NDArray[np.bool_]) -> Any:
    return value.only(keep) if isinstance(value, Points) else value[..., keep]


def share(part: Array, whole: Array) -> Array:
    """Part by whole, 0 where there is nothing to share."""
    return np.divide(part, whole, out=np.zeros(np.broadcast(part, whole).shape), where=whole > 0)
