"""已登记: every paper that was issued, newest first, and what the chosen one said."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QTreeWidgetItem, QWidget

from tracker.model.rows import IssueFacts, PaperRow
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.papers.paper_list import title_of
from tracker.ui.papers.sentences import label_of
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.labels import Rule, TextLabel
from tracker.ui.widgets.line_table import LinesTable, framed
from tracker.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from tracker.queries import paper_register
else:
    paper_register = late("tracker.queries.paper_register")

_COLUMNS = (("日期", 96), ("公文", 190), ("单位", 140), ("任务", 0), ("文件", 200))
_FACTS = 190  # px below the table
#: The figures of JSON that are worth a word, in the order of the papers.
_FIGURES = (("tasks", "任务{}项"), ("assigned", "已交办{}项"), ("done_share", "完成率{}%"), ("mean", "平均进度{}%"))


class RegisterDialog(Dialog):
    """A table to look things up in; `ask` reads what a paper said and hands it to `show_facts`."""

    def __init__(self, rows: Sequence[PaperRow], ask: Callable[[int], None], parent: QWidget | None = None) -> None:
        super().__init__("已登记的公文", f"{len(rows):,} 份", 880, parent, height=600, ruled=True)
        self._rows, self._ask = rows, ask
        self.table = LinesTable("已登记的公文", _COLUMNS)
        self.facts = TextLabel("", "small")
        self.facts.setWordWrap(True)
        self.facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.facts.setContentsMargins(21, 8, 21, 8)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        area = QScrollArea()
        area.setWidget(self.facts)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFixedHeight(_FACTS)
        area.setAccessibleName("这一份的内容")
        self.table.currentItemChanged.connect(lambda item, _before: self._choose(item))
        self.table.add_lines((_texts(row), None) for row in rows)
        if rows:
            self.body.addLayout(framed(self.table))
            self.body.addWidget(Rule())
            self.body.addWidget(area)
        else:
            self.body.addWidget(EmptyState("papers", "还没有登记的公文", "出文时点“登记并保存…”，这里就列出它。"))
        self.add_button("关闭", "outlined", self.accept)
        self.table.select_first()

    def row(self) -> PaperRow | None:
        """Return the paper in hand."""
        item: QTreeWidgetItem | None = self.table.currentItem()
        return self._rows[self.table.indexOfTopLevelItem(item)] if item is not None else None

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        row = self.row() if item is not None else None
        self.facts.setText("")
        if row is not None:
            self._ask(row.id)

    def show_facts(self, facts: IssueFacts | None) -> None:
        """Show what the paper in hand said; an answer about another one comes too late."""
        row = self.row()
        if row is not None and facts is not None and facts.paper_id == row.id:
            self.facts.setText("\n".join(facts_lines(row, facts)))


def show_register(context: Context, rows: Sequence[PaperRow], window: QWidget) -> RegisterDialog:
    """Open the register; what a paper said is read when it is chosen."""
    shown: list[RegisterDialog] = []

    def ask(paper_id: int) -> None:
        context.jobs.read(
            lambda session: paper_register.read_issue(session, paper_id),
            on_result=lambda facts: shown[0].show_facts(facts) if shown else None,
            owner=window,
            key="issue",
        )

    dialog = RegisterDialog(rows, ask, window)
    shown.append(dialog)
    dialog.finished.connect(lambda _result: shown.clear())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def facts_lines(row: PaperRow, facts: IssueFacts) -> Iterator[str]:
    """Yield what a paper was about, its figures, its reworded sentences, and how its file can be known."""
    figures = facts.figures
    since = f"{row.from_on.isoformat()} 至 " if row.from_on else "截至 "
    yield f"{row.title}：{since}{row.to_on.isoformat()}" + (f"，答复期限 {row.reply_by}" if row.reply_by else "")
    if counted := "，".join((*_counted(figures), *_named(figures))):
        yield counted
    for task in figures["tasks"] if isinstance(figures.get("tasks"), list) else ():  # of a slip
        yield f"{task['code']} {task['title']}：{task['reason']}"
    sentences = figures.get("sentences") or {}
    edited = figures.get("edited") or ()
    for name, text in sentences.items():
        if isinstance(text, str) and text:
            yield f"{label_of(name)}{'（已改）' if name in edited else ''}：{text}"
        elif isinstance(text, list):
            yield from (f"{part['题']}{part['文']}" for part in text)
    yield f"文件 {row.file_name}，校验值 {facts.sha256[:16]}…"


def _counted(figures: Mapping[str, Any]) -> Iterator[str]:
    for name, words in _FIGURES:
        if isinstance(figures.get(name), int | float):
            yield words.format(figures[name])


def _named(figures: Mapping[str, Any]) -> Iterator[str]:
    statuses, lights = figures.get("statuses") or {}, figures.get("lights") or {}
    yield from (f"{word}{count:,}项" for word, count in statuses.items() if count)
    words = {"red": "红灯", "amber": "黄灯", "green": "绿灯", "blue": "蓝灯", "grey": "灰灯"}
    yield from (f"{words[name]}{count:,}项" for name, count in lights.items() if count and name in words)


def _texts(row: PaperRow) -> tuple[str, ...]:
    paper = f"{title_of(row.kind)} {row.issue}".strip()
    return (row.issued_on.isoformat(), paper, row.office or "—", "、".join(row.task_codes) or "—", row.file_name)
