"""One of several options in a link: by which names links call it, what a link asks for, and what was taken for granted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Generic, TypeVar

from components.kit import address, share
from components.kit.address import Counts
from components.kit.markup import markdown_quote

T = TypeVar("T")


class Choice(Generic[T]):
    """The options of a widget by their labels; `assumed` is the label of what `holds` while nothing is chosen.

    `former` are labels of today by former labels and ids. What no option is, is named.
    """

    def __init__(
        self,
        key: str,
        options: Mapping[str, T],
        what: str,
        holds: T | None,
        former: Mapping[str, str] | None = None,
        counts: Counts = Counts.LAST,
    ) -> None:
        self.key, self.options, self.what, self.former, self.counts = key, options, what, former or {}, counts
        self.assumed = next((label for label, value in options.items() if value == holds), None)

    def instead(self) -> str | None:
        """The label that stands in place of what the link has: it calls the option otherwise, or took another for granted."""
        if (then := self._assumed_then()) is not None:
            return then
        asked = address.asked(self.key, f"the {self.what}", self.counts)
        label = self._label(asked or "")
        if label is None:
            name_unknown([asked or ""], self.options, self.what)
        return None if label == asked else label

    def all_instead(self) -> list[str] | None:
        """As `instead`, where any of the options may be chosen."""
        asked = address.every(self.key, f"the {self.what}")
        labels = [self._label(one) for one in asked]
        name_unknown([one for one, label in zip(asked, labels, strict=True) if label is None], self.options, self.what)
        known = list(dict.fromkeys(label for label in labels if label))
        return None if set(known) <= set(asked) else known

    def hold(self, picked: str | None) -> None:
        """Note what is chosen for the link that is given away."""
        share.hold(self.key, picked, self.assumed, self.id_of)

    def id_of(self, label: str) -> str:
        """What stays when the label is another one day: the id of a record, the value of a vocabulary's member."""
        value = self.options.get(label)
        if isinstance(value, bool):
            return str(value).lower()
        return str(value) if isinstance(value, str) else getattr(value, "id", label)

    def _assumed_then(self) -> str | None:
        """The option that the opened link took for granted, if another holds today."""
        if (then := share.assumption(self.key)) is None or (label := self._label(then)) == self.assumed:
            return None
        share.differs(self.what, label or then, self.assumed or "open", kept=label is not None)
        return label

    def _label(self, called: str) -> str | None:
        """The option that a link calls by its label, its id, or a former one of either."""
        if called in self.options or not called:
            return called or None
        by_id = next((label for label in self.options if self.id_of(label) == called), None)
        label = by_id or self.former.get(called)
        return label if label in self.options else None


def asked_option(key: str, options: Collection[str], what: str, counts: Counts) -> None:
    """Name what the link asks for and none of the options is; for a choice that is not drawn."""
    name_unknown([address.asked(key, f"the {what}", counts) or ""], options, what)


def name_unknown(asked: Sequence[str], known: Collection[str], what: str) -> None:
    """Name what a link asks for and is not known."""
    unknown = [value for value in asked if value and value not in known]
    if unknown:
        names = ", ".join(markdown_quote(value) for value in unknown[:3])
        more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
        address.notice(f"This link asks for the {what} {names}{more}, which is not in the catalogue. The rest of it is shown.")
