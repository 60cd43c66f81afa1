"""Titles, deadlines, offices, figures and likeness, case by case."""

from datetime import date

import pytest

from tracker.intake.facts.deadlines import due_in, due_labelled, due_on
from tracker.intake.facts.figures import figures_in
from tracker.intake.facts.likeness import Likeness, duplicates_of
from tracker.intake.facts.offices import OfficeBook
from tracker.intake.facts.titles import shortened, title_of
from tracker.model.rows.intake import KnownOffice, KnownRecommendation

BOOK = OfficeBook(
    (
        KnownOffice("市经信局", ("市经济和信息化局",)),
        KnownOffice("市财政局"),
        KnownOffice("市教育局"),
        KnownOffice("人行江海市中心支行", ("人民银行江海市分行",)),
        KnownOffice("各区（县、市）"),
    )
)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2026年底前完成改造", "2026年底前"),
        ("到2027年，建成三个园区", "到2027年"),
        ("到2027年年接待能力达到3万人次", "到2027年"),
        ("2026年底前累计走访不少于3000家", "2026年底前"),
        ("由商会按季度办展销会", None),
        ("力争两年内覆盖全部企业", "两年内"),
        ("在今年年底前出台办法", "今年年底前"),
        ("于4月底前报市政府审批", "4月底前"),
        ("每年发布一次目录", "每年"),
        ("截至2024年底建成12家", None),
        ("今晚11点前汇总各地情况", "今晚11点前"),
        ("明天中午十二点以前渔船回港", "明天中午十二点以前"),
        ("把名单今晚传过来", "今晚"),
        ("今晚的风很大", None),
        ("下周三以前给个方案", "下周三以前"),
        ("本周内立牌拉网", "本周内"),
        ("请于3月11日下班前书面反馈", "3月11日下班前"),
        ("2027年春节前投用", "2027年春节前"),
        ("入冬前务必解决", "入冬前"),
        ("十个工作日内拿出方案", "十个工作日内"),
        ("三个工作日内办结", None),  # how long a service may take
        ("每天把人数报上来", "每天"),
        ("把三年内累计驻村满半年作为条件", None),
        ("建设共享平台", None),
    ],
)
def test_deadline_of_an_action(text: str, due: str | None) -> None:
    assert due_in(text) == due


def test_deadline_of_a_label() -> None:
    assert due_labelled("（责任单位：市经信局；完成时限：2026年12月底）") == "2026年12月底"
    assert due_labelled("（市经信局、市财政局；2026年12月）") == "2026年12月"
    assert due_labelled("（市经信局；市财政局）") is None
    assert due_labelled("市经信局负责回收，2026年6月底前完成") == "2026年6月底前"


def test_the_day_needs_a_year() -> None:
    assert due_on("2026年底前", None) == date(2026, 12, 31)
    assert due_on("两年内", None) is None
    assert due_on(None, None) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("（责任单位：市经信局、市财政局）", [("市经信局", "lead"), ("市财政局", "lead")]),
        (
            "（责任单位：市经信局牵头，市财政局、市教育局配合）",
            [("市经信局", "lead"), ("市财政局", "help"), ("市教育局", "help")],
        ),
        ("（牵头单位：市经济和信息化局；配合单位：市财政局）", [("市经信局", "lead"), ("市财政局", "help")]),
        (
            "（责任单位：市经信局、各区（县、市）；完成时限：2027年底）",
            [("市经信局", "lead"), ("各区（县、市）", "lead")],
        ),
        ("（责任单位：人民银行江海市分行）", [("人行江海市中心支行", "lead")]),
        ("责任单位：县农业农村局，各产茶乡镇", [("县农业农村局", "lead"), ("各产茶乡镇", "lead")]),
    ],
)
def test_lists_of_responsible_offices(words: str, expected: list[tuple[str, str]]) -> None:
    assert BOOK.listed(words) == expected


def test_offices_charged_in_a_sentence() -> None:
    assert BOOK.charged("建议由市财政局牵头，会同市教育局设立基金") == ("市财政局", ("市教育局",))
    assert BOOK.charged("办公室设在市经信局，每月碰头") == ("市经信局", ())
    assert BOOK.charged("建设共享平台") == (None, ())


