"""The sentences of a paper that may be changed before it is saved; its figures may not."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import NamedTuple

from tracker.model.rows import Brief, Circular, Problem, Sentences
from tracker.model.rows.papers import SENTENCE_NAMES

TITLE, THIRD, ADVICE, PROBLEM = "标题", "第三部分", "建议", "问题_"
_FIELDS = {name: field for field, name in SENTENCE_NAMES.items() if field != "problems"}
_OF_BRIEF = ("总体_任务", "总体_变化")
#: What people call the sentences whose placeholders have names for templates.
_LABELS = {
    "总体_任务": "任务情况",
    "总体_亮灯": "亮灯情况",
    "总体_变化": "与上期相比",
    "总体_进度": "平均进度",
    "总体_指标": "指标情况",
    "排名_说明": "单位排名",
    "无问题": "存在问题",
    "要求": "下步要求",
    "表注": "表1下面的注",
    THIRD: "风险指标或协调事项",
}
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
Bulletin = Circular | Brief


class Sentence(NamedTuple):
    """A sentence with the name of its placeholder, as it was computed."""

    name: str
    text: str


def sentences_of(paper: Bulletin) -> tuple[Sentence, ...]:
    """Return the sentences a paper shows, in its order; those with nothing to say are left out."""
    return tuple(Sentence(*each) for each in _texts(paper) if each[1] or each[0] == ADVICE)


def _texts(paper: Bulletin) -> Iterator[tuple[str, str]]:
    yield TITLE, paper.head.title
    sentences = paper.sentences
    if isinstance(paper, Brief):
        for name in _OF_BRIEF:
            yield name, getattr(sentences, _FIELDS[name])
        yield THIRD, paper.third
        yield ADVICE, paper.advice
        return
    for each in fields(Sentences):
        if each.name == "problems":
            yield from ((f"{PROBLEM}{part.title}", part.text) for part in sentences.problems)
        else:
            yield SENTENCE_NAMES[each.name], getattr(sentences, each.name)


def with_edits(paper: Bulletin, edits: Mapping[str, str]) -> Bulletin:
    """Return a paper with changed sentences in the place of the computed ones."""
    if not edits:
        return paper
    edited = tuple(edits)
    head = replace(paper.head, title=edits.get(TITLE, paper.head.title))
    changed = {_FIELDS[name]: text for name, text in edits.items() if name in _FIELDS}
    problems = tuple(_edited(part, edits) for part in paper.sentences.problems)
    sentences = replace(paper.sentences, problems=problems, **changed)
    if isinstance(paper, Brief):
        third, advice = edits.get(THIRD, paper.third), edits.get(ADVICE, paper.advice)
        return replace(paper, head=head, sentences=sentences, third=third, advice=advice, edited=edited)
    return replace(paper, head=head, sentences=sentences, edited=edited)


def _edited(problem: Problem, edits: Mapping[str, str]) -> Problem:
    return replace(problem, text=edits.get(f"{PROBLEM}{problem.title}", problem.text))


def figures_in(text: str) -> list[tuple[int, int]]:
    """Return where the figures of a text stand: first character and the one after the last."""
    return [match.span() for match in _NUMBER.finditer(text)]


def keeps_figures(sentence: Sentence, text: str) -> bool:
    """Tell whether a changed sentence has just the figures of the computed one, in their order.

    None may be added either: it would stand among those of the ledger. 建议 is the user's own.
    """
    return sentence.name == ADVICE or _NUMBER.findall(text) == _NUMBER.findall(sentence.text)


def label_of(name: str) -> str:
    """Return what people call a sentence: 问题 are named after their headings."""
    return _LABELS.get(name, name.removeprefix(PROBLEM).rstrip("。"))
