"""Clauses and their lead-ins, and words that say who is responsible."""

import pytest

from tracker.intake.text.clauses import Parsed, parse
from tracker.intake.text.passage import Passage


def parsed(text: str) -> Parsed:
    return parse([Passage(text, range(len(text)))])


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("从调查情况看，企业缺人。", ["从调查情况看，企业缺人。"]),
        ("在产品研发的各个阶段，给予补助。", ["在产品研发的各个阶段，给予补助。"]),
        ("对老人来说，路太远。", ["对老人来说，路太远。"]),
        ("在园区建设公共食堂，方便职工。", ["在园区建设公共食堂，", "方便职工。"]),
    ],
)
def test_what_only_frames_a_clause_is_part_of_it(text: str, clauses: list[str]) -> None:
    assert [clause.text for clause in parsed(text).clauses] == clauses


@pytest.mark.parametrize(
    ("text", "duty"),
    [
        ("建成充电站20座。（市发改委、青屿供电公司）", "（市发改委、青屿供电公司）"),
        ("推广节水器具。（市水利局牵头，市住建局配合）", "（市水利局牵头，市住建局配合）"),
        ("建成冷库5座（市商务局、各区县）。", "（市商务局、各区县）"),
        ("建成冷库5座。〔市商务局、各区县；2026年12月〕", "（市商务局、各区县；2026年12月）"),
        ("建成冷库6座。【责任单位：市商务局】", "（责任单位：市商务局）"),
        ("执行甬政办〔2026〕12号文件。", None),
        ("推广节水器具（含水表、龙头）。", None),
        ("请化工企业（市级名单内的单位）停产检修。", None),
    ],
)
def test_offices_alone_in_brackets_at_the_end_are_responsible(text: str, duty: str | None) -> None:
    read = parsed(text)
    assert [d.text for d in read.duties] == ([duty] if duty else [])
    assert not any(duty and duty[1:-1] in clause.text for clause in read.clauses)


@pytest.mark.parametrize(
    ("text", "ordinal"),
    [
        ("第二个问题，村集体靠什么吃饭。", "第二个问题，"),
        ("头一件是专科。", "头一件是"),
        ("第三条，留出一角。", "第三条，"),
    ],
)
def test_spoken_ordinals_count(text: str, ordinal: str) -> None:
    assert parsed(text).clauses[0].ordinal == ordinal
