from dataclasses import replace

import pytest

from tracker.model.enums import IndicatorKind, LightColour
from tracker.model.rows import Light
from tracker.ui.indicators.selection import Choice, arranged, summary


@pytest.fixture
def rows(indicator):
    grey = Light(LightColour.GREY, "缺目标", "没有目标值。")
    plain = replace(indicator, code="I20", name="外贸进出口额", target_value=None, article="C", light=grey, tasks=())
    empty = replace(plain, code="I42", name="独角兽企业", observations=(), article="D")
    words = replace(empty, code="I06", name="全国领先", kind=IndicatorKind.QUALITATIVE, stated="全国领先", article="N0")
    context = replace(words, code="I34", name="研究的城市", kind=IndicatorKind.CONTEXT, stated="6")
    return (context, words, empty, plain, indicator)


@pytest.mark.parametrize(
    ("choice", "codes"),
    [
        (Choice(), ["I07", "I20", "I42", "I06", "I34"]),
        (Choice(has_target=True), ["I07"]),
        (Choice(has_target=False), ["I20", "I42", "I06", "I34"]),
        (Choice(light="risk"), ["I07"]),
        (Choice(light="amber"), ["I07"]),
        (Choice(light="red"), []),
        (Choice(article="C"), ["I20"]),
        (Choice(kind="qualitative"), ["I06"]),
        (Choice(search="外贸"), ["I20"]),
        (Choice(search="i07"), ["I07"]),
        (Choice(search="b3.1"), ["I07"]),
        (Choice(search="全国 领先"), ["I06"]),
        (Choice(search="外贸", article="D"), []),
    ],
)
def test_what_is_shown_and_in_which_order(rows, choice, codes):
    assert [row.code for row in arranged(rows, choice)] == codes


def test_summary(rows):
    assert summary(rows) == "5 项，1 项有目标，1 项有风险"
    assert summary(()) == "0 项，0 项有目标，0 项有风险"
