"""What fills the placeholders of a circular, a brief and an office's slips, made from the rows of the papers."""

from collections.abc import Callable, Mapping
from datetime import date

from tracker.model.enums import LightColour, Status
from tracker.model.figures import MINUS, change_text, percent_text
from tracker.model.numbers import chinese_date, format_value
from tracker.model.rows.paper_slips import Slip, SlipTask
from tracker.model.rows.papers import Brief, Circular, Figures, PaperHead, Period, RiskIndicator, Sentences, StateCounts
from tracker.reports.fill import DEMO_MARK, Value
from tracker.reports.names import CHANGE
from tracker.reports.paper_sentences import attention_rest, no_attention
from tracker.reports.task_lines import (
    NONE,
    co_office_lines,
    cut,
    day_or_none,
    extended_words,
    light_name,
    light_words,
    office_lines,
    status_words,
    task_columns,
    task_lines,
)

#: A leader reads one line for each task; longer titles are cut.
BRIEF_TITLE, BRIEF_SITUATION = 22, 30
#: A task has one page: its long texts are cut, most of all what it is about where its title is long already.
SHEET_TEXT, SHEET_SUBJECT, SHEET_LEAST, SOURCE_TEXT = 80, 88, 28, 56
_OVERDUE_LISTED = "逾期及落后任务清单"
_ALL_LISTED = "全部任务清单"


def circular_values(circular: Circular, pictures: Mapping[str, Callable[[], bytes]] | None = None) -> dict[str, Value]:
    """Return the values of a circular; `pictures` draw PNG bytes, by placeholder."""
    figures = circular.figures
    listed = task_lines(figures.listed)
    whole = task_lines(figures.tasks) if circular.with_list else []
    return {
        **_prose(circular.head, figures, circular.sentences),
        "配合情况": co_office_lines(figures.co_offices),
        "附件清单": listed,
        "全部任务清单": whole,
        "附件说明": _annexes([name for name, rows in ((_OVERDUE_LISTED, listed), (_ALL_LISTED, whole)) if rows]),
        **(pictures or {}),
    }


def brief_values(brief: Brief, pictures: Mapping[str, Callable[[], bytes]] | None = None) -> dict[str, Value]:
    """Return the values of a brief."""
    return {
        **_prose(brief.head, brief.figures, brief.sentences),
        "关注清单": [
            {
                "编号": line.code,
                "名称": cut(line.title, BRIEF_TITLE),
                "单位": line.office,
                "情况": cut(line.situation, BRIEF_SITUATION),
                "责任人": line.owner or NONE,
            }
            for line in brief.lines
        ],
        "周报": "周报" if brief.figures.period.weekly else "",
        "关注_其余": attention_rest(brief.figures, brief.rest),
        "关注_说明": "" if brief.lines else no_attention(brief.figures),
        "第三部分": brief.third_title,
        "第三部分_内容": brief.third,
        "建议": brief.advice,
        **(pictures or {}),
    }


def letter_values(slip: Slip) -> dict[str, Value]:
    """Return the values of a letter to one office: 提醒函 or 催办单."""
    return {
        **_slip(slip),
        "正文": slip.opening,
        "未反馈说明": slip.workbook,
        "结语": slip.closing,
        "任务清单": [
            {"序号": number, **task_columns(each.task), "理由": each.reason}
            for number, each in enumerate(slip.tasks, 1)
        ],
    }


def order_values(slip: Slip) -> dict[str, Value]:
    """Return the values of 督办单: one sheet for each task of the office."""
    return {**_slip(slip), "督办清单": [_sheet(slip, each) for each in slip.tasks]}


def _head(head: PaperHead, issue: str) -> dict[str, Value]:
    return {
        "机关标志": head.mark,
        issue: f"{head.issue}{DEMO_MARK}" if head.demo else head.issue,
        "印发单位": head.issuer,
        "印发日期": chinese_date(head.issued_on),
        "标题": head.title,
        "主送": head.recipients,
        "落款": head.issuer,
        "成文日期": chinese_date(head.issued_on),
        "联系人": head.contact,
        "电话": head.phone,
    }


def _days(period: Period) -> dict[str, Value]:
    return {
        "起始日": chinese_date(period.start),
        "截止日": chinese_date(period.end),
        "上期截止日": chinese_date(period.before),
    }


def _prose(head: PaperHead, figures: Figures, sentences: Sentences) -> dict[str, Value]:
    return {
        **_head(head, "期号"),
        **_days(figures.period),
        **_counts(figures.now, figures),
        **_changes(figures),
        **_sentences(sentences),
        **_lists(figures),
    }


