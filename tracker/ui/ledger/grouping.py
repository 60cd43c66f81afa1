"""Arranges the ledger for the screen: by article as the sources have it, or by one property of the task."""

from collections.abc import Callable, Sequence
from enum import Enum

from tracker.model.enums import LightColour, Priority, RecommendationKind, Status
from tracker.model.rows import ArticleRow, LedgerView, RecommendationRow, TaskRow
from tracker.ui.ledger.arrangement import Arrangement, Outline, Parts
from tracker.ui.ledger.rows import UNSORTED_KEY, HeadingKind
from tracker.ui.ledger.sorting import Sorting, sorted_positions

GROUP_KINDS = (RecommendationKind.UMBRELLA, RecommendationKind.GROUP)
LEDGER_KINDS = (*GROUP_KINDS, RecommendationKind.TASK, RecommendationKind.SUBTASK)
UNSORTED = "未列入文章的任务"


class Grouping(Enum):
    """What the top headings stand for; the value is the word on the menu."""

    ARTICLE = "文章"
    OFFICE = "单位"
    LIGHT = "亮灯"
    STATUS = "状态"
    THEME = "主题"
    LEADER = "分管领导"
    PRIORITY = "重点"
    SOURCE_KIND = "来源类别"
    NONE = "不分组"


def arrange(
    view: LedgerView, tasks: Sequence[TaskRow], grouping: Grouping, sorting: Sorting = (), *, partial: bool = False
) -> Arrangement:
    """Return the arrangement of tasks; sorted, an article shows its tasks without its own headings."""
    if grouping is Grouping.ARTICLE and not sorting:
        return _ArticleOrder(view, tasks, partial).arrangement
    return _by_property(view, tasks, grouping, sorting, partial)


def section_code(code: str, article: str) -> str:
    """Return the short code of a section (A1 of A1.2b), "" where there is none of its own."""
    prefix, dot, _ = code.partition(".")
    return "" if not dot or prefix == article else prefix


def article_title(article: ArticleRow) -> str:
    """Return an article's own title; one that the source lacks is named, and said to be missing."""
    if article.title_in_source or not article.short_title:
        return article.title
    return article.short_title if "编者按" in article.title else f"{article.short_title}（标题缺失）"


class _ArticleOrder:
    """Puts article, section, group, recommendation and task into the order of the sources."""

    def __init__(self, view: LedgerView, tasks: Sequence[TaskRow], partial: bool) -> None:
        self._order: list[int] = []
        self._of_entry: dict[str, list[int]] = {}
        for position, task in enumerate(tasks):
            self._of_entry.setdefault(task.recommendation, []).append(position)
        self._children: dict[str, list[RecommendationRow]] = {}
        known = {entry.code for entry in view.recommendations}
        shown = {e.code: e for e in view.recommendations if e.kind in LEDGER_KINDS or e.code in self._of_entry}
        parents = {entry.code: entry.parent for entry in view.recommendations}
        for entry in shown.values():
            parent = entry.parent
            while parent in parents and parent not in shown:  # a lesson is no heading, what is made of its parts stays
                parent = parents[parent]
            self._children.setdefault(parent if parent in shown else f"@{entry.article}", []).append(entry)
        parts: Parts = [top for article in view.articles for top in self._article(article)]
        parts += self._orphans(known)
        self.arrangement = Arrangement(tasks, self._order, parts, partial)

    def _article(self, article: ArticleRow) -> Parts:
        entries = self._children.get(f"@{article.code}", [])
        if not entries:
            return []
        note = "、".join(article.authors) + (f" · {article.affiliation}" if article.affiliation else "")
        top = self._open(HeadingKind.ARTICLE, f"a:{article.code}", article.code, article_title(article), note)
        members: dict[str, list[RecommendationRow]] = {}
        for entry in entries:
            members.setdefault(entry.section, []).append(entry)
        sections = [self._section(article, name, entries) for name, entries in members.items()]
        top.parts, top.last = list(sections), len(self._order)
        for section in sections:
            # An umbrella speaks for its section, that of an introduction for the whole article.
            empty = section.first == section.last
            _speak_for(section, (top.first, top.last) if empty else (section.first, section.last))
        return [top]

    def _section(self, article: ArticleRow, name: str, entries: list[RecommendationRow]) -> Outline:
        code = section_code(entries[0].code, article.code)
        section = self._open(HeadingKind.SECTION, f"s:{article.code}:{name}", code, name)
        section.parts = [part for entry in entries for part in self._entry(entry, 0)]
        section.last = len(self._order)
        return section

    def _entry(self, entry: RecommendationRow, level: int) -> Parts:
        below = self._children.get(entry.code, [])
        own = self._of_entry.get(entry.code, [])
        if entry.kind not in GROUP_KINDS and not below:
            return self._split(entry, own, level)
        heading = self._open(HeadingKind.ENTRY_GROUP, f"h:{entry.code}", entry.code, entry.title, level=level)
        heading.parts = self._append(own)
        for child in below:
            heading.parts += self._entry(child, level + 1)
        heading.last = len(self._order)
        if entry.kind is RecommendationKind.UMBRELLA:
            heading.around = (0, 0)  # until the section is known
        return [heading]

    def _split(self, entry: RecommendationRow, own: list[int], level: int) -> Parts:
        if len(own) < 2:
            return self._append(own)
        heading = self._open(HeadingKind.RECOMMENDATION, f"r:{entry.code}", entry.code, entry.title, level=level)
        heading.parts = self._append(own)
        heading.last = len(self._order)
        return [heading]

    def _open(self, kind: HeadingKind, key: str, code: str, title: str, note: str = "", *, level: int = 0) -> Outline:
        return Outline(kind, key, code, title, note, level, len(self._order), len(self._order))

    def _append(self, own: Sequence[int]) -> Parts:
        first = len(self._order)
        self._order += own
        return [(first, len(self._order))] if own else []

    def _orphans(self, known: set[str]) -> Parts:
        lost = sorted(position for code, own in self._of_entry.items() if code not in known for position in own)
        if not lost:
            return []
        top = self._open(HeadingKind.GROUPING, UNSORTED_KEY, "", UNSORTED)
        top.parts = self._append(lost)
        top.last = len(self._order)
        return [top]


