"""The middle of the page: of which days, about which tasks, under which number, and the sentences."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from tracker.model.enums import PaperKind
from tracker.model.paper_periods import day_words, period_until, report_word
from tracker.model.rows import Period
from tracker.ui.papers.contents import PaperContents
from tracker.ui.papers.paper_list import title_of
from tracker.ui.papers.reading import PapersOverview
from tracker.ui.papers.sentence_field import SentenceField
from tracker.ui.papers.sentences import Sentence
from tracker.ui.papers.wishes import BULLETINS, CHOSEN, MONTH, PERIODS, Wish, period_of
from tracker.ui.theme.fonts import font
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.entry_checks import check_past_day, check_start_day
from tracker.ui.widgets.fields import ComboBox, DateField
from tracker.ui.widgets.labels import Rule, TextLabel
from tracker.ui.widgets.segments import Segments

_LABEL = 60
_SELECTED = "*"  # the tasks another page asked about; no source has such a code


class SentenceList(QScrollArea):
    """The sentences of a paper as fields."""

    edited = Signal(str, str)
    entered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, SentenceField] = {}
        self._ground = QWidget()
        self._ground.setObjectName("scrolled")
        self._box = QVBoxLayout(self._ground)
        self._box.setContentsMargins(20, 4, 20, 16)
        self._box.setSpacing(10)
        self._box.addStretch()
        self.setWidget(self._ground)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("句子")

    def show_sentences(self, sentences: Sequence[Sentence], edits: Mapping[str, str]) -> None:
        """Show computed sentences with what was changed; fields that say the same stay as they are."""
        if [field.sentence for field in self.fields.values()] == list(sentences):
            return
        for field in self.fields.values():
            self._box.removeWidget(field)
            field.deleteLater()
        self.fields = {}
        for number, sentence in enumerate(sentences):
            field = SentenceField(sentence, edits.get(sentence.name, sentence.text))
            field.edited.connect(self.edited)
            field.entered.connect(self.entered)
            self.fields[sentence.name] = field
            self._box.insertWidget(number, field)


class PaperForm(QWidget):
    """Asks what a paper is about; `changed` when it must be made anew."""

    changed = Signal()
    edited = Signal()  # a sentence: the figures stay
    sentence_entered = Signal(str)
    template_asked = Signal(str)  # edit, check, restore

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today, self.kind = today, PaperKind.CIRCULAR
        self.edits: dict[str, str] = {}
        self._tasks: frozenset[int] = frozenset()  # those another page asked about
        self.title = TextLabel("", "title")
        self.days = TextLabel("", "small", "text2")
        self.period = Segments("期间", PERIODS)
        self.period.show_value(MONTH)
        # A paper begins on a day that has come; it may end with a month that has not.
        self.start = DateField(today(), check=lambda text: check_past_day(self._today())(text))
        self.end = DateField(today(), check=lambda text: check_start_day(self._today())(text))
        self.scope, self.number, self.recipients = ComboBox(), QLineEdit(), QLineEdit()
        self.error = TextLabel("", "small", "red")
        self.template = TextLabel("", "small", "text2")
        self.checked = TextLabel("", "small", "text2")  # what the check of the template says
        self.sentences, self.contents = SentenceList(), PaperContents()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(20, 12, 20, 8)
        head.addWidget(self.title, 1)
        head.addWidget(self.days)
        box.addLayout(head)
        box.addLayout(self._fields())
        box.addWidget(Rule())
        self._sentence_head = QWidget()
        line = QHBoxLayout(self._sentence_head)
        line.setContentsMargins(20, 10, 20, 2)
        line.addWidget(TextLabel("句子", "strong"), 1)
        line.addWidget(TextLabel("数字由台账算出，文字可以改", "small", "text2"))
        box.addWidget(self._sentence_head)
        box.addWidget(self.sentences, 1)
        box.addWidget(self.contents, 1)
        box.addStretch()

    def _fields(self) -> QGridLayout:
        self._dress()
        grid = QGridLayout()
        grid.setContentsMargins(20, 0, 20, 12)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, _LABEL)
        grid.setColumnStretch(1, 1)
        self._labels = {
            name: TextLabel(name, "small", "text2") for name in ("期间", "截至", "范围", "主送", "模板", "期号")
        }
        rows: tuple[tuple[str, QWidget], ...] = (
            ("期间", self.period),
            ("截至", self._own),
            ("范围", self.scope),
            ("主送", self.recipients),
            ("模板", self._template_line()),
            ("", self.checked),
        )
        for row, (name, asked) in enumerate(rows):
            if name:
                grid.addWidget(self._labels[name], row, 0)
            grid.addWidget(asked, row, 1, 1, 1 if asked is self.scope else 3)
            if asked is self.scope:
                grid.addWidget(self._labels["期号"], row, 2)
                grid.addWidget(self.number, row, 3)
        grid.addWidget(self.error, len(rows), 1, 1, 3)
        return grid

    def _dress(self) -> None:
        """Give the fields their names, widths and fonts; 自选 has its days only when it is chosen."""
        self._own = QWidget()
        own = QHBoxLayout(self._own)
        own.setContentsMargins(0, 0, 0, 0)
        self._to = TextLabel("至")
        for widget in (self.start, self._to, self.end):
            own.addWidget(widget)
        own.addStretch()
        self._own.hide()
        self.start.setAccessibleName("起始日期")
        self.end.setAccessibleName("截止日期")
        self.scope.setAccessibleName("范围")
        self.number.setAccessibleName("期号")
        self.recipients.setAccessibleName("主送")
        for line in (self.number, self.recipients):
            line.setFont(font("body"))
        self.scope.setMinimumContentsLength(8)
        self.scope.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.number.setFixedWidth(110)
        self.error.setWordWrap(True)
        self.error.hide()

    def _template_line(self) -> QWidget:
        self._template = QWidget()
        line = QHBoxLayout(self._template)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.template, 1)
        for act, word in (("edit", "编辑"), ("check", "检查"), ("restore", "恢复默认")):
            link = LinkButton(word)
            link.clicked.connect(lambda _checked=False, wanted=act: self.template_asked.emit(wanted))
            line.addWidget(link)
        return self._template

    def _connect(self) -> None:
        self.period.chosen.connect(self._choose_period)
        self.scope.activated.connect(lambda _index: self._say_changed())
        for line in (self.number, self.recipients):
            line.editingFinished.connect(self.changed)
        for day in (self.start, self.end):
            day.changed.connect(self._take_days)
        self.sentences.edited.connect(self._edit)
        self.sentences.entered.connect(self.sentence_entered)

    def show_kind(self, kind: PaperKind, overview: PapersOverview) -> None:
        """Ask about another paper; what was changed in the sentences of the last one is gone."""
        self.kind = kind
        self.edits.clear()
        self.title.setText(title_of(kind))
        bulletin, ledger = kind in BULLETINS, kind is PaperKind.LEDGER
        for widget in (self._labels["期号"], self.number, self._labels["模板"], self._template, self.checked):
            widget.setVisible(bulletin)
        self._labels["期间"].setVisible(not ledger)
        self._labels["截至"].setVisible(ledger)  # a ledger is of one day
        for widget in (self.start, self._to):
            widget.setVisible(not ledger)
        self.period.setVisible(not ledger)
        self._own.setVisible(ledger or self.period.value() == CHOSEN)
        if ledger and self.end.value() is None:
            self.end.set_value(self._today())
        for widget in (self._labels["主送"], self.recipients):
            widget.setVisible(kind is PaperKind.CIRCULAR)
        self._sentence_head.setVisible(bulletin)
        self.sentences.setVisible(bulletin)
        self.contents.show_paper(None)
        self.show_overview(overview)
        self._show_days()

    def show_overview(self, overview: PapersOverview) -> None:
        """Offer the sources and the next number."""
        chosen = self.scope.currentData()
        self.scope.clear()
        self.scope.addItem("全部任务", "")
        if self._tasks:
            self.scope.addItem(f"台账中筛选的 {len(self._tasks):,} 项", _SELECTED)
        for article in overview.articles:
            self.scope.addItem(f"{article.code}　{article.title}", article.code)
        self.scope.setCurrentIndex(max(self.scope.findData(chosen), 0))
        self.number.setPlaceholderText(f"第 {overview.next_numbers[self.kind]} 期")
        self.recipients.setPlaceholderText(overview.settings.recipients)

    def limit(self, article: str, tasks: frozenset[int], overview: PapersOverview) -> None:
        """Limit the paper to a source or to some tasks, "" and none for all."""
        self._tasks = tasks
        self.show_overview(overview)
        self.scope.setCurrentIndex(max(self.scope.findData(_SELECTED if tasks else article), 0))

    def wish(self) -> Wish | None:
        """Return what is asked for, None where a day or the number is no such thing."""
        period, number = self._period(), self._number()
        self._say_wrong(period is None, number is None)
        if period is None or number is None:
            return None
        text = self.recipients.text().strip()
        recipients = f"{text.rstrip('：:')}：" if text else ""
        scope = self.scope.currentData() or ""
        tasks, article = (self._tasks, "") if scope == _SELECTED else (frozenset(), scope)
        return Wish(self.kind, period, article, tasks, number or None, recipients, dict(self.edits))

    def _number(self) -> int | None:
        """Return the number typed, 0 for the next one, None for nonsense."""
        text = self.number.text().strip().removeprefix("第").removesuffix("期").strip()
        if not text:
            return 0
        return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 10_000 else None

    def _say_wrong(self, period: bool, number: bool) -> None:
        days = "截止日期" if self.kind is PaperKind.LEDGER else "起始日期和截止日期"
        wrong = f"请写{days}，如 {self._today().isoformat()}。"
        sentence = wrong if period else "期号要填 1 以上的整数。" if number else ""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))

    def _period(self) -> Period | None:
        choice = str(self.period.value())
        if self.kind is PaperKind.LEDGER:
            end = self.end.value()
            return period_until(end) if end is not None else None
        if choice != CHOSEN:
            return period_of(choice, self._today())
        start, end = self.start.value(), self.end.value()
        return Period(start, end) if start is not None and end is not None else None

    def _choose_period(self, choice: object) -> None:
        self._own.setVisible(choice == CHOSEN)
        if choice == CHOSEN and None in (self.start.value(), self.end.value()):
            now = period_of(MONTH, self._today())
            self.start.set_value(now.start)
            self.end.set_value(now.end)
        self._show_days()
        self._say_changed()

    def _take_days(self) -> None:
        self._show_days()
        if self.period.value() == CHOSEN or self.kind is PaperKind.LEDGER:
            self._say_changed()

    def _show_days(self) -> None:
        period = self._period()
        days = f"{day_words(period.start)} — {day_words(period.end)}" if period else ""
        self.days.setText("" if self.kind is PaperKind.LEDGER else days)
        if self.kind is PaperKind.BRIEF and period is not None:
            word = report_word(period)
            self.title.setText(title_of(self.kind) + (f"（{word}）" if word != title_of(self.kind) else ""))

    def show_template(self, template: str, checked: str, *, sound: bool) -> None:
        """Say whose template is used, and what its check says."""
        self.template.setText(template)
        self.checked.setText(checked)
        self.checked.set_tone("text2" if sound else "red")

    def _say_changed(self) -> None:
        self.edits.clear()  # changed sentences speak of other days or tasks
        self.changed.emit()

    def _edit(self, name: str, text: str) -> None:
        if text == self.sentences.fields[name].sentence.text:
            self.edits.pop(name, None)
        else:
            self.edits[name] = text
        self.edited.emit()
