"""Which task a file belongs to, case by case."""

import pytest

from tracker.model.evidence_match import FileName, How, Match, Matching, listed_names, missing_names, same_file, stem_of

TITLES = {
    "A1.1": "建立月度调度机制",
    "A1.2": "编制年度计划",
    "A1.2a": "编制重点产业链招商图谱",
    "A1.2b": "组建工作专班",
    "A4.4": "推广数字化改造样板",
    "A4.4a": "遴选数字化改造服务商名单",
    "A2.1c": "开展设备更新摸底",
    "A2.1c-1": "设备更新摸底（市区）",
    "A2.1c-2": "设备更新摸底（县市）",
    "批2026-03.1": "落实批示一",
    "批2026-03.10": "落实批示十",
    "B2.1": "培育企业",
}
GROUPS = {"A1": ("A1.1", "A1.2", "A1.2a", "A1.2b"), "B2": ("B2.1",), "A3.9": ()}
LISTED = {
    "A1.1": "专班方案.pdf、会议纪要.docx；现场照片.jpg",
    "A4.4": "1.会议纪要.docx\n2.《服务商名单》.xlsx",
    "B2.1": "见邮件",
}
MATCHING = Matching(TITLES, GROUPS, LISTED)


def matched(name: str, *folders: str) -> Match:
    return MATCHING.match(FileName(name, folders))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("A1.2b_专班方案.pdf", "A1.2b"),
        ("A1.2b专班方案.pdf", "A1.2b"),
        ("【A1.2b】专班方案.pdf", "A1.2b"),
        ("（A1.2b）.pdf", "A1.2b"),
        ("ａ1.2Ｂ 专班方案.pdf", "A1.2b"),
        ("A1.2b.v2.pdf", "A1.2b"),
        ("A 1.2 b 方案.pdf", "A1.2b"),
        ("A1.2b 2024年总结.pdf", "A1.2b"),
        ("A1.2b-3.jpg", "A1.2b"),
        ("A1.2b.pdf", "A1.2b"),
        ("A1.2_计划.pdf", "A1.2"),
        ("A4.4_样板.pdf", "A4.4"),
        ("A4.4a.xlsx", "A4.4a"),
        ("ａ４．４ａ＿名单.xlsx", "A4.4a"),
        ("批2026-03.1_落实情况.pdf", "批2026-03.1"),
        ("批2026-03.10_落实情况.pdf", "批2026-03.10"),
        ("批2026—03.10 落实情况.pdf", "批2026-03.10"),
        ("A2.1c-2_清单.xlsx", "A2.1c-2"),
        ("A2.1c_清单.xlsx", "A2.1c"),
        ("B2_企业名单.xlsx", "B2.1"),  # the only task of its recommendation
    ],
)
def test_a_name_begins_with_a_code(name: str, code: str) -> None:
    assert matched(name) == Match(How.CODE, (code,))


@pytest.mark.parametrize(
    "name", ["A1.2b2_方案.pdf", "2026年A1.2b方案.pdf", "A1.20_方案.pdf", "A1.1.3.pdf", "XA1.1.pdf"]
)
def test_what_only_looks_like_a_code_is_none(name: str) -> None:
    assert matched(name).how is How.NONE


def test_the_folder_speaks_where_the_name_does_not() -> None:
    assert matched("1.jpg", "照片", "A4.4 样板", "佐证材料") == Match(How.CODE, ("A4.4",))
    assert matched("A1.1_x.pdf", "A4.4 样板") == Match(How.CODE, ("A1.1",))
    assert matched("1.jpg", "A2.1c-2") == Match(How.CODE, ("A2.1c-2",))


@pytest.mark.parametrize(
    ("name", "tasks", "words"),
    [
        ("A2.1c-2.jpg", ("A2.1c-2", "A2.1c"), "A2.1c 的第 2 份"),
        ("A2.1c-1.jpg", ("A2.1c-1", "A2.1c"), "A2.1c 的第 1 份"),
        ("A1.2b、A4.4a方案.pdf", ("A1.2b", "A4.4a"), "2 个编号"),
        ("A1.2b对应B2.pdf", ("A1.2b", "B2.1"), "2 个编号"),
        ("A1_总结.pdf", ("A1.1", "A1.2", "A1.2a", "A1.2b"), "A1 下有 4 项任务"),
        ("A3.9_总结.pdf", (), "A3.9 下有 0 项任务"),
    ],
)
def test_more_than_one_task_is_a_question(name: str, tasks: tuple[str, ...], words: str) -> None:
    match = matched(name)
    assert (match.how, match.tasks) == (How.CODE, tasks)
    assert words in match.question


