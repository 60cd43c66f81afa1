"""Rows made and copied by the thousand are those that their constructor and dataclasses.replace make."""

from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from tracker.model.enums import LightColour, Status
from tracker.model.rows import Light, MilestoneRow
from tracker.model.rows.copies import maker, with_values

ROW = MilestoneRow(1, "开工", date(2026, 6, 30), None, 1)


@pytest.mark.parametrize("values", [{}, {"title": "投产"}, {"due_on": None, "id": 7, "title": ""}])
def test_a_copy_is_what_replace_makes(values: Mapping[str, Any]) -> None:
    assert with_values(ROW, values) == replace(ROW, **values)
    assert MilestoneRow(1, "开工", date(2026, 6, 30), None, 1) == ROW


def test_a_field_that_is_not_there_is_no_value() -> None:
    with pytest.raises(KeyError):
        with_values(ROW, {"status": Status.CLOSED})


@dataclass(frozen=True, slots=True)
class Basket:
    """A row with a default that each one has for itself."""

    name: str
    codes: list[str] = field(default_factory=list)
    light: Light | None = None


def test_a_row_that_was_made_is_one_of_its_kind() -> None:
    made = maker(MilestoneRow)(1, "开工", date(2026, 6, 30), None, weight=1)
    assert type(made) is MilestoneRow
    assert made == ROW
    assert hash(made) == hash(ROW)
    with pytest.raises(FrozenInstanceError):
        made.title = "投产"  # type: ignore[misc]


def test_what_is_not_given_is_the_default_of_its_kind() -> None:
    assert maker(Light)(LightColour.RED, "逾期", "已逾期。") == Light(LightColour.RED, "逾期", "已逾期。")
    one, another = maker(Basket)("甲"), maker(Basket)("乙")
    one.codes.append("A1")
    assert (one, another) == (Basket("甲", ["A1"]), Basket("乙"))


def test_what_must_be_given_is_missed() -> None:
    with pytest.raises(TypeError, match="sentence"):
        maker(Light)(LightColour.RED, "逾期")  # type: ignore[call-arg]
