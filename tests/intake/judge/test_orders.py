"""Papers that instruct offices: their orders are proposed in whatever words they come, what they report is not."""

from collections.abc import Callable

import pytest

from tracker.intake.judge.features import describe
from tracker.intake.judge.orders import charges, orders_of
from tracker.intake.judge.weights import LABELS, Weights
from tracker.intake.text.clauses import parse
from tracker.intake.text.layout import laid_out
from tracker.intake.text.repair import passages_of
from tracker.model.rows.intake import Candidate, Proposal

Proposed = Callable[..., Proposal]


def quotes(proposal: Proposal) -> str:
    return " ".join(candidate.quote for candidate in leaves(proposal))


def leaves(proposal: Proposal) -> list[Candidate]:
    return [candidate for candidate in proposal.candidates if candidate.kind.asks]


MINUTES = "江海市政府专题会议纪要\n\n5月8日，副市长主持召开会议，研究园区供水问题。\n\n{heading}\n\n{body}\n"
NOTES = "市领导批示摘编\n\n一、在《园区停水问题突出》上的批示\n\n{body}\n"
TALK = "在园区服务现场会上的讲话\n\n李明远\n\n今天走了三个园区，看得人着急。\n\n{body}\n"


@pytest.mark.parametrize(
    "sentence",
    [
        "市水务集团每月8日给我一张停水的表。",
        "供电公司先把备用线路接上。",
        "转市经信局、市水务集团阅处。",
        "结果告来信企业。",
        "明远同志负责，两周内走一遍。",
    ],
)
def test_notes_of_leaders_order_in_few_words(proposed: Proposed, sentence: str) -> None:
    body = f"周行：请市经信局牵头查明原因。{sentence}"
    assert sentence[2:9] in quotes(proposed(NOTES.format(body=body)))


@pytest.mark.parametrize(
    "heading", ["一、听取园区供水情况的汇报", "二、审议《园区停水问题处置预案》", "三、研究园区用水困难有关问题"]
)
def test_what_a_meeting_took_up_is_no_section_of_reports_or_problems(proposed: Proposed, heading: str) -> None:
    body = "会议要求，市水利局要建立日报制度，10月8日前接通二水厂专线。所需资金由市财政局安排。"
    found = quotes(proposed(MINUTES.format(heading=heading, body=body)))
    assert all(words in found for words in ("建立日报制度", "接通二水厂专线", "市财政局安排"))


@pytest.mark.parametrize(
    "sentence",
    [
        "会议听取了市水利局的汇报。",
        "会议指出，园区供水三年来有所好转。",
        "会议同意市水利局提出的供水方案。",
        "目前仍有7家企业靠水车送水。",
        "个别园区的水表没有装齐。",
    ],
)
def test_what_minutes_report_is_not_proposed(proposed: Proposed, sentence: str) -> None:
    body = f"{sentence}会议决定，市水利局10月8日前接通二水厂专线。"
    found = quotes(proposed(MINUTES.format(heading="一、园区供水", body=body)))
    assert "接通二水厂专线" in found
    assert sentence[3:9] not in found


def test_an_order_behind_a_lead_in_that_reports_stays_an_order(proposed: Proposed) -> None:
    body = "会议对下一步工作作了安排：市统计局每旬通报一次用水量，市教育局逐校检查水箱。"
    found = quotes(proposed(MINUTES.format(heading="一、园区供水", body=body)))
    assert "每旬通报一次用水量" in found
    assert "逐校检查水箱" in found


def test_a_paragraph_addressed_to_somebody_orders_without_naming_him_again(proposed: Proposed) -> None:
    body = "给教育局的作业：托班的名额明年加一倍。\n\n给园区的作业：食堂的门口装上雨棚。"
    found = quotes(proposed(TALK.format(body=body)))
    assert "名额明年加一倍" in found
    assert "装上雨棚" in found


def test_a_name_and_what_an_office_does_with_it_are_one_action(proposed: Proposed) -> None:
    found = [c.quote for c in leaves(proposed(TALK.format(body="剩下的两条断头路，城建集团要在年底前打通。")))]
    assert found == ["剩下的两条断头路，城建集团要在年底前打通。"]


