"""Arranges the ledger for the tree: by article as the sources have it, or by one property of the task."""

from collections.abc import Callable, Iterable, Sequence
from enum import Enum

from tracker.model.enums import LightColour, RecommendationKind, Status
from tracker.model.rows import ArticleRow, LedgerView, RecommendationRow, TaskRow
from tracker.ui.models.ledger_nodes import Node, NodeKind, NodeTree, roll_up

HEADING_KINDS = (RecommendationKind.UMBRELLA, RecommendationKind.GROUP)
LEDGER_KINDS = (*HEADING_KINDS, RecommendationKind.TASK, RecommendationKind.SUBTASK)
UNSORTED = "未列入文章的任务"


class Grouping(Enum):
    """What the top level of the tree is; the value is the word on the menu."""

    ARTICLE = "文章"
    OFFICE = "单位"
    LIGHT = "亮灯"
    STATUS = "状态"
    THEME = "主题"


def build_tree(view: LedgerView, tasks: Sequence[TaskRow], grouping: Grouping, *, bare: bool) -> NodeTree:
    """Return the tree of `tasks`; `bare` leaves out headings under which no task is left (filters on)."""
    if grouping is Grouping.ARTICLE:
        return _ArticleTree(view, tasks, bare).tree
    return _property_tree(tasks, grouping)


def section_code(code: str, article: str) -> str:
    """Return the short code of a section (A1 of A1.2b), "" where there is none of its own."""
    prefix, dot, _ = code.partition(".")
    return "" if not dot or prefix == article else prefix


def article_title(article: ArticleRow) -> str:
    """Return an article's own title; one that the source lacks is named, and said to be missing."""
    if article.title_in_source or not article.short_title:
        return article.title
    return article.short_title if "编者按" in article.title else f"{article.short_title}（标题缺失）"


class _ArticleTree:
    """Builds article, section, heading, recommendation and task in the order of the sources."""

    def __init__(self, view: LedgerView, tasks: Sequence[TaskRow], bare: bool) -> None:
        self.tree = NodeTree()
        self._bare = bare
        self._of_entry: dict[str, list[TaskRow]] = {}
        for task in tasks:
            self._of_entry.setdefault(task.recommendation, []).append(task)
        self._children: dict[str, list[RecommendationRow]] = {}
        known = {entry.code for entry in view.recommendations}
        for entry in view.recommendations:
            if entry.kind in LEDGER_KINDS or entry.code in self._of_entry:
                parent = entry.parent if entry.parent in known else f"@{entry.article}"
                self._children.setdefault(parent, []).append(entry)
        for article in view.articles:
            self._article(article)
        self._orphans(tasks, known)

    def _article(self, article: ArticleRow) -> None:
        entries = self._children.get(f"@{article.code}", [])
        tasks = self._under(entries)
        if not entries or (self._bare and not tasks):
            return
        note = "、".join(article.authors) + (f" · {article.affiliation}" if article.affiliation else "")
        node = Node(NodeKind.ARTICLE, f"a:{article.code}", article.code, article_title(article), note)
        node.rollup = roll_up(tasks)
        top = self.tree.add(node)
        sections: dict[str, list[RecommendationRow]] = {}
        for entry in entries:
            sections.setdefault(entry.section, []).append(entry)
        for name, members in sections.items():
            self._section(article, name, members, top, tasks)

    def _section(
        self, article: ArticleRow, name: str, entries: list[RecommendationRow], top: int, whole: list[TaskRow]
    ) -> None:
        tasks = self._under(entries)
        if self._bare and not tasks:
            return
        code = section_code(entries[0].code, article.code)
        node = Node(NodeKind.SECTION, f"s:{article.code}:{name}", code, name, rollup=roll_up(tasks))
        position = self.tree.add(node, top)
        for entry in entries:
            # An umbrella speaks for its section, one in an introduction for the whole article.
            self._entry(entry, position, 0, tasks or whole)

    def _entry(self, entry: RecommendationRow, parent: int, level: int, around: list[TaskRow]) -> None:
        below = self._children.get(entry.code, [])
        own = self._of_entry.get(entry.code, [])
        if entry.kind in HEADING_KINDS or below:
            self._heading(entry, parent, level, around)
        elif len(own) > 1:
            node = Node(NodeKind.RECOMMENDATION, f"r:{entry.code}", entry.code, entry.title, level=level)
            node.note, node.rollup = f"分 {len(own)} 项任务", roll_up(own)
            self._tasks(own, self.tree.add(node, parent), level + 1)
        else:
            self._tasks(own, parent, level)

    def _heading(self, entry: RecommendationRow, parent: int, level: int, around: list[TaskRow]) -> None:
        below = self._children.get(entry.code, [])
        tasks = self._under([entry])
        if self._bare:
            # With filters on a group would only repeat its section: what was found stands alone.
            self._tasks(tasks, parent, level)
            return
        umbrella = entry.kind is RecommendationKind.UMBRELLA and not tasks
        node = Node(NodeKind.HEADING, f"h:{entry.code}", entry.code, entry.title, level=level)
        node.note = "总领" if umbrella else f"{len(tasks)} 项任务"
        node.rollup = roll_up(around if umbrella else tasks)
        position = self.tree.add(node, parent)
        self._tasks(self._of_entry.get(entry.code, []), position, level + 1)
        for child in below:
            self._entry(child, position, level + 1, tasks)

    def _tasks(self, tasks: Iterable[TaskRow], parent: int, level: int) -> None:
        for task in tasks:
            self.tree.add(_task_node(task, f"t:{task.id}", level), parent)

    def _under(self, entries: Iterable[RecommendationRow]) -> list[TaskRow]:
        found: list[TaskRow] = []
        for entry in entries:
            found += self._of_entry.get(entry.code, [])
            found += self._under(self._children.get(entry.code, []))
        return found

    def _orphans(self, tasks: Sequence[TaskRow], known: set[str]) -> None:
        lost = [task for task in tasks if task.recommendation not in known]
        if lost:
            top = self.tree.add(Node(NodeKind.GROUPING, "g:", "", UNSORTED, rollup=roll_up(lost)))
            self._tasks(lost, top, 0)


def _task_node(task: TaskRow, key: str, level: int) -> Node:
    return Node(NodeKind.TASK, key, task.code, task.title or task.recommendation_title, level=level, task=task)


_PROPERTY: dict[Grouping, Callable[[TaskRow], tuple[str, ...]]] = {
    Grouping.OFFICE: lambda task: (task.lead_office or "未定单位",),
    Grouping.LIGHT: lambda task: (task.light.colour.word,),
    Grouping.STATUS: lambda task: (task.status.word,),
    Grouping.THEME: lambda task: task.themes or ("未标主题",),
}
#: Groups in an order of their own; the others stand in the order in which the ledger names them.
_ORDER: dict[Grouping, tuple[str, ...]] = {
    Grouping.LIGHT: tuple(colour.word for colour in LightColour),
    Grouping.STATUS: tuple(status.word for status in Status),
}


def _property_tree(tasks: Sequence[TaskRow], grouping: Grouping) -> NodeTree:
    groups: dict[str, list[TaskRow]] = {name: [] for name in _ORDER.get(grouping, ())}
    for task in tasks:
        for name in _PROPERTY[grouping](task):
            groups.setdefault(name, []).append(task)
    tree = NodeTree()
    for name, members in groups.items():
        if members:
            node = Node(NodeKind.GROUPING, f"g:{name}", "", name, rollup=roll_up(members))
            top = tree.add(node)
            for task in members:
                tree.add(_task_node(task, f"t:{task.id}@{name}", 0), top)
    return tree