def _counts(now: StateCounts, figures: Figures) -> dict[str, Value]:
    return {
        "任务总数": now.tasks,
        "已交办": now.assigned,
        **{status_words(status): count for status, count in now.statuses.items()},
        "完成率": percent_text(figures.status_shares[Status.CLOSED]) if now.tasks else NONE,
        **{light_name(colour): now.lights[colour] for colour in LightColour},
        "逾期": len(figures.overdue),
        "平均进度": percent_text(now.mean),
        "序时进度": percent_text(now.scheduled),
    }


def _changes(figures: Figures) -> dict[str, Value]:
    """Return the differences to the last period, nothing where the ledger is younger."""
    now, before = figures.now, figures.before
    if before is None:
        return {}
    pairs = {
        "任务总数": (before.tasks, now.tasks),
        "已销号": (before.statuses[Status.CLOSED], now.statuses[Status.CLOSED]),
        "待审核": (before.statuses[Status.CLOSING], now.statuses[Status.CLOSING]),
        **{light_name(colour): (before.lights[colour], now.lights[colour]) for colour in LightColour},
        "逾期": (before.overdue, now.overdue),
    }
    return {f"{CHANGE}{name}": change_text(*pair) for name, pair in pairs.items()}


def _sentences(sentences: Sentences) -> dict[str, Value]:
    return {
        "引言": sentences.introduction,
        "总体_任务": sentences.tasks,
        "总体_亮灯": sentences.lights,
        "总体_变化": sentences.change,
        "总体_进度": sentences.progress,
        "总体_指标": sentences.indicators,
        "排名_说明": sentences.ranking,
        "协调事项": sentences.coordination,
        "问题清单": [{"序": part.ordinal, "题": part.title, "文": part.text} for part in sentences.problems],
        "无问题": sentences.no_problems,
        "要求": sentences.demands,
        "表注": sentences.table_note,
    }


def _lists(figures: Figures) -> dict[str, Value]:
    missing = figures.returns.missing if figures.returns else ()
    return {
        "单位排名": office_lines(figures.offices),
        "逾期清单": task_lines(figures.overdue),
        "落后清单": task_lines(figures.behind),
        "未反馈单位": [
            {"单位": each.office, "应反馈日": day_or_none(each.due_on), "逾期天数": each.days or NONE}
            for each in missing
        ],
        "协调清单": [
            {
                "编号": each.code,
                "事项": each.what,
                "协调单位": each.solver or NONE,
                "需要日期": day_or_none(each.needed_by),
                "逾期天数": each.days or NONE,
            }
            for each in figures.matters
        ],
        "风险指标": [_indicator(each) for each in figures.indicators.risky],
    }


def _indicator(indicator: RiskIndicator) -> dict[str, object]:
    return {
        "名称": indicator.name,
        "现值": _number(indicator.value),
        "目标": _number(indicator.target),
        "单位": indicator.unit,
        "完成比": percent_text(indicator.attainment),
    }


def _number(value: float | None) -> str:
    return NONE if value is None else format_value(value).replace("-", MINUS)


def _annexes(names: list[str]) -> list[dict[str, object]]:
    """Return the lines of 附件说明: several are numbered, the later ones stand below the first."""
    if len(names) < 2:
        return [{"文": f"附件：{name}"} for name in names]
    return [{"文": f"{'　　　' if number > 1 else '附件：'}{number}. {name}"} for number, name in enumerate(names, 1)]


def _slip(slip: Slip) -> dict[str, Value]:
    return {
        **_head(slip.head, "编号"),
        "等级": slip.level.word,
        "单位": slip.office,
        "截止日": chinese_date(slip.until),
        "办理期限": _day(slip.reply_by),
    }


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""


def _sheet(slip: Slip, each: SlipTask) -> dict[str, object]:
    task, number = each.task, each.issue or slip.head.issue
    extended = extended_words(task)
    first = f"（{extended}）" if extended else ""
    return {
        **task_columns(task),
        "编号": f"{number}{DEMO_MARK}" if slip.head.demo else number,
        "签发日期": chinese_date(slip.head.issued_on),
        "单位": task.office or slip.office,
        "责任人": task.owner or NONE,
        "电话": task.phone,
        "配合单位": "、".join(task.co_offices) or NONE,
        "任务编号": task.code,
        "内容": cut(task.content, max(SHEET_SUBJECT - len(task.title), SHEET_LEAST)),
        "来源": cut(f"{task.article_title}　{task.section}", SOURCE_TEXT) or NONE,
        "时限": f"{task.due or NONE}{first}",
        "理由": light_words(task.light).replace("\n", "　"),
        "最近反馈": _day(task.reported_on) or "无",
        "最近进展": cut(task.note, SHEET_TEXT) or NONE,
        "存在问题": cut(task.problems, SHEET_TEXT) or NONE,
        "办理要求": each.demand,
    }