def test_a_picture_with_a_number_needs_no_question_where_no_task_has_that_code() -> None:
    assert matched("A1.1-1.jpg") == Match(How.CODE, ("A1.1",))


def test_the_same_code_twice_is_one_code() -> None:
    assert matched("A1.1_A1.1方案.pdf") == Match(How.CODE, ("A1.1",))


@pytest.mark.parametrize(
    ("name", "tasks"),
    [
        ("专班方案.pdf", ("A1.1",)),
        ("专班方案.PDF", ("A1.1",)),
        ("专班方案.docx", ("A1.1",)),  # the same stem
        ("现场 照片.jpg", ("A1.1",)),
        ("服务商名单.xlsx", ("A4.4",)),
    ],
)
def test_a_file_is_listed_in_a_row(name: str, tasks: tuple[str, ...]) -> None:
    assert matched(name) == Match(How.LISTED, tasks)


def test_a_file_that_two_rows_list_is_a_question() -> None:
    match = matched("会议纪要.docx")
    assert (match.how, match.tasks) == (How.LISTED, ("A1.1", "A4.4"))
    assert match.question.startswith("2 项任务都列了")


def test_a_title_is_proposed_and_never_taken_by_itself() -> None:
    match = matched("遴选数字化改造服务商名单.xlsx")
    assert (match.how, match.tasks) == (How.LIKELY, ("A4.4a",))
    assert match.question
    assert matched("数字化改造情况.xlsx").how is How.NONE


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("甲.pdf、乙.docx；丙.jpg;丁.png\n戊.xls", ("甲.pdf", "乙.docx", "丙.jpg", "丁.png", "戊.xls")),
        ("1.甲.pdf\n（2）乙.pdf\n3、丙.pdf\n④丁.pdf", ("甲.pdf", "乙.pdf", "丙.pdf", "丁.pdf")),
        ("《甲.pdf》，“乙.pdf”。", ("甲.pdf", "乙.pdf")),
        ("甲.pdf、甲.pdf", ("甲.pdf",)),
        ("2026年总结.pdf", ("2026年总结.pdf",)),
        ("见邮件", ()),
        ("无", ()),
        (" ", ()),
    ],
)
def test_names_in_a_cell(text: str, names: tuple[str, ...]) -> None:
    assert listed_names(text) == names


def test_listed_files_that_did_not_come() -> None:
    files = {"A1.1": ("专班方案.docx",), "A4.4": ("会议纪要.docx",)}
    assert missing_names(LISTED, files) == (
        ("A1.1", "会议纪要.docx"),
        ("A1.1", "现场照片.jpg"),
        ("A4.4", "《服务商名单》.xlsx"),
    )
    assert missing_names({}, files) == ()


def test_many_tasks_cost_little_for_each_name() -> None:
    """Codes are looked up, not tried one after another: a name is compared with those only that stand in it."""
    many = Matching({f"T{n}.{m}": f"任务{n}的第{m}项" for n in range(100) for m in range(100)})
    calls: list[str] = []
    find = many._candidates
    object.__setattr__(many, "_candidates", lambda text, start: [calls.append(c) or c for c in find(text, start)])
    assert many.match(FileName("T77.42_方案.pdf")) == Match(How.CODE, ("T77.42",))
    assert len(calls) < 10


def test_names_are_compared_as_people_write_them() -> None:
    assert same_file("《专班 方案》", "专班方案.pdf")
    assert not same_file("专班方案", "专班方案二.pdf")
    assert (stem_of("A1.2b.pdf"), stem_of("A1.2b"), stem_of("方案v1.2稿"), stem_of("a.mp4")) == (
        "A1.2b", "A1.2b", "方案v1.2稿", "a",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("listed", "name", "same"),
    [
        ("方案.pdf", "A1.2a_方案.pdf", True),
        ("方案", "【A1.2a】方案.pdf", True),
        ("Ａ１．２ａ 方案.pdf", "方案.pdf", True),
        ("A1.2a_方案.pdf", "A1.2a-方案.docx", True),
        ("方案.pdf", "A1.2b_方案.pdf", False),
        ("方案.pdf", "A1.2a2_方案.pdf", False),
        ("方案.pdf", "A1.2a_方案二.pdf", False),
        ("方案.pdf", "A1.2a.pdf", False),
        ("A1.2a.pdf", "A1.2a.pdf", True),
        ("A1.2a", "A1.2a_方案.pdf", False),
    ],
)
def test_the_code_of_the_task_before_a_name_says_nothing_of_the_file(listed: str, name: str, same: bool) -> None:
    assert same_file(listed, name, "A1.2a") is same
    assert missing_names({"A1.2a": listed}, {"A1.2a": [name]}) == (() if same else (("A1.2a", listed),))
