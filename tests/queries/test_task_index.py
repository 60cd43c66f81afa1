"""The words by which the palette finds a task."""

import pytest

from tracker.model.search import words_of
from tracker.queries.task_index import list_choices


def found(desk, typed: str) -> list[str]:
    choices, index = desk.look(list_choices)
    return [choices[place].code for place in index.find(words_of(typed))]


def test_every_task_in_document_order(lite) -> None:
    choices, index = lite.look(list_choices)
    assert (len(choices), len(index)) == (88, 88)
    assert [one.code for one in choices[:3]] == ["A1.1", "A1.2a", "A1.2b"]
    assert choices[0].id == lite.number("A1.1")
    assert choices[0].office


@pytest.mark.parametrize("typed", ["a2.1c", "A2.1C", "灯塔", "dengta", "dtgc"])
def test_code_words_and_pinyin(lite, typed: str) -> None:
    lite.put("A2.1c", title="谋划灯塔工厂")
    assert "A2.1c" in found(lite, typed)


def test_office_and_person(lite) -> None:
    lite.put("A1.1", lead="市财政局", owner="欧阳明")
    assert "A1.1" in found(lite, "财政 欧阳")
    assert found(lite, "财政 司马") == []
