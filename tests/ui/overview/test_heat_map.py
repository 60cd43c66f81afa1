import pytest
from PySide6.QtCore import Qt

from tracker.model.enums import Status
from tracker.ui.core.page_requests import OpenOffice
from tracker.ui.overview.heat_map import MAIN_ROAD, HeatMap, heat_step


@pytest.mark.parametrize(
    ("count", "step"),
    [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (6, 3), (7, 4), (10, 4), (11, 5), (900, 5)],
)
def test_heat_step(count, step):
    assert heat_step(count) == step


@pytest.fixture
def heat(qtbot):
    made = HeatMap()
    qtbot.addWidget(made)
    made.resize(400, 26 + 27 * 4)
    made.show()
    return made


def _offices(count):
    return [(f"单位{n}", {Status.IN_PROGRESS: n + 1}) for n in range(count)]


def test_cells_carry_the_counts(heat):
    heat.set_data([("市经信局", {Status.IN_PROGRESS: 20, Status.CLOSED: 7}), ("市科技局", {Status.UNASSIGNED: 1})])
    found = {tuple(m.target.values()): m.value for m in heat.marks if m.target}
    assert found == {
        ("市经信局", Status.IN_PROGRESS): 20,
        ("市经信局", Status.CLOSED): 7,
        ("市科技局", Status.UNASSIGNED): 1,
    }
    assert len(heat.marks) == 2 * 3


def test_the_rest_is_summed_up_where_rows_do_not_fit(heat):
    heat.set_data(_offices(12))
    rows = heat.rows(heat.height())
    assert [name for name, _ in rows] == [f"单位{n}" for n in range(8)] + ["其余 4 个单位"]
    assert rows[-1][1][Status.IN_PROGRESS] == 9 + 10 + 11 + 12
    last = [m for m in heat.marks if m.sentence.startswith("其余") and m.value]
    rest = ("单位8", "单位9", "单位10", "单位11")
    assert [m.target for m in last] == [{"office": rest, "status": Status.IN_PROGRESS}]


def test_a_row_that_leads_nowhere_says_its_name_as_well(heat, qtbot):
    """Where the card is narrow its name is cut."""
    heat.set_data(_offices(12))
    *offices, rest = heat.links
    assert [mark.target for mark in offices] == [OpenOffice(f"单位{n}") for n in range(8)]
    assert (rest.target, rest.sentence) == (None, "其余 4 个单位：42 项")
    qtbot.mouseClick(heat, Qt.MouseButton.LeftButton, pos=rest.rect.center().toPoint())  # nothing is picked


def test_as_many_as_fit_are_shown_one_by_one(heat):
    heat.set_data(_offices(4))
    assert [name for name, _ in heat.rows(heat.height())] == ["单位0", "单位1", "单位2", "单位3"]


def test_a_status_has_a_column_only_where_it_occurs(heat):
    heat.set_data([])
    assert heat.columns() == MAIN_ROAD
    heat.set_data([("市教育局", {Status.PAUSED: 1, Status.CANCELLED: 0}), ("市科技局", {Status.IN_PROGRESS: 2})])
    assert heat.columns() == (Status.IN_PROGRESS, Status.PAUSED)


def test_a_heading_without_room_for_its_word_shows_the_sign_of_the_status(heat, monkeypatch):
    painted = []
    monkeypatch.setattr("tracker.ui.overview.heat_map.paint_status", lambda _p, _rect, status: painted.append(status))
    heat.set_data([("市教育局", dict.fromkeys(Status, 1))])
    heat.resize(900, 200)
    heat.grab()
    assert painted == []
    heat.resize(320, 200)
    heat.grab()
    assert painted == [status for status in heat.columns() if len(status.word) > 2]


def test_a_click_asks_for_office_and_status_and_an_empty_cell_for_nothing(qtbot, heat):
    heat.set_data([("市经信局", {Status.IN_PROGRESS: 20}), ("市科技局", {Status.CLOSED: 1})])
    full = next(m for m in heat.marks if m.value)
    empty = next(m for m in heat.marks if not m.value)
    with qtbot.waitSignal(heat.picked) as told:
        qtbot.mouseClick(heat, Qt.MouseButton.LeftButton, pos=full.rect.center().toPoint())
    assert told.args == [{"office": "市经信局", "status": Status.IN_PROGRESS}]
    with qtbot.assertNotEmitted(heat.picked):
        qtbot.mouseClick(heat, Qt.MouseButton.LeftButton, pos=empty.rect.center().toPoint())
