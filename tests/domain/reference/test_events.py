"""Events: which statements one overtakes. Only what it touches, only what was checked before it, and nothing before its day."""

from __future__ import annotations

from datetime import date, timedelta

from domain.catalog import Catalog, catalog
from domain.catalog.records.events import Event
from domain.catalog.records.evidence import Evidence
from domain.catalog.tables import BY_NAME
from domain.catalog.vocabulary import Grade, Platform
from domain.reference.events import last_event, overtaken, unread
from domain.reference.state import table_states

BOOK = catalog()
ROW = "max-ram-per-vm"
CLAIMS = BOOK.key_numbers[ROW].claims
TODAY = date(2100, 1, 1)
DAY = timedelta(days=1)


def with_event(day: date, *touches: str, announced: bool = False) -> Catalog:
    """The catalogue with this one event."""
    given = {"id": "it", "title": "It happened", "what": "It did.", "touches": touches, "announced": announced}
    event = Event.model_validate({**given, "date": day, "grade": Grade.UNCONFIRMED, "checked": day})
    return Catalog({**BOOK.records, "events": {event.id: event}}, "test")


def found(facts: Catalog, today: date = TODAY) -> list[str]:
    return [f"{one.table}/{one.id} {one.at}" for one in overtaken(facts, today)]


def test_an_event_overtakes_what_was_checked_before_its_day_and_no_later() -> None:
    newest = max(claim.checked for claim in CLAIMS.values())
    oldest = min(claim.checked for claim in CLAIMS.values())
    assert found(with_event(oldest, f"key_numbers/{ROW}")) == []
    every = [f"key_numbers/{ROW} claims.{platform.value}" for platform in Platform]
    assert found(with_event(newest + DAY, f"key_numbers/{ROW}")) == every


def test_a_touch_may_name_one_part_of_a_record() -> None:
    facts = with_event(TODAY, f"key_numbers/{ROW}/ove", "decision_matrix/boot-mode/azure_local")
    assert found(facts) == [f"key_numbers/{ROW} claims.ove", "decision_matrix/boot-mode elsewhere.azure_local"]
    assert found(with_event(TODAY, f"key_numbers/{ROW}/no_such_part", "key_numbers/no-such-row")) == []


def test_what_is_announced_overtakes_nothing_before_its_day_and_is_not_the_newest_event() -> None:
    facts = with_event(TODAY, f"key_numbers/{ROW}", announced=True)
    assert found(facts, TODAY - DAY) == []
    assert found(facts, TODAY)
    assert last_event(facts) is None


def test_what_waits_to_be_read_again_is_counted_by_table() -> None:
    dated = ((part.checked, table, id_) for table, id_, _, part in catalog().parts() if isinstance(part, Evidence))
    oldest, table, id_ = min(one for one in dated if one[1] in BY_NAME and one[1] != "events")
    facts = with_event(oldest + DAY, f"{table}/{id_}")
    states = table_states(facts)
    assert states[table].unread == [id_]
    assert [name for name, state in states.items() if name != table and state.unread] == []
    assert len(unread(facts)) == len(found(facts)) > 0
