"""A task of a paper as the columns of a Word table."""

from collections.abc import Iterable, Mapping

from tracker.model.enums import LightColour, Status
from tracker.model.exchange_words import HelpState
from tracker.model.figures import decimal_text, percent_text, signed_text
from tracker.model.numbers import chinese_date
from tracker.model.rows.lights import Light
from tracker.model.rows.papers import CoOfficeLine, ListedTask, OfficeLine
from tracker.model.rows.tasks import office_label

NONE = "—"
#: Stands behind an office that has not been charged with a task yet: it answers for nothing.
UNCHARGED = "（待交办）"
#: What papers call the statuses where they differ from the ledger.
_STATUS_WORDS = {Status.CLOSING: "待审核"}
#: The shape before a light's word: it survives a black-and-white printer, and every Chinese font has it.
SHAPES: Mapping[LightColour, str] = {
    LightColour.RED: "◆",
    LightColour.AMBER: "▲",
    LightColour.GREEN: "●",
    LightColour.BLUE: "√",
    LightColour.GREY: "○",
}


def task_lines(tasks: Iterable[ListedTask]) -> list[dict[str, object]]:
    """Return the columns of tasks, numbered from 1."""
    return [{"序号": number, **task_columns(task)} for number, task in enumerate(tasks, 1)]


def task_columns(task: ListedTask) -> dict[str, object]:
    """Return the columns of one task but its number; what is not there is a dash."""
    return {
        "编号": task.code,
        "名称": task.title,
        "单位": answering_words(task),
        "责任人": task.owner or NONE,
        "电话": task.phone or NONE,
        "时限": task.due or NONE,
        "原定": task.first_due or NONE,
        "进度": progress_words(task),
        "序时": NONE if task.scheduled is None else f"{task.scheduled}%",
        "灯": light_words(task.light),
        "理由": task.light.reason or task.light.colour.word,
        "进展": task.note or NONE,
        "问题": task.problems or NONE,
        "措施": task.next_steps or NONE,
        "逾期天数": task.overdue_days or NONE,
    }


def cut(text: str, most: int) -> str:
    """Return a text in one line of at most so many characters, the rest as an ellipsis."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def office_words(task: ListedTask) -> str:
    """Return the lead office as tables name it: marked where it is only suggested, 未定 without one."""
    return office_label(task.office, confirmed=task.confirmed)


def answering_words(task: ListedTask) -> str:
    """Return the lead office as lists of what is late name it: one that was not charged yet answers for nothing."""
    uncharged = bool(task.office) and task.confirmed and task.status.waiting
    return f"{office_words(task)}{UNCHARGED if uncharged else ''}"


def extended_words(task: ListedTask) -> str:
    """Return the first deadline and how often it was put off, "" where it never was."""
    return f"原{task.first_due}，延期{task.extensions}次" if task.first_due else ""


def light_name(colour: LightColour) -> str:
    """Return 红灯 for red."""
    return f"{colour.word}灯"


def status_words(status: Status) -> str:
    """Return what papers call a status: one that waits for approval is 待审核."""
    return _STATUS_WORDS.get(status, status.word)


def progress_words(task: ListedTask) -> str:
    """Return what the office reports, a lower verdict below it."""
    said = f"{task.progress}%"
    lower = task.verified is not None and task.verified < task.progress and task.status is not Status.CLOSED
    return f"{said}\n核查 {task.verified}%" if lower else said


def light_words(light: Light) -> str:
    """Return shape and word of a light, its reason on a second line."""
    word = f"{SHAPES[light.colour]}{light.colour.word}"
    return f"{word}\n{light.reason}" if light.reason else word


def office_lines(offices: Iterable[OfficeLine]) -> list[dict[str, object]]:
    """Return the rows of 表1."""
    return [_office(line) for line in offices]


def _office(line: OfficeLine) -> dict[str, object]:
    return {
        "名次": NONE if line.rank is None else line.rank,
        "单位": line.label,
        "任务数": line.tasks,
        "已销号": line.done,
        "完成率": percent_text(line.done_share),
        "平均进度": f"{decimal_text(line.mean)}%" if line.mean is not None else NONE,
        "进度差": signed_text(line.gap),
        "红": line.lights[LightColour.RED],
        "黄": line.lights[LightColour.AMBER],
        "绿": line.lights[LightColour.GREEN],
        "逾期": line.overdue,
        "反馈": line.returned or NONE,
    }


def co_office_lines(co_offices: Iterable[CoOfficeLine]) -> list[dict[str, object]]:
    """Return the rows of 表2."""
    return [
        {
            "单位": line.name,
            "配合任务": line.tasks,
            **{state.word: line.states.get(state, 0) for state in HelpState},
            "最近反馈": day_or_none(line.reported_on),
        }
        for line in co_offices
    ]


def day_or_none(day: object) -> str:
    """Return a date as it is printed, a dash for none."""
    return chinese_date(day) if day is not None else NONE  # type: ignore[arg-type]
