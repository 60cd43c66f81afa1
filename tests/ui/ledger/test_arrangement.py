"""The arrangement over random ledgers shows what a naive reference shows, for every grouping, filter and fold."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest

from tracker.model.enums import DueKind, LightColour, Priority, RecommendationKind, Status
from tracker.model.rows import ArticleRow, LedgerView, Light, RecommendationRow, TaskRow
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.grouping import (
    GROUP_KINDS,
    LEDGER_KINDS,
    UNSORTED,
    Grouping,
    arrange,
    article_title,
    section_code,
)
from tracker.ui.ledger.rows import Heading, HeadingKind, VisibleRows
from tracker.ui.ledger.sorting import Sorting, sorted_positions

TODAY = date(2023, 9, 15)
WORDS = ("灯塔工厂", "职业教育", "数字化改造", "重点产业链", "银行信贷", "5G 基站", "AI+制造", "人才", "", "绿色制造")
OFFICES = ("市经信局", "市科技局", "市教育局", "")
THEMES = ("数字化", "人才", "品牌")


def random_ledger(chance: random.Random) -> LedgerView:
    """Return a ledger of up to four articles with up to sixty tasks, a few of them under no entry at all."""
    articles = tuple(_article(chance, code) for code in "ABCD"[: chance.randint(0, 4)])
    entries = tuple(entry for article in articles for entry in _entries(chance, article.code))
    codes = [entry.code for entry in entries] or [""]
    used = chance.sample(codes, chance.randint(0, len(codes)))  # some entries have no task, some have several
    number = chance.choice((0, 1, 5, 20, 60))
    tasks = tuple(_task(chance, n + 1, chance.choice(used or [""])) for n in range(number))
    return LedgerView(TODAY, articles, entries, tasks, total=chance.choice((0, 0, 0, 500)))


def _article(chance: random.Random, code: str) -> ArticleRow:
    title = chance.choice(("扛起担当", "（标题缺失）", "（编者按）宁波"))
    return ArticleRow(
        id=ord(code), code=code, title=title, short_title=chance.choice(("", "担当")),
        title_in_source=title == "扛起担当", authors=chance.choice(((), ("谢瑜宇",), ("谢瑜宇", "张三"))),
        affiliation=chance.choice(("", "市社科院")), source="", note="", tasks=0, recommendations=0, references=0,
        indicators=0, problems=0,
    )  # fmt: skip


def _entries(chance: random.Random, article: str) -> list[RecommendationRow]:
    entries: list[RecommendationRow] = []
    kinds = [*RecommendationKind, RecommendationKind.UMBRELLA, RecommendationKind.UMBRELLA]
    for section in range(chance.randint(0, 3)):
        groups = [""]
        for number in range(chance.randint(1, 5)):
            code = f"{article}{section}.{number}"
            kind = chance.choice(kinds)
            entries.append(_entry(chance, code, article, f"第{section}节", kind, chance.choice(groups)))
            if kind in (RecommendationKind.GROUP, RecommendationKind.UMBRELLA):
                groups.append(code)
    chance.shuffle(entries) if chance.random() < 0.2 else None
    return entries


def _entry(
    chance: random.Random, code: str, article: str, section: str, kind: RecommendationKind, parent: str
) -> RecommendationRow:
    return RecommendationRow(
        id=abs(hash(code)) % 10_000, code=code, article=article, section=section, kind=kind, parent=parent,
        title=chance.choice(WORDS), summary="", anchor=chance.choice(WORDS), note="", themes=(), lead_office="",
        co_offices=(), deadline_text="", city="", related=(), supports=(), indicators=(), task_ids=(),
    )  # fmt: skip


def _task(chance: random.Random, number: int, entry: str) -> TaskRow:
    due = chance.choice((None, TODAY + timedelta(days=chance.randint(-400, 900))))
    office = chance.choice(OFFICES)
    return TaskRow(
        id=number, uid=f"u{number}", version=1, code=f"{entry or 'X'}-{number % 7}", title=chance.choice(WORDS),
        content=chance.choice(WORDS), article=entry[:1], article_title="", section="", recommendation=entry,
        recommendation_title=f"建议{entry}", themes=tuple(chance.sample(THEMES, chance.randint(0, 2))),
        leader=chance.choice(("", "王副市长", "李副市长")), priority=chance.choice(tuple(Priority)),
        lead_office=office, lead_short=office[1:], co_offices=(), offices_confirmed=chance.random() < 0.5,
        owner=chance.choice(("胡建平", "周立群", "")), phone="", status=chance.choice(list(Status)), start_on=None,
        due_text="", due_on=due, due_kind=DueKind.DATE if due else DueKind.LONG_TERM, first_due_on=due, extensions=0,
        progress=chance.choice((0, 40, 60, 100)), scheduled=chance.choice((None, 50, 100)),
        light=Light(chance.choice(list(LightColour)), chance.choice(("", "逾期3天")), ""),
        progress_note=chance.choice(WORDS), problems=chance.choice(WORDS), next_steps="", remark="",
        last_progress_on=chance.choice((None, TODAY - timedelta(days=chance.randint(0, 90)))), closing_statement="",
        indicators=(),
    )  # fmt: skip


# --- the reference: one tree of tasks, no positions ----------------------------------------------------------


@dataclass
class Tree:
    """A heading with what stands below it, written down as plainly as possible."""

    kind: HeadingKind
    key: str
    code: str
    title: str
    note: str = ""
    below: list["Tree | TaskRow"] = field(default_factory=list)
    summed: list[TaskRow] | None = None  # what an umbrella without tasks speaks for

    def tasks(self) -> list[TaskRow]:
        return [task for part in self.below for task in (part.tasks() if isinstance(part, Tree) else [part])]


@dataclass
class Reference:
    """Builds the rows of the tasks in `shown`, an article's tree of the whole ledger being thinned out by hand."""

    view: LedgerView
    shown: set[int]
    bare: bool

    def of(self, code: str) -> list[TaskRow]:
        return [task for task in self.view.tasks if task.recommendation == code and task.id in self.shown]

    def articles(self) -> list[Tree | TaskRow]:
        known = {entry.code for entry in self.view.recommendations}
        used = {task.recommendation for task in self.view.tasks}
        entries = [entry for entry in self.view.recommendations if entry.kind in LEDGER_KINDS or entry.code in used]
        tops = [self.article(article, entries, known) for article in self.view.articles]
        lost = [task for task in self.view.tasks if task.recommendation not in known]
        rest = [Tree(HeadingKind.GROUPING, "g:", "", UNSORTED, "", [t for t in lost if t.id in self.shown])]
        return [top for top in tops if top is not None] + (rest if lost else [])

    def article(self, article: ArticleRow, entries: list[RecommendationRow], known: set[str]) -> Tree | None:
        own = [entry for entry in entries if entry.article == article.code and entry.parent not in known]
        if not own:
            return None
        note = "、".join(article.authors) + (f" · {article.affiliation}" if article.affiliation else "")
        top = Tree(HeadingKind.ARTICLE, f"a:{article.code}", article.code, article_title(article), note)
        for name in dict.fromkeys(entry.section for entry in own):
            members = [entry for entry in own if entry.section == name]
            code = section_code(members[0].code, article.code)
            section = Tree(HeadingKind.SECTION, f"s:{article.code}:{name}", code, name)
            section.below = [part for entry in members for part in self.entry(entry, entries)]
            top.below.append(section)
        for section in top.below:
            assert isinstance(section, Tree)
            # Whether it has tasks of its own is asked of the whole ledger, not of what filters leave.
            whole = Reference(self.view, {task.id for task in self.view.tasks}, bare=False)
            empty = not any(whole.below(entry, entries) for entry in own if entry.section == section.title)
            speak(section, top.tasks() if empty else section.tasks())
        return top

    def below(self, entry: RecommendationRow, entries: list[RecommendationRow]) -> list[TaskRow]:
        children = [child for child in entries if child.parent == entry.code]
        return self.of(entry.code) + [task for child in children for task in self.below(child, entries)]

    def entry(self, entry: RecommendationRow, entries: list[RecommendationRow]) -> list[Tree | TaskRow]:
        children = [child for child in entries if child.parent == entry.code]
        own: list[Tree | TaskRow] = [*self.of(entry.code)]
        if entry.kind in GROUP_KINDS or children:
            if self.bare:
                return [*self.below(entry, entries)]
            group = Tree(HeadingKind.ENTRY_GROUP, f"h:{entry.code}", entry.code, entry.title)
            group.below = [*own, *(part for child in children for part in self.entry(child, entries))]
            group.note = f"{len(group.tasks())} 项任务"
            if entry.kind is RecommendationKind.UMBRELLA and not group.tasks():
                group.note, group.summed = "总领", []
            return [group]
        if len(own) < 2:
            return own
        note = f"分 {len(own)} 项任务"
        return [Tree(HeadingKind.RECOMMENDATION, f"r:{entry.code}", entry.code, entry.title, note, own)]

    def by_property(self, grouping: Grouping, sorting: Sorting) -> list[Tree | TaskRow]:
        ordered = [self.view.tasks[position] for position in sorted_positions(self.view.tasks, sorting)]
        names = {
            Grouping.ARTICLE: lambda task: (task.article,),
            Grouping.OFFICE: lambda task: (task.lead_office or "未定单位",),
            Grouping.LIGHT: lambda task: (task.light.colour.word,),
            Grouping.STATUS: lambda task: (task.status.word,),
            Grouping.THEME: lambda task: task.themes or ("未标主题",),
            Grouping.LEADER: lambda task: (task.leader or "未定分管领导",),
            Grouping.SOURCE_KIND: lambda task: (task.source_kind or "未定来源",),
            Grouping.PRIORITY: lambda task: (task.priority.word,),
            Grouping.NONE: lambda _task: ("",),
        }[grouping]
        first = {
            Grouping.LIGHT: [colour.word for colour in LightColour],
            Grouping.STATUS: [status.word for status in Status],
            Grouping.PRIORITY: ["重点", "一般"],
            Grouping.ARTICLE: [article.code for article in self.view.articles],
        }.get(grouping, [])
        every = dict.fromkeys([*first, *(name for task in ordered for name in names(task))])
        groups = {name: [task for task in ordered if name in names(task)] for name in every}
        thin = {name: [t for t in tasks if t.id in self.shown] for name, tasks in groups.items() if tasks}
        if grouping is Grouping.NONE:
            return [*thin.get("", [])]
        return [self.group(name, grouping, tasks) for name, tasks in thin.items()]

    def group(self, name: str, grouping: Grouping, tasks: list[TaskRow]) -> Tree:
        article = (
            next((a for a in self.view.articles if a.code == name), None) if grouping is Grouping.ARTICLE else None
        )
        if article is None:
            return Tree(HeadingKind.GROUPING, f"g:{name}", "", name or UNSORTED, "", [*tasks])
        note = "、".join(article.authors)
        return Tree(HeadingKind.ARTICLE, f"a:{name}", name, article_title(article), note, [*tasks])


