"""What is a leaf and what is not, case by case; the sentences are written for the tests."""

from collections.abc import Callable

import pytest

from tracker.model.rows.intake import Candidate, Proposal

Leaves = Callable[..., list[Candidate]]

PADDING = "完善园区物业管理制度，定期公布收费标准。"


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("出台园区扶持办法，明确申报条件和流程。", 1),  # a parameter
        ("建设中试基地，为初创企业提供检验检测服务。", 1),  # a purpose
        ("依托行业协会，举办供需对接会。", 1),  # means before
        ("建立联席会议制度，实行月调度、季通报。", 1),  # a mechanism
        ("将安全生产纳入园区考核，考核结果与资金安排挂钩。", 1),
        ("建立园区联席会议制度，办公室设在市经信局。", 1),  # where it sits is part of it
        ("园区道路改造所需费用，由市财政局在年度预算中安排。", 1),  # what an office does is named first
        ("支持企业开展数字化改造、绿色化改造、智能化改造。", 1),  # objects in a row
        ("建设人才公寓500套；引进物业服务企业；开通园区巴士。", 3),
        ("鼓励企业设立研发中心。", 1),
        ("探索园区统一供热的机制。", 1),
        ("建设园区数据平台，降低企业的管理成本。", 1),  # what it is good for
        ("请市经信局牵头，市财政局参与，尽快拿出园区扶持办法。", 1),  # who leads and who helps
        ("将服务企业情况列入园区考核，考核结果与奖金挂钩。", 1),
    ],
)
def test_a_sentence_of_advice_gives_so_many_actions(leaves: Leaves, sentence: str, count: int) -> None:
    found_here = [c for c in leaves(f"{sentence}{PADDING}") if c.quote.strip("。；") in sentence]
    assert len(found_here) == count


@pytest.mark.parametrize(
    "sentence",
    [
        "建议由市财政局牵头设立园区发展基金。",
        "应当统一园区的用地标准。",
        "不妨先从停车难这样的小事改起，把闲置空地改成临时停车场。",
        "希望市里每年组织一次园区企业家座谈会。",
        "还打算每月办一场园区供需对接会。",
        "能不能把审批窗口搬到园区，让企业少跑几趟？",
        "将节水成效与用水指标挂钩。",
        "把展位补贴落实到位，让企业愿意出去跑订单。",
        "对园区老旧管网进行更新改造，缩小与城区的差距。",
        "推出方便夜班职工、特别是夜班女职工返家的具体举措。",
        "我市应当尽快开通园区巴士。",
        "特别要重视园区食堂的食品安全。",
        "再就是建立园区服务企业的统一标志。",
        "食堂的排烟管道上一律加装油烟净化设备，那才是真本事。",
    ],
)
def test_every_form_of_advice_is_proposed(leaves: Leaves, sentence: str) -> None:
    quotes = [c.quote for c in leaves(f"{sentence}{PADDING}")]
    assert any(sentence[6:16] in quote for quote in quotes)


@pytest.mark.parametrize(
    ("sentence", "heading"),
    [
        ("一些园区招商只重数量，项目落地之后没有人管。", "二、主要问题"),
        ("企业要用地却拿不到指标，造成项目长期不能开工。", "二、主要问题"),
        ("杭州设立园区发展基金，对初创企业给予投资。", "三、外地经验"),
        ("近年来，我市先后建成园区12个，引进企业340家。", "一、发展现状"),
        ("推动园区改造是产业升级的必由之路。", "四、对策建议"),
        ("园区食堂本周六起试开放，请市民留意公告。", "四、对策建议"),
        ("文件里写着“园区应当减免租金三个月”，可一直没有兑现。", "四、对策建议"),
        ("按照规定，园区应于2019年前配齐消防水池。", "二、主要问题"),
        ("您在来信中指出，园区食堂太少，并建议由政府统一开办食堂。", "二、办理情况"),
        ("关于您提出的由财政补贴房租的建议，因财力有限，暂不具备条件。", "四、下一步打算"),
        ("希望您继续提出宝贵意见。", "四、下一步打算"),
        ("园区的事情不少，下半年要着力办好几件事。", "四、对策建议"),
        ("有人问，这笔钱从哪里来？", "四、对策建议"),
    ],
)
def test_what_is_no_advice_is_not_offered_as_action(leaves: Leaves, sentence: str, heading: str) -> None:
    assert [c.quote for c in leaves(sentence, heading) if c.quote[:6] in sentence] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "三、外地经验\n\n苏州设立园区发展基金，对初创企业给予股权投资。佛山让龙头企业带着配套厂一起上系统，标准公开。",
            "lesson",
        ),
        ("一、工作回顾\n\n近年来，我市先后建成园区12个，累计引进企业340家。", "practice"),
        ("四、工作要求\n\n各地各部门要提高认识，增强紧迫感，切实把思想统一到部署上来。", "exhortation"),
    ],
)
def test_reference_kinds_are_named(proposed: Callable[..., Proposal], text: str, kind: str) -> None:
    proposal = proposed(f"关于园区发展的调研报告\n\n课题组\n\n{text}\n")
    assert {c.kind.value for c in proposal.candidates} == {kind}


