"""What stands around a clause: lead-ins, papers of several articles, headings, places of one's own and elsewhere."""

import pytest

from tracker.intake.judge.context import (
    labels_of,
    lead_kind,
    own_places,
    paper_kind,
    places_elsewhere,
    section_kind,
    settings_of,
)
from tracker.intake.text.clauses import parse
from tracker.intake.text.layout import laid_out
from tracker.intake.text.passage import Passage, Role
from tracker.intake.text.repair import passages_of


def passages(text: str) -> list[Passage]:
    return laid_out(passages_of(text, wrapped=True)[0])


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("建议如下：", "advice"),
        ("他有自己的想法：", "advice"),
        ("我给市里提三条建议。", "advice"),
        ("具有以下几个特征：", ""),
        ("主要表现：", ""),
        ("存在的主要问题：", "problem"),
        ("今天我强调几个问题。", ""),
        ("外地的做法：", "lesson"),
        ("您看该从哪里抓起？", "advice"),
        ("食堂的卫生怎么保证？", "advice"),
        ("这些钱如何落实？", "advice"),
        ("钱从哪里来？", ""),
    ],
)
def test_a_lead_in_shows_what_follows(words: str, kind: str) -> None:
    assert lead_kind(words) == kind


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("二、主要短板", "problem"),
        ("二、补齐三块短板", "advice"),
        ("（二）破解用地瓶颈", "advice"),
        ("二、全面排查安全隐患", "advice"),
        ("二、安全隐患排查情况", "problem"),
        ("三、外地经验", "lesson"),
        ("一、工作回顾", "practice"),
    ],
)
def test_a_heading_that_begins_with_a_verb_is_advice(heading: str, kind: str) -> None:
    assert section_kind(heading) == kind


TWO = """园区扶持办法

李明远

{filler}对策建议如下：把厂房租金降下来。

夜市的灯火

王小川

{filler}夜市的灯一盏盏亮起来。
""".replace("{filler}", "园区发展到今天，靠的是一代代建设者的接续努力，也靠市场力量的推动。" * 8)


def test_an_article_does_not_inherit_the_lead_in_and_the_kind_of_the_one_before() -> None:
    read = passages(TWO)
    clauses = parse(read).clauses
    settings = settings_of(read, clauses)
    shown = {clause.text: (setting.lead, setting.paper) for clause, setting in zip(clauses, settings, strict=True)}
    assert shown["把厂房租金降下来。"] == ("advice", "order")
    assert shown["夜市的灯一盏盏亮起来。"] == ("", "")


@pytest.mark.parametrize(
    ("text", "elsewhere", "head"),
    [
        ("名单有裕城（新加坡）、筑川（日本）。", True, "筑川建立研究机构"),
        ("园区要学先进。", True, "慕尼黑加大政策引导"),
        ("园区要学先进。", True, "德国的行会掌握考核权"),
        ("园区要学先进。", False, "园区加大政策引导"),
    ],
)
def test_places_elsewhere_are_known_or_stand_beside_their_country(text: str, elsewhere: bool, head: str) -> None:
    read = [Passage(text, range(len(text)))]
    assert bool(places_elsewhere(read, frozenset()).search(head)) is elsewhere


def test_a_city_that_the_text_names_again_and_again_is_its_own() -> None:
    words = "岚浦市的港口很忙。岚浦的船多，岚浦的人勤快。大超市开在夜市边上，超市的灯很亮，超市里人多。"
    own = own_places([Passage(words, range(len(words)))])
    assert "岚浦" in own
    assert not any("超" in name for name in own)


def test_a_known_city_in_the_title_is_no_place_elsewhere() -> None:
    read = [Passage("苏州园区的路", range(6), Role.TITLE), Passage("苏州设立基金。", range(10, 17))]
    assert not places_elsewhere(read, own_places(read)).search("苏州设立基金")


def test_the_known_city_that_a_text_is_mostly_about_is_its_own() -> None:
    words = "温州的港口很忙。" * 6 + "苏州设立基金。"
    own = own_places([Passage(words, range(len(words)))])
    assert "温州" in own
    assert "苏州" not in own


NOTES = """电 话 记 录

来电单位：市防汛办        来电人：唐科长
来电时间：7月2日20时

通话内容：今晚把园区的排水泵都开起来。
落实情况：四台水泵已经开启。
领导批示：
园区门口的积水要有人守着。
处理结果：
门口已派人值守。
"""


def test_the_label_of_a_paragraph_says_whether_it_orders_or_reports() -> None:
    read = passages(NOTES)
    shown = {passage.text: label for passage, label in zip(read, labels_of(read), strict=True)}
    assert shown["通话内容：今晚把园区的排水泵都开起来。"] == "order"
    assert shown["落实情况：四台水泵已经开启。"] == "outcome"
    assert shown["园区门口的积水要有人守着。"] == "order"
    assert shown["门口已派人值守。"] == "outcome"


def test_the_head_of_a_form_is_no_running_text() -> None:
    read = passages(NOTES)
    assert not any(passage.text.startswith("来电") for passage in read if passage.role in (Role.BODY, Role.HEADING))
    assert paper_kind(read) == "note"


@pytest.mark.parametrize(
    "line", ["整改要求：市水利局10月前修好水闸。", "受访人：园区要尽快通车，越快越好。", "建议：修路"]
)
def test_a_label_before_a_sentence_is_no_head_of_a_form(line: str) -> None:
    (read,) = passages(line)
    assert read.role is not Role.ASIDE


def test_a_short_line_above_the_text_says_that_it_is_a_note() -> None:
    assert paper_kind(passages("便笺\n\n老王：园区的路灯坏了，你找人修好。")) == "note"
    assert paper_kind(passages("园区里的便笺\n\n李明远\n\n桌上放着一张便笺，字迹很旧。")) != "order"


def test_what_was_done_leads_in_no_advice() -> None:
    assert lead_kind("近年来，我们做了以下工作：") == "practice"
    assert lead_kind("下一步做好以下工作：") == "advice"
