"""The official fonts where a PC has them, else the nearest it has."""

import pytest

from tracker.reports.fonts import BODY, HEADING, PLAIN, SUBHEADING, TITLE, Font, choose_fonts, families_of

CASES = (
    ({BODY, SUBHEADING, TITLE, HEADING}, {BODY: Font(BODY), SUBHEADING: Font(SUBHEADING), TITLE: Font(TITLE)}),
    ({"仿宋", "楷体", "华文中宋", HEADING}, {BODY: Font("仿宋"), SUBHEADING: Font("楷体"), TITLE: Font("华文中宋")}),
    ({"FangSong", "KaiTi", "SimHei"}, {BODY: Font("仿宋"), SUBHEADING: Font("楷体"), TITLE: Font(PLAIN, bold=True)}),
    ({"SimSun"}, {BODY: Font(PLAIN), SUBHEADING: Font(PLAIN), HEADING: Font("微软雅黑", bold=True)}),
    ({"方正小标宋_GBK", "华文中宋"}, {TITLE: Font("方正小标宋_GBK")}),
    (set(), {BODY: Font(PLAIN), TITLE: Font(PLAIN, bold=True)}),
)


@pytest.mark.parametrize(("installed", "expected"), CASES)
def test_a_missing_font_is_replaced_by_the_first_there_is(installed: set[str], expected: dict[str, Font]) -> None:
    chosen = choose_fonts(installed)
    assert {family: chosen[family] for family in expected} == expected


@pytest.mark.parametrize(
    ("registered", "families"),
    [
        ("SimSun & NSimSun (TrueType)", ("SimSun", "NSimSun")),
        ("仿宋 (TrueType)", ("仿宋",)),
        ("方正小标宋简体", ("方正小标宋简体",)),
    ],
)
def test_a_name_of_the_registry_may_be_two_families(registered: str, families: tuple[str, ...]) -> None:
    assert families_of(registered) == families
