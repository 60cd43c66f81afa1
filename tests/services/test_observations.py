from datetime import date

import pytest

from tracker.errors import InputError
from tracker.model.tables import Batch, Indicator, Observation
from tracker.services.observations import PASTED, add_observations


def test_all_values_are_one_act(desk):
    indicator, before = desk.rows(Indicator)[0], len(desk.rows(Batch))
    values = [(date(2023, 6, 30), 186.0, " 公报 "), (date(2023, 9, 30), 188.0, "")]
    changes = desk.act(add_observations, indicator.id, values)
    made = desk.rows(Observation, Observation.source == PASTED)
    assert [(one.observed_on, one.value, one.note) for one in made] == [
        (date(2023, 6, 30), 186.0, "公报"),
        (date(2023, 9, 30), 188.0, ""),
    ]
    assert changes.indicators == {indicator.id}
    assert len(desk.rows(Batch)) == before + 1


@pytest.mark.parametrize("values", [[], [(date(2023, 6, 30), float("nan"), "")]])
def test_what_is_no_value_is_refused(desk, values):
    indicator = desk.rows(Indicator)[0]
    with pytest.raises(InputError):
        desk.act(add_observations, indicator.id, values)
    assert desk.rows(Observation, Observation.source == PASTED) == []
