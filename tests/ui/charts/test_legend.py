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


def test_what_does_not_fit_whole_is_left_out_and_told(legend):
    kinds = ("观测值", "应达路径", "趋势与80%区间", "目标", "基期")
    legend.set_kinds(kinds)
    legend.resize(legend.sizeHint().width(), 20)
    apart = legend.placed()
    assert [kind for kind, _ in apart] == list(kinds)
    legend.resize(legend.width() - 40, 20)  # closer, but all of them
    close = legend.placed()
    assert [kind for kind, _ in close] == list(kinds)
    assert close[1][1] < apart[1][1]
    legend.resize(legend.width() - 60, 20)
    assert [kind for kind, _ in legend.placed()] == list(kinds[:-1])
    assert "基期" in legend.toolTip()