def test_what_a_notice_gives_to_offices_under_a_heading_of_hazards_is_proposed(
    proposed: Callable[..., Proposal],
) -> None:
    text = (
        "江海市人民政府办公室关于做好园区消防工作的通知\n\n各区县：\n\n二、深入排查火灾隐患\n\n"
        "（一）厂房仓库。9月10日前，市消防救援支队对全市86个园区开展一次检查，逐个建立整改台账。\n\n"
        "（二）沿街店铺。市商务局牵头对260家店铺的电线线路逐一复核。\n"
    )
    quotes = " ".join(c.quote for c in proposed(text).candidates if c.kind.asks)
    assert all(words in quotes for words in ("开展一次检查", "建立整改台账", "逐一复核"))


def test_a_heading_with_two_actions_is_a_group(proposed: Callable[..., Proposal]) -> None:
    text = (
        "四、对策建议\n\n（一）完善配套设施。建设人才公寓500套；开通园区巴士。\n\n（二）强化服务。组建企业服务专班。\n"
    )
    candidates = proposed(f"关于园区发展的调研报告\n\n课题组\n\n{text}").candidates
    group = next(c for c in candidates if c.kind.value == "group")
    assert [c.parent for c in candidates if c.kind.value == "subtask"] == [group.id, group.id]
    assert candidates[-1].quote.startswith("（二）强化服务。组建"), "with one action, heading and action are one task"
    assert candidates[-1].kind.value == "task"


def test_a_short_numbered_sentence_heads_the_actions_behind_it(proposed: Callable[..., Proposal]) -> None:
    body = "一是完善配套设施，留住园区人才。建设人才公寓500套；开通园区巴士。"
    candidates = proposed(article_with(body)).candidates
    assert [c.kind.value for c in candidates] == ["group", "subtask", "subtask"]


def test_a_heading_that_orders_a_list_is_an_action_itself(proposed: Callable[..., Proposal]) -> None:
    body = "一是编制园区闲置厂房目录。组织供需对接会；引进物业服务企业。"
    candidates = proposed(article_with(body)).candidates
    assert [(c.kind.value, c.parent) for c in candidates] == [("task", None)] * 3
    assert candidates[0].quote == "一是编制园区闲置厂房目录。"


def test_a_numbered_heading_that_ends_in_support_still_heads_its_actions(proposed: Callable[..., Proposal]) -> None:
    body = "一是强化园区的人才支撑。建设人才公寓500套；开设技能夜校。"
    assert [c.kind.value for c in proposed(article_with(body)).candidates] == ["group", "subtask", "subtask"]


def test_what_a_person_of_the_own_place_urges_is_no_report(proposed: Callable[..., Proposal]) -> None:
    body = "长沙银行行长李明远则主张设立园区发展基金，为初创企业提供股权投资。"
    text = f"长沙园区座谈会发言摘要\n\n园区的人来了又走，大家都在想办法。\n\n{body}\n"
    assert [c.kind.value for c in proposed(text).candidates] == ["task"]


