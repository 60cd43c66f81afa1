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
    head = replace(paper.head, title=edits.get(TITLE, paper.head.title))
    changed = {_FIELDS[name]: text for name, text in edits.items() if name in _FIELDS}
    problems = tuple(_edited(part, edits) for part in paper.sentences.problems)
    sentences = replace(paper.sentences, problems=problems, **changed)
    if isinstance(paper, Brief):
        third, advice = edits.get(THIRD, paper.third), edits.get(ADVICE, paper.advice)
        return replace(paper, head=head, sentences=sentences, third=third, advice=advice)
    return replace(paper, head=head, sentences=sentences)


def _edited(problem: Problem, edits: Mapping[str, str]) -> Problem:
    return replace(problem, text=edits.get(f"{PROBLEM}{problem.title}", problem.text))


def figures_in(text: str) -> list[tuple[int, int]]:
    """Return where the figures of a text stand: first character and the one after the last."""
    return [match.span() for match in _NUMBER.finditer(text)]


def keeps_figures(computed: str, text: str) -> bool:
    """Tell whether a changed sentence still has every figure of the computed one, in their order."""
    rest = iter(_NUMBER.findall(text))
    return all(figure in rest for figure in _NUMBER.findall(computed))


def label_of(name: str) -> str:
    """Return what a field is called: 问题 are named after their headings."""
    return name.removeprefix(PROBLEM).rstrip("。")