def speak(tree: Tree, tasks: list[TaskRow]) -> None:
    """Let the umbrellas without tasks below a heading sum these tasks, those within a group the tasks of the group."""
    for part in tree.below:
        if isinstance(part, Tree):
            part.summed = tasks if part.summed is not None else None
            speak(part, part.tasks())


def expected(parts: Sequence[Tree | TaskRow], *, bare: bool, closed: set[str], depth: int = 0) -> Iterator[object]:
    """Yield what each row says: depth, and the task or the heading with its note and what it sums."""
    for part in parts:
        if isinstance(part, TaskRow):
            yield depth, part.id
        elif part.tasks() or not bare:
            summed = part.tasks() if part.summed is None else part.summed
            below = list(expected(part.below, bare=bare, closed=closed, depth=depth + 1))
            yield (
                depth,
                part.kind,
                part.key,
                part.code,
                part.title,
                part.note,
                [task.id for task in summed],
                bool(below),
            )
            yield from below if part.key not in closed else ()


def written(rows: VisibleRows) -> Iterator[object]:
    """Yield the same of the rows to be tested."""
    for number, row in enumerate(rows):
        above = rows.above(number)
        depth = above.depth + 1 if above is not None else 0
        if isinstance(row, Heading):
            summed = [task.id for task in rows.tasks[row.first : row.last]]
            yield depth, row.kind, row.key, row.code, row.title, row.note, summed, row.covers
        else:
            yield depth, row.id


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("grouping", list(Grouping))
def test_random_ledgers_against_a_naive_reference(seed: int, grouping: Grouping) -> None:
    chance = random.Random(f"{seed} {grouping.name}")
    view = replace(random_ledger(chance), total=0)
    columns = chance.sample(list(Column), chance.choice((0, 0, 1, 2)))
    sorting = tuple((column, chance.random() < 0.5) for column in columns)
    arrangement = arrange(view, view.tasks, grouping, sorting)
    for bare in (False, True, True):
        matches = [n for n in range(len(view.tasks)) if chance.random() < chance.choice((0.1, 0.9))] if bare else None
        shown = {view.tasks[n].id for n in matches} if matches is not None else {task.id for task in view.tasks}
        reference = Reference(view, shown, bare)
        by_article = grouping is Grouping.ARTICLE and not sorting
        parts = reference.articles() if by_article else reference.by_property(grouping, sorting)
        headings = [heading.key for heading in arrangement.rows(matches, bare=bare).headings]
        closed = set(chance.sample(headings, chance.randint(0, len(headings))))
        for folded in (set[str](), closed):
            rows = arrangement.rows(matches, bare=bare, closed=folded)
            assert list(written(rows)) == list(expected(parts, bare=bare, closed=folded))
            assert all(rows.rows_of_keys((rows.key(number),)) == [number] for number in range(len(rows)))


