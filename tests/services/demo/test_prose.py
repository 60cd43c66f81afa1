"""Sentences: complete for every subject, filled in, taken in turn."""

import re
from random import Random

import pytest

from tracker.services.demo.prose import Prose
from tracker.services.demo.script import Script

KINDS = ("early", "middle", "late", "done", "problems", "next", "milestones", "evidence")


def prose(script: Script, code: str = "X1", themes: tuple[str, ...] = ("数字化",), seed: int = 1) -> Prose:
    return Prose(script.sentences, code, themes, Random(seed))


def subjects(script: Script) -> set[str]:
    return set(script.sentences["subject_of"].values()) | {"general"}


def test_every_subject_has_every_kind_of_sentence(script: Script) -> None:
    for subject in subjects(script):
        stock = script.sentences[subject]
        assert [kind for kind in KINDS if not stock.get(kind)] == [], subject
        assert stock["closing"].endswith("。")
        assert len(stock["milestones"]) == 4, "plans have up to four steps"
        assert all(stock[stage][0].endswith(("。", "；")) for stage in ("early", "middle", "late"))


def test_no_subject_is_without_a_theme(script: Script) -> None:
    stocks = {name for name, stock in script.sentences.items() if "early" in stock}
    assert stocks == subjects(script)


def test_counts_are_filled_in_and_parts_are_smaller_than_wholes(script: Script) -> None:
    sentences = {
        "subject_of": {},
        "own": {},
        "general": {"middle": ["清单 {some} 项，完成 {part} 项，投入 {money} 亿元。"]},
    }
    one = Prose(sentences, "X", (), Random(3))
    for _ in range(50):
        whole, part = map(int, re.findall(r"(\d+) 项", one.next("middle")))
        assert 0 < part < whole
    for subject in subjects(script):
        themes = tuple(theme for theme, name in script.sentences["subject_of"].items() if name == subject)[:1]
        for kind in KINDS:
            told = prose(script, themes=themes).next(kind)
            assert "{" not in told
            assert told.strip() == told != ""


@pytest.mark.parametrize(
    ("percent", "stage"), [(0, "early"), (34, "early"), (35, "middle"), (74, "middle"), (75, "late"), (100, "done")]
)
def test_progress_chooses_the_stage(script: Script, percent: int, stage: str) -> None:
    beginnings = {sentence.split("{")[0] for sentence in script.sentences["digital"][stage]}
    told = prose(script).progress(percent)
    assert any(told.startswith(beginning) for beginning in beginnings)


def test_sentences_come_in_turn(script: Script) -> None:
    one = prose(script)
    stock = script.sentences["digital"]["problems"]
    assert sorted(one.next("problems") for _ in stock) == sorted(stock)


def test_a_task_with_words_of_its_own_uses_them(script: Script) -> None:
    one = prose(script, "A1.2b", ("科技攻关", "产业链"))
    said = {one.progress(60), one.progress(60)}
    assert any("收到 9 个部门意见 23 条，采纳 17 条" in sentence for sentence in said)
    assert one.next("evidence") in script.sentences["research"]["evidence"], "the rest comes from its subject"


def test_the_first_known_theme_decides(script: Script) -> None:
    assert prose(script, themes=("无人知晓", "绿色低碳", "数字化")).subject == "green"
    assert prose(script, themes=("无人知晓",)).subject == "general"
