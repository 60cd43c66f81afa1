"""The ledger as a whole, and tasks found by filter and words."""

from datetime import date

import pytest

from tracker.errors import InputError
from tracker.model.enums import LightColour, Status
from tracker.model.search_texts import heading_texts
from tracker.queries.ledger import TaskFilter, find_tasks, read_ledger

TODAY = date(2026, 3, 15)


def codes(desk, **wanted: str) -> list[str]:
    return [task.code for task in desk.look(find_tasks, TODAY, TaskFilter(**wanted))]


def test_the_ledger_is_read_in_document_order(desk) -> None:
    view = desk.look(read_ledger, TODAY)
    assert (len(view.articles), len(view.recommendations), len(view.tasks)) == (7, 188, 88)
    assert view.today == TODAY
    order = {one.code: place for place, one in enumerate(view.recommendations)}
    places = [order[task.recommendation] for task in view.tasks]
    assert places == sorted(places)
    assert [one.code for one in view.articles if one.tasks] == list(dict.fromkeys(task.article for task in view.tasks))


def test_every_task_says_where_it_comes_from(desk) -> None:
    for task in desk.look(find_tasks, TODAY):
        assert all((task.article, task.article_title, task.section, task.recommendation, task.lead_office, task.themes))
        overdue = task.due_on is not None and task.due_on < TODAY
        light = LightColour.RED if overdue else LightColour.GREY
        assert (task.status, task.light.colour, task.offices_confirmed) == (Status.UNASSIGNED, light, False)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("沪深", "沪深"),
        ("沪深交易所", "沪深"),
        ("职业教育", "职业教育"),
        ("5G", "5G"),
        ("5g+工业互联网", "5G+工业互联网"),
        ("灯塔工厂", "灯塔工厂"),
    ],
)
def test_what_the_users_named_is_easy_to_find(desk, words: str, expected: str) -> None:
    found = desk.look(find_tasks, TODAY, TaskFilter(search=words))
    assert 0 < len(found) < 20
    headings = heading_texts(desk.look(read_ledger, TODAY).recommendations)
    for task in found:
        text = "".join((task.title, task.content, *task.themes, task.section, headings[task.recommendation]))
        assert expected.casefold() in text.casefold(), task.code


def test_all_words_must_be_there_in_any_order(lite) -> None:
    both = codes(lite, search="灯塔工厂 市经信局")
    assert both == codes(lite, search="市经信局 灯塔工厂")
    assert set(both) == set(codes(lite, search="灯塔工厂")) & set(codes(lite, search="市经信局"))
    assert codes(lite, search="灯塔工厂 没有这样的词") == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("owner", "王小虎"), ("phone", "87654321"), ("progress_note", "已印发"), ("problems", "缺指标"),
        ("next_steps", "报审"), ("remark", "专班"), ("due_text", "视进度"), ("code", "甲-7"),
    ],
)  # fmt: skip
def test_words_are_looked_for_in_everything_a_person_writes(lite, field: str, value: str) -> None:
    lite.put("A1.1", **{field: value})
    assert codes(lite, search=value) == [value if field == "code" else "A1.1"]


def test_a_task_is_found_by_the_heading_above_it(lite) -> None:
    """推动制造业与信息化产业融合 is the group A2.1, no task by itself."""
    assert {"A2.1a", "A2.1b", "A2.1c"} <= set(codes(lite, search="推动制造业与信息化产业融合"))


@pytest.mark.parametrize("name", ["市科技局", "市科学技术局"])
def test_an_office_s_tasks_are_those_it_leads(lite, name: str) -> None:
    found = lite.look(find_tasks, TODAY, TaskFilter(office=name))
    assert found
    led = [task.code for task in lite.look(find_tasks, TODAY) if task.lead_office == "市科技局"]
    assert [task.code for task in found] == led


@pytest.mark.parametrize("name", ["A", "扛起宁波担当 打造全球智造创新之都", "扛起宁波担当"])
def test_an_article_by_code_title_or_short_title(lite, name: str) -> None:
    found = lite.look(find_tasks, TODAY, TaskFilter(article=name))
    assert {task.article for task in found} == {"A"}
    assert len(found) == sum(task.article == "A" for task in lite.look(find_tasks, TODAY))


def test_a_theme(lite) -> None:
    found = lite.look(find_tasks, TODAY, TaskFilter(theme="5G+工业互联网"))
    assert found
    assert all("5G+工业互联网" in task.themes for task in found)


@pytest.mark.parametrize("word", ["推进中", "in_progress"])
def test_a_status_by_word_or_value(lite, word: str) -> None:
    lite.put("A1.1", status=Status.IN_PROGRESS)
    assert codes(lite, status=word) == ["A1.1"]


@pytest.mark.parametrize("word", ["红", "red"])
def test_a_light_by_word_or_value(lite, word: str) -> None:
    lite.put("A1.1", status=Status.IN_PROGRESS, due_kind="date", due_on=date(2026, 3, 1))
    assert codes(lite, light=word) == ["A1.1", "B0.1", "B3.1"]  # two of article B were due in 2025
    assert lite.look(find_tasks, date(2025, 2, 1), TaskFilter(light=word)) == ()


def test_filters_narrow_one_another(small) -> None:
    assert codes(small, office="市科技局", article="A") == ["A1.2b"]
    assert codes(small, office="市科技局", article="A", light="红") == []
    assert codes(small, office="市经信局", light="红") == ["A1.1"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("office", "市不存在局", "没有名为“市不存在局”的单位"),
        ("article", "Z", "没有编号或标题为“Z”的文章；可用的编号有"),
        ("theme", "不存在", "没有名为“不存在”的主题"),
        ("status", "办完", "没有“办完”这种状态；可用的有：待交办、未启动"),
        ("light", "紫", "没有“紫”这种亮灯；可用的有：红、黄、绿、蓝、灰"),
    ],
)
def test_a_name_nobody_knows_is_a_sentence(lite, field: str, value: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        codes(lite, **{field: value})


def test_a_heading_speaks_for_all_above_it(lite) -> None:
    texts = heading_texts(lite.look(read_ledger, TODAY).recommendations)
    assert "推动制造业与信息化产业融合" in texts["A2.1a"]
    assert "推动5G等新技术" in texts["A2.1a"]
    assert "推动5G等新技术" not in texts["A2.1"]


@pytest.mark.parametrize("search", ["", "  "])
def test_no_words_match_everything(lite, search: str) -> None:
    assert len(codes(lite, search=search)) == 88


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ("dtgc", "灯塔工厂"),
        ("dengta", "灯塔"),
        ("dengtagongc", "灯塔工厂"),
        ("zyjy", "职业教育"),
        ("zhiyejiaoyu", "职业教育"),
    ],
)
def test_pinyin_finds_what_chinese_finds(lite, letters: str, words: str) -> None:
    assert set(codes(lite, search=words)) <= set(codes(lite, search=letters))
    assert len(codes(lite, search=letters)) < 20


def test_one_character_is_enough(lite) -> None:
    assert set(codes(lite, search="灯塔")) <= set(codes(lite, search="塔"))
    assert len(codes(lite, search="塔")) < 20