@pytest.mark.parametrize("grouping", list(Grouping))
@pytest.mark.parametrize("matches", [[0], [1, 2], [0, 3, 4], [2, 4], [0, 1, 2, 3, 4], []])
def test_cutting_and_arranging_agree(small_ledger: LedgerView, grouping: Grouping, matches: list[int]) -> None:
    cut = arrange(small_ledger, small_ledger.tasks, grouping).rows(matches, bare=True)
    tasks = tuple(small_ledger.tasks[position] for position in matches)
    alone = arrange(small_ledger, tasks, grouping).rows(bare=True)
    if grouping in (Grouping.OFFICE, Grouping.THEME):  # these groups stand as the whole ledger names them
        assert sorted(map(cut.key, range(len(cut)))) == sorted(map(alone.key, range(len(alone))))
    else:
        assert list(written(cut)) == list(written(alone))
    assert all(cut.rows_of_task(task.id) for task in tasks)


def test_only_the_rows_that_changed_are_announced(small_ledger: LedgerView) -> None:
    tasks = list(small_ledger.tasks)
    for position in (1, 3):
        tasks[position] = replace(tasks[position], owner="张三")
    before = arrange(small_ledger, small_ledger.tasks, Grouping.NONE).rows()
    after = arrange(small_ledger, tuple(tasks), Grouping.NONE).rows()
    assert before.same_shape(after)
    assert before.changed_rows(after) == [1, 3]
    assert after.changed_rows(before) == [1, 3]


@pytest.mark.parametrize(
    ("sorting", "same"), [(((Column.TITLE, False),), True), (((Column.TITLE, True),), False), ((), False)]
)
def test_two_orders_of_one_reading_are_not_mistaken(small_ledger: LedgerView, sorting: Sorting, same: bool) -> None:
    def rows(wanted: Sorting) -> VisibleRows:
        return arrange(small_ledger, small_ledger.tasks, Grouping.NONE, wanted).rows()

    assert rows(((Column.TITLE, False),)).same_shape(rows(sorting)) is same