def _speak_for(heading: Outline, around: tuple[int, int]) -> None:
    """Set the stretch of tasks which umbrellas sum: those of the section, within a group those of the group."""
    for part in heading.parts:
        if isinstance(part, Outline) and part.kind is HeadingKind.ENTRY_GROUP:
            if part.around is not None:
                part.around = around
            _speak_for(part, (part.first, part.last))


_PROPERTY: dict[Grouping, Callable[[TaskRow], tuple[str, ...]]] = {
    Grouping.ARTICLE: lambda task: (task.article,),
    Grouping.OFFICE: lambda task: (task.lead_office or "未定单位",),
    Grouping.LIGHT: lambda task: (task.light.colour.word,),
    Grouping.STATUS: lambda task: (task.status.word,),
    Grouping.THEME: lambda task: task.themes or ("未标主题",),
    Grouping.LEADER: lambda task: (task.leader or "未定分管领导",),
    Grouping.PRIORITY: lambda task: (task.priority.word,),
    Grouping.SOURCE_KIND: lambda task: (task.source_kind or "未定来源",),
    Grouping.NONE: lambda _task: ("",),
}
#: Groups in an order of their own; the others stand in the order in which the ledger names them.
_ORDER: dict[Grouping, tuple[str, ...]] = {
    Grouping.LIGHT: tuple(colour.word for colour in LightColour),
    Grouping.STATUS: tuple(status.word for status in Status),
    Grouping.PRIORITY: (Priority.KEY.word, Priority.NORMAL.word),
}


def _by_property(
    view: LedgerView, tasks: Sequence[TaskRow], grouping: Grouping, sorting: Sorting, partial: bool
) -> Arrangement:
    articles = {article.code: article for article in view.articles} if grouping is Grouping.ARTICLE else {}
    groups: dict[str, list[int]] = {name: [] for name in (*_ORDER.get(grouping, ()), *articles)}
    names = _PROPERTY[grouping]
    for position in sorted_positions(tasks, sorting):
        for name in names(tasks[position]):
            groups.setdefault(name, []).append(position)
    order: list[int] = []
    parts: Parts = []
    for name, members in groups.items():
        if members:
            stretch = (len(order), len(order) + len(members))
            order += members
            parts.append(stretch if grouping is Grouping.NONE else _top(name, articles.get(name), stretch))
    return Arrangement(tasks, order, parts, partial)


def _top(name: str, article: ArticleRow | None, stretch: tuple[int, int]) -> Outline:
    kind, key, code, title, note = HeadingKind.GROUPING, f"g:{name}", "", name or UNSORTED, ""
    if article is not None:
        kind, key, code = HeadingKind.ARTICLE, f"a:{name}", name
        title, note = article_title(article), "、".join(article.authors)
    return Outline(kind, key, code, title, note, 0, *stretch, [stretch])
