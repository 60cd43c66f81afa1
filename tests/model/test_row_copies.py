"""Copies of rows with other values are what dataclasses.replace makes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tracker.model.enums import Status
from tracker.model.rows import MilestoneRow
from tracker.model.rows.copies import with_values

ROW = MilestoneRow(1, "开工", date(2026, 6, 30), None, 1)


@pytest.mark.parametrize("values", [{}, {"title": "投产"}, {"due_on": None, "id": 7, "title": ""}])
def test_a_copy_is_what_replace_makes(values: Mapping[str, Any]) -> None:
    assert with_values(ROW, values) == replace(ROW, **values)
    assert MilestoneRow(1, "开工", date(2026, 6, 30), None, 1) == ROW


def test_a_field_that_is_not_there_is_no_value() -> None:
    with pytest.raises(KeyError):
        with_values(ROW, {"status": Status.CLOSED})