@pytest.mark.parametrize(
    ("sentence", "lead", "others"),
    [
        ("请市水利局今晚把名单传过来", "市水利局", ()),
        ("由市城管局牵头、市公安局配合，一处一组守着", "市城管局", ("市公安局",)),
        ("住建局、消防救援支队牵头拿出审验办法", "住建局", ("消防救援支队",)),
        ("淮北区政府负责征迁", "淮北区政府", ()),
        ("改造期间市园林局会同市教育局定出方案", "市园林局", ("市教育局",)),
        ("（二）市民政局要每月公布名单", "市民政局", ()),
        ("市政府督查室适时开展督查", "市政府督查室", ()),
        ("听取了市水利局的汇报", None, ()),
        ("公安局长讲了话", None, ()),
        ("把社区办得像家一样", None, ()),
    ],
)
def test_offices_that_the_ledger_does_not_know_are_charged_too(
    sentence: str, lead: str | None, others: tuple[str, ...]
) -> None:
    assert BOOK.charged(sentence) == (lead, others)


def test_a_suggestion_by_words_and_by_the_ledger() -> None:
    assert BOOK.suggested("支持职业院校开设紧缺专业", []) == "市教育局"
    assert BOOK.suggested("办好这件事", [("市财政局", 0.5)]) == "市财政局"
    assert BOOK.suggested("办好这件事", []) is None


@pytest.mark.parametrize(
    ("clauses", "title"),
    [
        ([("应支持辖内银行开设外贸支行", "")], "支持辖内银行开设外贸支行"),
        ([("首先，要加快建设“中试基地”，", "首先，"), ("为企业提供服务", "")], "建设中试基地"),
        ([("聚焦石化、钢铁两大行业，", ""), ("实施节能改造项目80个以上；", "")], "实施节能改造项目"),
        ([("（二）推广免费诊断。", "（二）")], "推广免费诊断"),
        (
            [("建议市经信局牵头", ""), ("会同市数据局、市财政局", ""), ("于2026年底前出台数据要素市场培育方案", "")],
            "出台数据要素市场培育方案",
        ),
        ([("由市经信局牵头", ""), ("会同市财政局制定中小企业技改贴息办法", "")], "制定中小企业技改贴息办法"),
        ([("会同有关部门开展专项整治", "")], "开展专项整治"),
        ([("联合高校共建制造业创新中心", "")], "联合高校共建制造业创新中心"),
    ],
)
def test_titles(clauses: list[tuple[str, str]], title: str) -> None:
    assert title_of(clauses) == title


def test_long_titles_are_cut_at_twenty() -> None:
    assert len(shortened("推动渔网渔具船用涂料冷冻水产品等产品质量追溯团体标准制定工作")) == 20


def figures(text: str) -> list[tuple[str, str, bool, date | None]]:
    whole = dict.fromkeys(range(len(text)), (0, len(text)))
    return [(f.value, f.unit, f.target, f.on) for f in figures_in(text, whole, asked=set())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("截至2024年底，累计完成改造1,284家", [("1284", "家", False, date(2024, 12, 31))]),
        ("到2027年，力争企业达到180家", [("180", "家", True, date(2027, 12, 31))]),
        ("毕业生留在一线的不到三成", [("30", "%", False, None)]),
        ("对年收入2000万元以下的企业开展诊断", []),
        ("走访了8个区县，回收问卷1036份", []),
        ("围绕8个细分行业开发产品", []),
        ("文件写着“每人500元补贴”", []),
    ],
)
def test_figures(text: str, expected: list[tuple[str, str, bool, date | None]]) -> None:
    assert figures(text) == expected


def test_likeness_marks_what_says_the_same_only() -> None:
    likeness = Likeness(
        (
            KnownRecommendation("B1", "加快建设北交所服务基地", "以股交所为依托建设服务基地"),
            KnownRecommendation("B2", "开展绿色工厂创建", "引导企业低碳升级"),
        )
    )
    near = duplicates_of(likeness.nearest("加快建设深沪北交易所服务基地"))
    assert near[0].code == "B1"
    assert near[0].marked
    assert not any(d.marked for d in duplicates_of(likeness.nearest("公布急需工种的名单")))
    assert duplicates_of(Likeness(()).nearest("任何文字")) == ()
