"""The computed sentences of the papers: one function a sentence, made of figures alone.

Parts that count 0 are left out and the rest is joined again.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from tracker.model.enums import LightColour, RankBy, Status
from tracker.model.figures import change_text, decimal_text, first_and_last, percent_text
from tracker.model.numbers import chinese_date, format_value
from tracker.model.paper_periods import day_words, next_workday
from tracker.model.rows import Figures, ListedTask, OfficeLine, RiskIndicator, Sentences
from tracker.reports.problem_sentences import problems, quoted
from tracker.reports.task_lines import light_name, status_words

NO_PROBLEMS = "本期未发现逾期、严重落后和未反馈情况。"
NO_OFFICES = "尚无任务交办到单位，不列各单位推进情况。"
_LAST_DEMAND = "下期通报将对照本期逐项核查。"
_EXPLAIN_DAYS, _RETURN_DAYS = 7, 4
_MOST_MATTERS, _MOST_INDICATORS, _MOST_NAMES = 5, 3, 3
_RANKING = {RankBy.GAP: "任务平均进度与序时进度之差", RankBy.DONE: "完成率", RankBy.RED: "红灯任务数"}
_FORMULAS = {
    RankBy.GAP: "名次按进度差从高到低排列",
    RankBy.DONE: "名次按完成率从高到低排列",
    RankBy.RED: "名次按红灯从少到多排列",
}


def compute_sentences(figures: Figures) -> Sentences:
    """Return all sentences of a circular."""
    listed = problems(figures)
    return Sentences(
        introduction=introduction(figures),
        tasks=overall_tasks(figures),
        lights=overall_lights(figures),
        change=overall_change(figures),
        progress=overall_progress(figures),
        indicators=overall_indicators(figures),
        ranking=ranking(figures),
        coordination=coordination(figures),
        problems=listed,
        no_problems="" if listed else NO_PROBLEMS,
        demands=demands(figures),
        table_note=table_note(figures),
    )


def introduction(figures: Figures) -> str:
    """Return 引言."""
    if figures.partial:
        about = f"台账中选定的{figures.now.tasks}项任务"
        return f"根据台账登记和各单位反馈，现将截至{chinese_date(figures.period.end)}{about}的推进情况通报如下。"
    source = _source(figures) or "的"
    return f"根据台账登记和各单位反馈，现将截至{chinese_date(figures.period.end)}{source}任务推进情况通报如下。"


def overall_tasks(figures: Figures) -> str:
    """Return 总体_任务, and what is left out of it."""
    return f"{_tasks(figures)}{put_away(figures)}"


def put_away(figures: Figures) -> str:
    """Say which open tasks do not count because their source was put away, "" for none."""
    red = f"，其中红灯{figures.put_away_red}项" if figures.put_away_red else ""
    return f"另有{figures.put_away}项未办结任务的来源已归档，未列入{red}。" if figures.put_away else ""


def _tasks(figures: Figures) -> str:
    now = figures.now
    head = f"{_subject(figures)}{now.tasks}项，{_assigned(now.tasks, now.assigned)}"
    if now.statuses[Status.CLOSED] == now.tasks:
        return f"{head}，已全部销号。"
    if now.assigned == 0:
        return f"{head}，尚无任务销号。"
    closed = _share("已销号", now.statuses[Status.CLOSED], figures.status_shares[Status.CLOSED])
    rest = [
        _share(status_words(status), count, figures.status_shares[status])
        for status, count in now.statuses.items()
        if status is not Status.CLOSED
    ]
    return f"{head}。其中{'；'.join(filter(None, (closed or '尚无任务销号', *rest)))}。"


def _subject(figures: Figures) -> str:
    """Name what is counted: tasks a person chose are not the ledger, nor are those of one article."""
    if figures.partial:
        return "本次选定任务"
    return f"{_source(figures)}任务" if figures.article else "台账现有任务"


def _source(figures: Figures) -> str:
    """Name the only article a paper is about, "" for all; a title of our own has its brackets already."""
    title = figures.article if figures.article.startswith("〔") else f"《{figures.article}》"
    return f"来源于{title}的" if figures.article else ""


def _assigned(tasks: int, assigned: int) -> str:
    if assigned == tasks:
        return "均已交办"
    return f"已交办{assigned}项" if assigned else "均未交办"


def _share(word: str, count: int, share: int) -> str:
    return f"{word}{count}项，占{percent_text(share)}" if count else ""


def short_tasks(figures: Figures) -> str:
    """Return 总体_任务 in the short form of a 专报: done and red only."""
    closed, red = figures.now.statuses[Status.CLOSED], figures.now.lights[LightColour.RED]
    done = _share("已销号", closed, figures.status_shares[Status.CLOSED]) or "尚无任务销号"
    done = "已全部销号" if closed == figures.now.tasks else done
    lights = f"红灯{red}项" if red else "没有红灯任务"
    return f"{_subject(figures)}{figures.now.tasks}项，{done}；{lights}。{put_away(figures)}"


def overall_lights(figures: Figures) -> str:
    """Return 总体_亮灯."""
    words = {colour: light_name(colour) for colour in LightColour} | {LightColour.BLUE: "蓝灯（已销号、待审核）"}
    parts = [_share(words[colour], count, figures.light_shares[colour]) for colour, count in figures.now.lights.items()]
    none_red = "" if figures.now.lights[LightColour.RED] else "没有红灯任务"
    return f"从亮灯看，{'；'.join(filter(None, (none_red, *parts)))}。"


def overall_change(figures: Figures) -> str:
    """Return 总体_变化, or that there is nothing to compare with."""
    before, now = figures.before, figures.now
    if before is None:
        return f"台账自{chinese_date(figures.begins_on)}建立，{_this(figures)}不作比较。" if figures.begins_on else ""
    lights = [
        (light_name(colour), before.lights[colour], now.lights[colour])
        for colour in (LightColour.RED, LightColour.AMBER)
    ]
    same = before.tasks == now.tasks and all(then == count for _, then, count in lights)
    if same and not figures.finished and not figures.extended:
        return f"各项与{_last(figures)}持平。"
    total = f"任务总数较{_last(figures)}{change_text(before.tasks, now.tasks)}" if before.tasks != now.tasks else ""
    changed = [f"{word}{text}" for word, then, count in lights if (text := change_text(then, count))]
    events = [f"新增销号{len(figures.finished)}项" if figures.finished else ""]
    events += [f"延期{len(figures.extended)}项" if figures.extended else ""]
    than = day_words(figures.period.before, than=figures.period.end)
    return f"与{than}相比，{'，'.join(filter(None, (total, *changed, *events)))}。"


def _this(figures: Figures) -> str:
    return "本周" if figures.period.weekly else "本期"


def _last(figures: Figures) -> str:
    return "上周" if figures.period.weekly else "上期"


def overall_progress(figures: Figures) -> str:
    """Return 总体_进度, "" where nothing has a schedule."""
    mean, scheduled = figures.now.mean, figures.now.scheduled
    if mean is None or scheduled is None:
        return ""
    lead = mean - scheduled
    gap = f"{'超前' if lead > 0 else '落后'}{decimal_text(abs(lead))}个百分点" if lead else "与序时进度持平"
    return f"任务平均进度{percent_text(mean)}，序时进度{percent_text(scheduled)}，{gap}。"


def overall_indicators(figures: Figures) -> str:
    """Return 总体_指标."""
    known = figures.indicators
    if not known.targeted:
        return "指标均未设目标。"
    head = f"已设目标的指标{known.targeted}项"
    if not known.observed:
        return f"{head}，尚无数据。"
    reached = f"已达到{known.reached}项" if known.reached else "尚无指标达到目标"
    risky = "、".join(map(_risk, known.risky[:_MOST_INDICATORS]))
    return f"{head}，{reached}{f'；风险较大的有：{risky}' if risky else ''}。"


def _risk(row: RiskIndicator) -> str:
    return f"{row.name}（现值{format_value(row.value)}{row.unit}，目标{format_value(row.target)}）"


def ranking(figures: Figures) -> str:
    """Return 排名_说明, "" where too few offices are ranked."""
    if not figures.offices:
        return NO_OFFICES
    ranked = [line for line in figures.offices if line.rank is not None]
    first, last = first_and_last([line.rank or 0 for line in ranked])
    if not first:
        return ""
    by = _RANKING[figures.settings.rank_by]
    return f"按{by}排列，前三位为{_names(ranked, first)}，后三位为{_names(ranked, last)}。"


def _names(lines: Sequence[OfficeLine], chosen: Iterable[int]) -> str:
    return "、".join(lines[number].label for number in chosen)


def table_note(figures: Figures) -> str:
    """Return what stands below the table of offices: formula, ties, who is not ranked, round, what was left out."""
    settings, newest = figures.settings, figures.returns
    about_offices = [
        "完成率＝已销号÷任务，进度差＝平均进度－序时进度（百分点，按有序时进度的任务计算）",
        f"{_FORMULAS[settings.rank_by]}，数值相同的名次并列",
        f"牵头任务不足{settings.rank_least}项的单位不排名次",
        f"反馈指第{newest.number}批交办工作簿" if newest else "",
    ]
    left_out = f"不含已取消{figures.cancelled}项" if figures.cancelled else ""
    limits = f"亮灯阈值：{figures.limits}" if figures.limits else ""
    parts = [part for part in (*(about_offices if figures.offices else ()), limits, left_out) if part]
    return f"注：{'；'.join(parts)}。" if parts else ""


def coordination(figures: Figures) -> str:
    """Return 协调事项, "" where none is open."""
    matters = figures.matters
    if not matters:
        return ""
    listed = []
    for matter in matters[:_MOST_MATTERS]:
        by = f"于{day_words(matter.needed_by, than=figures.period.end)}前" if matter.needed_by else ""
        late = f"，已逾期{matter.days}天" if matter.days else ""
        listed.append(f"{matter.what.rstrip('。；')}（{matter.code}，请{matter.solver}{by}协调{late}）")
    rest = f"；其余{len(matters) - _MOST_MATTERS}件见台账" if len(matters) > _MOST_MATTERS else ""
    return f"需协调解决的事项{len(matters)}件：{'；'.join(listed)}{rest}。"


def demands(figures: Figures) -> str:
    """Return 要求: who explains by when, who returns the workbook by when."""
    end, wants = figures.period.end, []
    cases = (("逾期", figures.overdue), ("严重落后", figures.behind))
    late = [word for word, tasks in cases if any(task.blamed for task in tasks)]
    if late:
        by = day_words(next_workday(end + timedelta(days=_EXPLAIN_DAYS), figures.workdays), than=end)
        wants.append(f"请{'、'.join(late)}任务的牵头单位于{by}前书面说明原因和完成时间")
    if figures.returns is not None and any(row.late for row in figures.returns.missing):
        by = day_words(next_workday(end + timedelta(days=_RETURN_DAYS), figures.workdays), than=end)
        wants.append(f"请未反馈的单位于{by}前补报工作簿")
    return f"{'，'.join(wants)}{'。' if wants else ''}{_LAST_DEMAND}"


def week_done(figures: Figures) -> str:
    """Return what a week brought: closed, newly red, waiting for approval, each with up to three names."""
    waiting = [task for task in figures.tasks if task.status is Status.CLOSING]
    parts = (
        _named("本周销号", figures.finished) or "本周没有任务销号",
        _named("新增红灯", figures.reddened) or "没有新增红灯",
        _named("待审核", waiting),
    )
    return f"{'；'.join(filter(None, parts))}。"


def _named(word: str, tasks: Sequence[ListedTask]) -> str:
    if not tasks:
        return ""
    names = "、".join(map(quoted, tasks[:_MOST_NAMES]))
    return f"{word}{len(tasks)}项，{'如' if len(tasks) > _MOST_NAMES else '为'}{names}"


def no_attention(figures: Figures) -> str:
    """Say that 需要领导关注 has no row; a week lists what it turned, so that reds may stand all the same."""
    if not figures.period.weekly:
        return "本期没有红灯任务。"
    return "本周没有新增红灯、久无进展和延期的任务。"


def attention_rest(figures: Figures, rest: int) -> str:
    """Say what the table of 需要领导关注 does not list, `rest` tasks for want of room; "" where it lists all."""
    more = f"其余{rest}项" if rest else ""
    standing = f"此前已亮红灯的{figures.standing_red}项" if figures.period.weekly and figures.standing_red else ""
    parts = "、".join(filter(None, (more, standing)))
    return f"{parts}见台账。" if parts else ""