def test_a_lead_in_inside_an_item_speaks_for_that_item_alone(proposed: Proposed) -> None:
    text = (
        "关于园区食堂检查情况并限期整改的函\n\n市经信局：\n\n"
        "（一）排烟不合规。6家食堂的烟道离窗户太近。整改意见：把烟道一律改到楼顶。\n\n"
        "（二）台账不全。9家食堂的进货单据缺失。整改意见：每批食材留存一份检验报告。\n"
    )
    found = quotes(proposed(text))
    assert "改到楼顶" in found
    assert "留存一份检验报告" in found
    assert "单据缺失" not in found


def test_the_words_of_a_study_gain_nothing(proposed: Proposed) -> None:
    text = "园区供水的现状与思考\n\n李明远\n\n园区供水一向紧张。水务集团每月8日抄表，供电公司的线路也常常停电。\n"
    assert leaves(proposed(text)) == []


def test_what_a_leader_settles_on_a_visit_is_proposed(proposed: Proposed) -> None:
    text = (
        "区委书记调研随记：园区三问\n\n5月8日，区委书记李明远到园区走了一天。\n\n"
        "一问水。水压冬天总是不够，锅炉开不起来。李明远当场定：水务局明早派人来测；管子本月底前换完。\n"
    )
    found = quotes(proposed(text))
    assert "派人来测" in found
    assert "换完" in found
    assert "锅炉" not in found


@pytest.mark.parametrize(
    "sentence",
    [
        "5月上旬，市安委办组织6个检查组，对园区消防进行了检查。",
        "个别乡镇把检查当作过场。",
        "加氢站审批无人牵头。",
        "请予审议。",
    ],
)
def test_what_a_circular_reports_is_not_proposed(proposed: Proposed, sentence: str) -> None:
    text = f"关于园区消防检查情况的通报\n\n{sentence}\n\n各园区要在9月底前配齐灭火器。\n"
    assert [candidate.quote for candidate in leaves(proposed(text))] == ["各园区要在9月底前配齐灭火器。"]


def leans(text: str) -> bool:
    """Tell whether any clause of a text is held an order by its words."""
    passages = laid_out(passages_of(text, wrapped=True)[0])
    clauses = parse(passages).clauses
    return any(order.begins > 0 for order in orders_of(passages, clauses, describe(passages, clauses)[1]))


@pytest.mark.parametrize(("said", "shown"), [("将旧厂房改造为公寓", False), ("应在年底前将旧厂房改造为公寓", True)])
def test_a_text_of_orders_is_known_by_its_paragraphs(said: str, *, shown: bool) -> None:
    body = "\n\n".join(f"{name}园区。市政府{said}。" for name in ("东", "西", "南", "北", "中"))
    assert leans(f"园区留人的几件事\n\n李明远\n\n{body}\n") is shown


@pytest.mark.parametrize(
    ("clause", "shown"),
    [
        ("市水利局要建立日报制度", True),
        ("城管、交警每晚上路巡查", True),
        ("城东区于5月底前完成迁移", True),
        ("小区改造的进度不快", False),
        ("局部可达四十度", False),
        ("全部装上新表", False),
        ("园区的路灯坏了一半", False),
    ],
)
def test_who_is_charged_with_something(clause: str, *, shown: bool) -> None:
    assert charges(clause) is shown


def test_leanings_are_added_to_what_the_weights_say() -> None:
    weights = Weights(100, {"bias": (100, 0, 0, 0, 0, 0, 0, 0)}, [[(0,) * 8 for _ in LABELS] for _ in range(4)])
    assert weights.judge([["bias"], ["bias"]], [3, 2]).labels == "OO"
    assert weights.judge([["bias"], ["bias"]], [3, 2], leanings=[(0.0, 0.0), (4.0, 0.0)]).labels == "OT"
    assert weights.judge([["bias"], ["bias"]], [3, 0], leanings=[(4.0, 0.0), (0.0, 4.0)]).labels == "Tt"
