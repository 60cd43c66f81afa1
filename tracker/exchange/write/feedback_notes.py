"""Word what an office must know about its workbook, cell by cell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from tracker.exchange.book.text import shorten
from tracker.exchange.cells.cells import show_value
from tracker.exchange.cells.columns import BY_KIND
from tracker.model.changeset import ChangeSet, FieldChange, Problem
from tracker.model.enums import Outcome


class Level(StrEnum):
    """How grave a remark is; each has its colour."""

    PROBLEM = "problem"
    CONFLICT = "conflict"
    DECISION = "decision"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing said about a cell, a row (`field` "") or the whole file (`key` ""); everything in words."""

    level: Level
    kind: str
    key: str
    field: str
    theirs: str
    sentence: str
    advice: str
    ours: str = ""

    @property
    def header(self) -> str:
        """Return the header of the column it is about, "" for a row or the file."""
        return BY_KIND[self.kind].by_field[self.field].header if self.field else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided about a deadline that an office asked for; `ours` is the one in force."""

    key: str
    asked: str
    sentence: str
    ours: str

    @property
    def remark(self) -> Remark:
        """Return it as a remark about the deadline of its task."""
        return Remark(Level.ANSWER, "task", self.key, "due_text", self.asked, self.sentence, "", self.ours)


_ADVICE = {
    Outcome.CONFLICT: "台账里已有不同的内容，请核对后只保留正确的一种",
    Outcome.CLEARED: "确需清空请在备注里说明；不需要请填回原来的内容",
    Outcome.UNKNOWN_ROW: "确需新增请与交办单位联系；误加的请删去这一行",
    Outcome.MISSING_ROW: "请补填这一行",
}
_CORRECT = "请改正后再反馈"
_CONFIRM = "请核对；没有错误就不用改"


def remarks_of(preview: ChangeSet, answers: Iterable[Answer] = ()) -> tuple[Remark, ...]:
    """Return all remarks: problems first, then what waits for a person, in the order of the file, then the answers.

    A cell is spoken of once: what else is to be said of it joins the gravest remark, whose advice counts.
    """
    rows = frozenset(preview.rows)
    problems = (_of_problem(problem, (problem.kind, problem.key) in rows) for problem in preview.problems)
    changes = (_of_change(change) for change in preview.changes if _is_open(change))
    by_cell: dict[object, Remark] = {}
    for number, remark in enumerate((*problems, *changes, *(answer.remark for answer in answers))):
        cell: object = (remark.kind, remark.key, remark.field) if remark.field else number
        by_cell[cell] = _joined(by_cell[cell], remark) if cell in by_cell else remark
    return tuple(by_cell.values())


def _joined(first: Remark, other: Remark) -> Remark:
    """Return both remarks of one cell as one."""
    sentences = dict.fromkeys((first.sentence, other.sentence))
    return replace(
        first,
        sentence="；".join(sentences),
        advice=first.advice or other.advice,
        ours=first.ours or other.ours,
        theirs=first.theirs or other.theirs,
    )


def unknown_rows(preview: ChangeSet) -> Iterator[FieldChange]:
    """Yield the rows of the file that match no sent row."""
    return (change for change in preview.changes if change.outcome is Outcome.UNKNOWN_ROW)


def _is_open(change: FieldChange) -> bool:
    return change.needs_decision or change.outcome is Outcome.MISSING_ROW


def _of_problem(problem: Problem, own: bool) -> Remark:
    where = "" if own or not problem.sheet else f"工作表「{problem.sheet}」{problem.cell}："
    advice = _CORRECT if problem.field else ""
    return Remark(
        Level.PROBLEM,
        problem.kind if own else "",
        problem.key if own else "",
        problem.field if own else "",
        problem.raw,
        where + problem.message,
        advice,
    )


def _of_change(change: FieldChange) -> Remark:
    conflict = change.outcome is Outcome.CONFLICT
    ours = show_value(change.field, change.ours) if change.field else ""
    return Remark(
        Level.CONFLICT if conflict else Level.DECISION,
        change.kind,
        change.identity[1],
        change.field,
        change.raw,
        _sentence(change, ours),
        _ADVICE.get(change.outcome, _CONFIRM),
        ours,
    )


def _sentence(change: FieldChange, ours: str) -> str:
    """Return what is to be settled about a cell or row."""
    header = BY_KIND[change.kind].by_field[change.field].header if change.field else ""
    if change.outcome is Outcome.CONFLICT:
        sentence = f"{header}：与台账不一致，台账现值「{shorten(ours) or '（空）'}」"
    elif change.outcome is Outcome.CLEARED:
        sentence = f"{header}：内容被清空，发出时「{shorten(show_value(change.field, change.snapshot))}」"
    elif change.field:
        sentence = f"{header}：需要确认"
    else:
        return change.note
    return f"{sentence}；{change.note}" if change.note else sentence
