"""The papers as JSON: a contract that other programs rely on, and what the register keeps of the figures."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tracker.model.enums import LightColour, Status
from tracker.model.exchange_words import HelpState
from tracker.model.rows import (
    Brief,
    Circular,
    ClosingList,
    CoOfficeLine,
    Figures,
    LedgerPaper,
    ListedTask,
    Matter,
    OfficeLine,
    ReturnRound,
    Sentences,
    Slip,
    SlipRound,
)
from tracker.model.rows.papers import SENTENCE_NAMES
from tracker.reports.official_ledger import total_words
from tracker.reports.task_lines import office_words


def figures_shape(figures: Figures, paper: str) -> dict[str, Any]:
    """Return the figures; percents and points as numbers with one decimal, statuses by word, lights by name."""
    period, now = figures.period, figures.now
    return {
        "paper": paper,
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "before": period.before.isoformat(),
        "scope": figures.scope,
        "compared": figures.before is not None,
        "tasks": now.tasks,
        "assigned": now.assigned,
        "cancelled": figures.cancelled,
        "statuses": _statuses(now.statuses),
        "lights": _lights(now.lights),
        "shares": {
            "statuses": {status.word: _decimal(share) for status, share in figures.status_shares.items()},
            "lights": {colour.value: _decimal(share) for colour, share in figures.light_shares.items()},
        },
        "done_share": _decimal(figures.status_shares[Status.CLOSED]),
        "mean": _decimal(now.mean),
        "scheduled": _decimal(now.scheduled),
        "changes": _changes(figures),
        "offices": [_office(line) for line in figures.offices],
        "co_offices": [_co_office(line) for line in figures.co_offices],
        "late": [_task(task) | {"days": task.overdue_days} for task in figures.overdue],
        "behind": [_task(task) | {"points": task.behind} for task in figures.behind],
        "periodic": [_task(task) | {"reason": task.light.reason} for task in figures.periodic],
        "silent": [_task(task) | {"reason": task.light.reason} for task in figures.silent],
        "coordination": [_matter(matter) for matter in figures.matters],
        "round": _round(figures.returns),
        "missing": _missing(figures.returns),
        "put_away": {"tasks": figures.put_away, "red": figures.put_away_red},
        "demo": figures.demo,
    }


def circular_shape(circular: Circular) -> dict[str, Any]:
    """Return a circular: its figures, head and sentences."""
    return _bulletin(circular, "circular")


def brief_shape(brief: Brief) -> dict[str, Any]:
    """Return a brief: as a circular, and the lines of its table."""
    lines = [
        {
            "code": line.code,
            "title": line.title,
            "office": line.office,
            "situation": line.situation,
            "owner": line.owner,
        }
        for line in brief.lines
    ]
    third = {"title": brief.third_title, "text": brief.third}
    more = {"weekly": brief.figures.period.weekly, "lines": lines, "rest": brief.rest, "third": third}
    return _bulletin(brief, "brief") | more


def _bulletin(paper: Circular | Brief, name: str) -> dict[str, Any]:
    head = {"number": paper.head.number, "issue": paper.head.issue, "title": paper.head.title}
    words = {"sentences": sentences_shape(paper.sentences), "edited": list(paper.edited)}
    return figures_shape(paper.figures, name) | head | words


def sentences_shape(sentences: Sentences) -> dict[str, Any]:
    """Return the sentences by the names that templates have for them."""
    shape = {name: getattr(sentences, field) for field, name in SENTENCE_NAMES.items()}
    parts = [{"序": part.ordinal, "题": part.title, "文": part.text} for part in sentences.problems]
    return shape | {SENTENCE_NAMES["problems"]: parts}


def ledger_shape(paper: LedgerPaper) -> dict[str, Any]:
    """Return a ledger: its figures, its groups and its last row."""
    groups = [{"heading": group.heading, "tasks": [task.code for task in group.tasks]} for group in paper.groups]
    return figures_shape(paper.figures, "ledger") | {
        "groups": groups,
        "sentences": {"合计": total_words(paper.figures)},
    }


def closing_shape(paper: ClosingList) -> dict[str, Any]:
    """Return a closing list: what was closed, what waits and what it lacks."""
    return {
        "paper": "closing",
        "from": paper.period.start.isoformat(),
        "to": paper.period.end.isoformat(),
        "partial": paper.partial,
        "done": [
            _task(line.task)
            | {
                "closed_on": _day(line.task.closed_on),
                "early_days": line.early_days,
                "statement": line.statement,
                "evidence": line.evidence,
                "evidence_names": list(line.evidence_names),
            }
            for line in paper.done
        ],
        "waiting": [
            _task(line.task)
            | {
                "reported_on": _day(line.reported_on),
                "progress_before": line.progress_before,
                "missing": list(line.missing),
                "evidence": line.evidence,
            }
            for line in paper.waiting
        ],
    }


def slips_shape(slips: SlipRound, papers: Iterable[Slip]) -> dict[str, Any]:
    """Return what offices are asked, paper by paper, and the tasks nobody can be asked about."""
    return {
        "paper": "reminder",
        "to": slips.until.isoformat(),
        "slips": [slip_shape(paper) for paper in papers],
        "unconfirmed": [task.code for task in slips.unconfirmed],
        "unassigned": [task.code for task in slips.unassigned],
    }


def slip_shape(paper: Slip) -> dict[str, Any]:
    """Return one slip."""
    return {
        "office": paper.office,
        "level": paper.level.word,
        "paper": paper.head.title,
        "issue": paper.head.issue,
        "reply_by": _day(paper.reply_by),
        "tasks": [
            _task(case.task)
            | {"reason": case.reason, "level": case.level.word, "issue": case.issue, "demand": case.demand}
            for case in paper.tasks
        ],
        "sentences": {"正文": paper.opening, "未反馈说明": paper.workbook, "结语": paper.closing},
    }


def _changes(figures: Figures) -> dict[str, Any] | None:
    """Return the differences to the day before the period, None where nothing is known of it."""
    before, now = figures.before, figures.now
    if before is None:
        return None
    lights = {colour.value: now.lights[colour] - before.lights[colour] for colour in LightColour}
    return {
        "tasks": now.tasks - before.tasks,
        "added": figures.added,
        "finished": len(figures.finished),
        "extended": len(figures.extended),
        **lights,
        "was": {"tasks": before.tasks, **_lights(before.lights), **_statuses(before.statuses)},
    }


def _office(line: OfficeLine) -> dict[str, Any]:
    return {
        "name": line.label,
        "rank": line.rank,
        "tasks": line.tasks,
        "done": line.done,
        "done_share": _decimal(line.done_share),
        "waiting": line.waiting,
        "mean": _decimal(line.mean),
        "gap": _decimal(line.gap),
        "red": line.lights[LightColour.RED],
        "amber": line.lights[LightColour.AMBER],
        "green": line.lights[LightColour.GREEN],
        "blue": line.lights[LightColour.BLUE],
        "grey": line.lights[LightColour.GREY],
        "overdue": line.overdue,
        "returned": line.returned,
    }


def _co_office(line: CoOfficeLine) -> dict[str, Any]:
    states = {state.word: line.states.get(state, 0) for state in HelpState}
    return {"name": line.name, "tasks": line.tasks, "states": states, "reported_on": _day(line.reported_on)}


def _matter(matter: Matter) -> dict[str, Any]:
    days = {"needed_by": _day(matter.needed_by), "days": matter.days}
    return {"code": matter.code, "what": matter.what, "solver": matter.solver, **days}


def _task(task: ListedTask) -> dict[str, Any]:
    return {"code": task.code, "title": task.title, "office": office_words(task)}


def _round(newest: ReturnRound | None) -> dict[str, Any] | None:
    if newest is None:
        return None
    days = {"sent_on": newest.sent_on.isoformat(), "due_on": _day(newest.due_on)}
    return {"number": newest.number, **days, "sent": newest.sent, "back": newest.back}


def _missing(newest: ReturnRound | None) -> list[dict[str, Any]]:
    rows = newest.missing if newest is not None else ()
    return [{"office": row.office, "due_on": _day(row.due_on), "days": row.days} for row in rows]


def _statuses(counts: Mapping[Status, int]) -> dict[str, int]:
    return {status.word: count for status, count in counts.items()}


def _lights(counts: Mapping[LightColour, int]) -> dict[str, int]:
    return {colour.value: count for colour, count in counts.items()}


def _decimal(tenths: int | None) -> float | None:
    return None if tenths is None else tenths / 10


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
