"""Two tabs of the panel that point elsewhere: indicators of the task, and where it comes from."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.enums import IndicatorKind, RecommendationKind, TaskLinkKind
from tracker.model.numbers import format_value
from tracker.model.rows import IndicatorRow, LinkRow, RecommendationRow, TaskDetail, TaskRow
from tracker.ui.task.parts import Captioned, Heading, Scrolled, aligned
from tracker.ui.task.wrapped_text import Prose
from tracker.ui.theme.fonts import metrics
from tracker.ui.widgets.badges import LightBadge
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.labels import ElidedLabel, TextLabel
from tracker.ui.widgets.states import EmptyState

_NAME, _LINK = 220, 272  # px of an indicator's name, and of a link: as much as the narrow panel has


class IndicatorsTab(Scrolled):
    """指标: name, newest value, target and light of each linked indicator, and those that may have to do with it."""

    opened = Signal(str)  # code of an indicator
    link_asked = Signal(object)  # IndicatorRow

    def show_indicators(self, indicators: tuple[IndicatorRow, ...], possible: tuple[IndicatorRow, ...] = ()) -> None:
        """Show these indicators; `possible` ones are offered below, each with a way to link it."""
        self.clear()
        for number, indicator in enumerate(indicators):
            if number:
                self.rule()
            self.column.addWidget(self._block(indicator))
        if not indicators:
            self.column.addWidget(EmptyState("chart", "没有关联的指标", "原文没有给这项任务提出指标"))
        if possible:
            self.rule()
            self.column.addWidget(Heading("可能有关", "按字面推测，没有关联"))
            for indicator in possible:
                self.column.addLayout(self._offer(indicator))

    def _offer(self, indicator: IndicatorRow) -> QHBoxLayout:
        name, link = self._name(indicator), LinkButton("关联")
        link.setAccessibleName(f"关联指标 {indicator.name}")
        link.clicked.connect(lambda _checked=False: self.link_asked.emit(indicator))
        row = aligned(name)
        row.addWidget(link)
        return row

    def _name(self, indicator: IndicatorRow) -> LinkButton:
        words = metrics("body").elidedText(indicator.name, Qt.TextElideMode.ElideRight, _NAME)
        name = LinkButton(words)
        name.setAccessibleName(indicator.name)
        name.setToolTip("在指标页打开" if words == indicator.name else f"{indicator.name}，在指标页打开")
        name.clicked.connect(lambda _checked=False: self.opened.emit(indicator.code))
        return name

    def _block(self, indicator: IndicatorRow) -> QWidget:
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(aligned(self._name(indicator)))
        row = QHBoxLayout()
        row.setSpacing(4)
        if indicator.kind is IndicatorKind.NUMERIC:
            row.addWidget(TextLabel(value_words(indicator), "figure"))
            row.addWidget(TextLabel(indicator.unit, "small", "text3"))
            row.addStretch(1)
        else:
            row.addWidget(ElidedLabel(indicator.stated or indicator.kind.word, "body", "text2"), 1)
        badge = LightBadge()
        badge.set_light(indicator.light)
        row.addWidget(badge)
        column.addLayout(row)
        if words := target_words(indicator):
            column.addWidget(ElidedLabel(words, "small", "text3"))
        return block


def value_words(indicator: IndicatorRow) -> str:
    """Return the newest value, or 未录入."""
    current = indicator.current
    return format_value(current.value) if current is not None else "未录入"


def target_words(indicator: IndicatorRow) -> str:
    """Return date of the value and the target in one line; that a target is missing is said by the light."""
    current = indicator.current
    on = ""
    if current is not None:
        on = current.on.isoformat() if current.on else current.period
    target = indicator.target_text
    if indicator.target_value is not None:
        by = f"，{indicator.target_on.isoformat()} 前" if indicator.target_on else ""
        target = f"目标 {format_value(indicator.target_value)}{indicator.unit}{by}"
    return "，".join(part for part in (on, target) if part)


class OriginTab(Scrolled):
    """来源: article, section, locator, flaws of the source, related entries and supporting lessons."""

    code_asked = Signal(str)  # code of a recommendation
    source_opened = Signal(str)  # code of a source
    answers_asked = Signal()
    themes_asked = Signal()
    task_opened = Signal(int)

    def show_origin(self, detail: TaskDetail, everything: Iterable[RecommendationRow]) -> None:
        """Show where a task comes from; `everything` is all entries of the articles."""
        self.clear()
        entry, article = detail.recommendation, detail.article
        self._chips(detail.task)
        if entry is None:
            self._answered(detail.links)
            return
        known = {row.code: row for row in everything}
        if article is not None:
            self._text("文章", article.title)
            self._line("作者", "、".join(article.authors), article.affiliation)
        self._line("章节", entry.section)
        parent = known.get(entry.parent)
        if parent is not None:
            self._line("上级", f"{parent.code}  {parent.title}")
        self._text("建议", f"{entry.code}  {entry.title}")
        self._text("摘要", entry.summary)
        self._text("原文定位", f"“{entry.anchor}”" if entry.anchor else "")
        self._text("原有时限", entry.deadline_text)
        if set(entry.themes) != set(detail.task.themes):
            self._line("建议的主题", "、".join(entry.themes))
        self._flaws(entry.note, article.note if article is not None else "")
        self._answered(detail.links)
        self._links("相关建议", [known[code] for code in entry.related if code in known])
        self._links("支撑它的启示和做法", supporting(entry, known.values()))

    def _chips(self, task: TaskRow) -> None:
        """Show the source and all that is answered as links, each kind with a way to change it."""
        if task.article:
            source = _link(f"{task.source_kind} {task.article}  {task.article_title}".strip(), "在来源页打开")
            source.clicked.connect(lambda _checked=False: self.source_opened.emit(task.article))
            self.column.addWidget(Heading("来源"))
            self.column.addLayout(aligned(source))
        codes = tuple(dict.fromkeys(filter(None, (task.recommendation, *task.recommendations))))
        self.column.addWidget(Heading("回应", f"{len(codes):,} 条建议" if codes else "没有回应哪条建议"))
        chips = [
            LinkButton(f"{code}（主要）" if code == task.recommendation and len(codes) > 1 else code) for code in codes
        ]
        for code, chip in zip(codes, chips, strict=True):
            chip.clicked.connect(lambda _checked=False, wanted=code: self.code_asked.emit(wanted))
        change = LinkButton("+ 回应…")
        change.setAccessibleName("修改回应的建议")
        change.clicked.connect(lambda _checked=False: self.answers_asked.emit())
        self.column.addLayout(aligned(*chips, change))
        self.column.addWidget(Heading("主题", "、".join(task.themes) or "没有主题"))
        theming = LinkButton("主题…")
        theming.setAccessibleName("修改主题")
        theming.clicked.connect(lambda _checked=False: self.themes_asked.emit())
        self.column.addLayout(aligned(theming))
        self.rule()

    def _line(self, caption: str, text: str, note: str = "") -> None:
        if text:
            self.column.addWidget(Captioned(caption, text, note))

    def _text(self, caption: str, text: str) -> None:
        if not text:
            return
        row = QHBoxLayout()
        row.setSpacing(8)
        row.setContentsMargins(0, 3, 0, 3)
        name = TextLabel(caption, "small", "text3")
        name.setFixedSize(64, 22)
        holder = QVBoxLayout()
        holder.addWidget(name)
        holder.addStretch(1)
        row.addLayout(holder)
        row.addWidget(Prose(text), 1)
        self.column.addLayout(row)

    def _flaws(self, *notes: str) -> None:
        written = [note for note in notes if note]
        if written:
            self.rule()
            self.column.addWidget(Heading("原文说明"))
            for note in written:
                self.column.addWidget(Prose(note, "text2"))

    def _answered(self, links: Iterable[LinkRow]) -> None:
        """Show the recommendations that a task answers because their tasks were merged into it."""
        merged = [link for link in links if link.kind is TaskLinkKind.DUPLICATE and not link.kept]
        answered = [link for link in merged if link.recommendation]
        if not answered:
            return
        self.rule()
        self.column.addWidget(Heading("一并回应的建议", f"{len(answered):,} 条"))
        for link in answered:
            words = f"{link.recommendation}  {link.recommendation_title}"
            button = _link(words, f"{link.code} 已并入本任务，点按打开")
            button.clicked.connect(lambda _checked=False, number=link.task_id: self.task_opened.emit(number))
            self.column.addLayout(aligned(button))

    def _links(self, caption: str, entries: list[RecommendationRow]) -> None:
        if not entries:
            return
        self.rule()
        self.column.addWidget(Heading(caption, f"{len(entries):,} 条"))
        for entry in entries:
            link = _link(f"{entry.code}  {entry.title}", entry.summary or entry.title)
            link.clicked.connect(lambda _checked=False, code=entry.code: self.code_asked.emit(code))
            self.column.addLayout(aligned(link))


def _link(words: str, tip: str) -> LinkButton:
    """Return a link that a long title does not make wider than the panel; the tooltip says all of it."""
    shown = metrics("body").elidedText(words, Qt.TextElideMode.ElideRight, _LINK)
    link = LinkButton(shown)
    link.setAccessibleName(words)
    link.setToolTip(tip if shown == words else f"{words}\n{tip}")
    return link


def supporting(entry: RecommendationRow, everything: Iterable[RecommendationRow]) -> list[RecommendationRow]:
    """Return the lessons and practices that support an entry or its heading."""
    kinds = (RecommendationKind.LESSON, RecommendationKind.PRACTICE)
    wanted = {entry.code, entry.parent} - {""}
    return [row for row in everything if row.kind in kinds and not wanted.isdisjoint(row.supports)]
