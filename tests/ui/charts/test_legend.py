import pytest

from tracker.ui.charts.legend import Legend


@pytest.fixture
def legend(qtbot):
    made = Legend()
    qtbot.addWidget(made)
    made.resize(500, 20)
    return made


def test_the_legend_grows_with_its_kinds_and_says_them(legend):
    legend.set_kinds(("观测值", "目标"))
    two = legend.sizeHint().width()
    legend.set_kinds(("观测值", "应达路径", "目标", "基期"))
    assert legend.sizeHint().width() > two
    assert legend.accessibleName() == "图例：观测值、应达路径、目标、基期"


def test_every_kind_is_drawn_differently(legend):
    pictures = []
    for kind in ("观测值", "应达路径", "目标", "基期"):
        legend.set_kinds((kind,))
        pictures.append(legend.grab().copy(0, 0, 18, 20).toImage())
    assert all(a != b for n, a in enumerate(pictures) for b in pictures[n + 1 :])
    legend.set_kinds(())
    assert legend.sizeHint().width() == 0