def test_an_answer_to_where_to_begin_is_advice(proposed: Callable[..., Proposal]) -> None:
    asked, answer = "主持人：您觉得该从哪里改起？", "李明远：班车线路先得重新排一遍，末班车晚一个钟头收班。"
    text = f"园区怎样留住人\n\n圆桌请来几位关心这件事的人。\n\n{asked}\n\n{answer}\n"
    assert [c.kind.value for c in proposed(text).candidates][:1] == ["task"]


def test_a_heading_that_only_names_a_field_stays_a_group(proposed: Callable[..., Proposal]) -> None:
    body = "一是完善厂房供给。组织供需对接会；引进物业服务企业。"
    assert [c.kind.value for c in proposed(article_with(body)).candidates] == ["group", "subtask", "subtask"]


def test_an_unfinished_sentence_stays_with_its_flag(proposed: Callable[..., Proposal]) -> None:
    text = article_with("要完善公共服务。加快建设面向全市中小企业的检验检测公共服务")
    proposal = proposed(text)
    last = proposal.candidates[-1]
    assert "truncated" in last.flags
    assert last.quote.endswith("公共服务"), "missing words are never made up"
    assert "句子没有写完" in [p.message for p in proposal.problems]


def article_with(body: str) -> str:
    return f"关于园区发展的调研报告\n\n课题组\n\n四、对策建议\n\n{body}\n"


@pytest.mark.parametrize(
    ("sentence", "heading"),
    [
        ("发展园区经济，既是扩大就业的需要，也是增强城市竞争力的重要途径。", "四、对策建议"),
        ("课题组先后走访园区12个，对企业用工情况进行了分析，形成调研结论。", "四、对策建议"),
        ("这比再发一个文件管用得多。", "四、对策建议"),
    ],
)
def test_statements_and_how_a_text_came_about_are_no_actions(leaves: Leaves, sentence: str, heading: str) -> None:
    assert [c.quote for c in leaves(sentence, heading) if c.quote[:6] in sentence] == []


def test_offices_in_brackets_lead_what_stands_before_them(leaves: Leaves) -> None:
    (leaf,) = leaves("建设园区公共食堂，方便职工就餐。（市经信局、市财政局）")
    assert (leaf.lead_office, leaf.office_named, leaf.co_offices) == ("市经信局", True, ("市财政局",))


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("长沙建设夜间公交网络，为夜班职工提供接驳服务。", "lesson"),
        ("斯德哥尔摩建设公共食堂，为职工提供平价午餐。", "lesson"),
        ("以宏远公司为例，建设职工公寓，留住技术工人。", "practice"),
    ],
)
def test_what_begins_with_a_place_and_demands_nothing_is_a_report(
    proposed: Callable[..., Proposal], sentence: str, kind: str
) -> None:
    text = f"园区怎样留住人\n\n李明远\n\n园区的人来了又走，大家都在想办法。{sentence}\n"
    kinds = {c.kind.value for c in proposed(text).candidates if c.quote[:6] in sentence}
    assert kinds == {kind}


def test_what_the_own_city_is_asked_to_do_is_an_action(proposed: Callable[..., Proposal]) -> None:
    body = "长沙应当延长地铁运营时间，让夜班职工有车可坐。长沙要建设公共食堂，为职工提供平价午餐。"
    text = f"长沙园区怎样留住人\n\n李明远\n\n四、对策建议\n\n{body}\n"
    assert [c.kind.value for c in proposed(text).candidates] == ["task", "task"]


def test_a_line_that_only_leads_in_is_no_action(leaves: Leaves) -> None:
    assert all(
        leaf.quote != "建议：" for leaf in leaves("建议：\n\n1.建设人才公寓500套。\n\n2.开通园区巴士。", "四、几点想法")
    )


def test_a_lone_sentence_that_says_what_must_be_done_is_an_action(proposed: Callable[..., Proposal]) -> None:
    found = [c.quote for c in proposed("园区服务\n\n应当延长班车时间。\n").candidates if c.kind.asks]
    assert found == ["应当延长班车时间。"]
