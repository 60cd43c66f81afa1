"""导出工作簿: to which office, into which folder, back by when, and what with offices that are only suggested."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from tracker.model.enums import SplitBy, Unconfirmed
from tracker.model.exchange_words import ExportChannel
from tracker.model.rows import OfficeRow, Unsettled
from tracker.model.workdays import MOST_DAYS, DayTable, add_workdays, counting_note, read_workdays
from tracker.ui.theme.fonts import font
from tracker.ui.widgets.buttons import Button, Kind
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.entry_checks import Asking, Check, Checked, Choice, check_due_day
from tracker.ui.widgets.fields import ComboBox, DateField, FormField
from tracker.ui.widgets.textdiff import Prose


def ask_folder(parent: QWidget, start: str) -> str:
    """Let the user choose a folder; "" when the dialog was left."""
    return QFileDialog.getExistingDirectory(parent, "选择文件夹", start)


def propose_folder(today: date) -> Path:
    """Return the folder for who has exported nothing yet: of that day, among the documents."""
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return (documents if documents.is_dir() else Path.home()) / f"督办工作簿 {today.isoformat()}"


#: Into how many files the workbook of one office goes.
PARTS = (("", "一份"), *((by, f"按{by.word}分") for by in SplitBy))
_NO_DAYS = DayTable()
#: How workbooks may leave.
ROADS = (
    (ExportChannel.NONE, "工作簿"),
    (ExportChannel.MAIL, "工作簿和邮件草稿"),
    (ExportChannel.DISK, "U盘：每个单位一个文件夹，附交接清单"),
)


class ExportDialog(Dialog):
    """Asks, checks and returns the answer; writing the workbooks is the page's business."""

    confirmed = Signal(str, object, object)  # office ("" = all), folder as Path, return date or None

    def __init__(
        self,
        offices: Sequence[OfficeRow],
        office: str = "",
        folder: str = "",
        today: date | None = None,
        parent: QWidget | None = None,
        days: DayTable = _NO_DAYS,
        proposed: Path | None = None,
    ) -> None:
        """`days` are the working days that an answer may be asked for in, `proposed` a folder that may be new."""
        super().__init__("导出工作簿", "每个单位一个工作簿，内容为该单位牵头的任务、相关指标和配合事项", 480, parent)
        self.choose_folder: Callable[[QWidget, str], str] = ask_folder
        self._today, self._proposed = today, proposed
        self._check_due = Asking(check_answer_day(today or date.min, days))
        self.office = _office_box(offices, office)
        self.folder = QLineEdit(folder or str(proposed or ""), placeholderText="工作簿保存在哪里")
        self.folder.setFont(font("body"))
        self.due = DateField(today)
        self.body.addWidget(FormField("单位", self.office))
        self.reach = Prose(reach_words(offices), "text2")
        self.body.addWidget(self.reach)
        self._folder_field = FormField("保存到", self._folder_row(), marked=self.folder)
        self.body.addWidget(self._folder_field)
        self._due_field = FormField("反馈时限（日期，或“5个工作日”；可不填）", self.due)
        self.body.addWidget(self._due_field)
        self.road = _box_of(ROADS)
        self.body.addWidget(FormField("发放方式", self.road))
        self.split = _box_of(PARTS)
        self._split_field = FormField("填报份数", self.split)
        self.body.addWidget(self._split_field)
        self.add_button("取消", "plain", self.reject)
        self.export = self.add_button("导出", "primary", self._confirm, writes=True)
        self.folder.textChanged.connect(lambda _text: self._folder_field.set_error(""))
        self.due.changed.connect(lambda: self._understand(self.due.text()))
        self._due_field.answers.chosen.connect(self._choose)
        self.office.currentIndexChanged.connect(lambda _number: self._offer_parts())
        self.road.currentIndexChanged.connect(lambda _number: self._offer_parts())
        self._offer_parts()
        self.office.setFocus()

    @property
    def due_days(self) -> int | None:
        """Return the working days in which an answer is wanted, None where a day was written."""
        return read_workdays(self.due.text())

    @property
    def parts(self) -> SplitBy | None:
        """Return by what the workbook is divided, None for one workbook."""
        by = self.split.currentData() if self._split_field.isEnabled() else ""
        return SplitBy(by) if by else None

    def _offer_parts(self) -> None:
        """Only the workbook of one office, handed over as files, is divided."""
        single = bool(self.office.currentData()) and self.road.currentData() == ExportChannel.NONE
        self._split_field.setEnabled(single)
        self._split_field.set_hint("" if single else "只能分一个单位的工作簿，并且保存成文件")
        if not single:
            self.split.setCurrentIndex(0)

    def _folder_row(self) -> QWidget:
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.folder, 1)
        self.browse = Button("选择…", icon="folder")
        self.browse.clicked.connect(lambda _checked=False: self._browse())
        box.addWidget(self.browse)
        return row

    def _browse(self) -> None:
        text = self.folder.text()
        folder = self.choose_folder(self, text if Path(text).is_dir() else str(Path(text).parent) if text else "")
        if folder:
            self.folder.setText(folder)

    def _confirm(self) -> None:
        text = self.folder.text().strip()
        folder, due = Path(text), self._check_due(self.due.text())
        if not text or not (folder.is_dir() or self._make(folder)):
            missing = "没有这个文件夹" if text else "还没有指定保存到哪里"
            self._folder_field.set_error(f"{missing}，请点“选择…”指定一个文件夹。")
            self.folder.setFocus()
            return
        day = date.fromisoformat(str(due.value)) if due.value else None
        late = day is not None and self._today is not None and day < self._today
        if sentence := due.error or (f"反馈时限不能早于今天（{self._today}）。" if late else ""):
            self._due_field.set_error(sentence)
            self._due_field.answers.offer(due.choices)
            self.due.setFocus()
            return
        self.confirmed.emit(self.office.currentData(), folder, day)
        self.accept()

    def _make(self, folder: Path) -> bool:
        """Make the folder that was proposed; any other that is not there was mistyped."""
        if folder != self._proposed:
            return False
        with suppress(OSError):
            folder.mkdir(exist_ok=True)
        return folder.is_dir()

    def _understand(self, text: str) -> None:
        """Say at every key which day is meant."""
        self._due_field.tell(self._check_due(text), text)

    def _choose(self, choice: Choice) -> None:
        """Take one of the readings of an unclear day."""
        self._check_due.choose(choice)
        self.due.setText(choice.text)


def _box_of(choices: Iterable[tuple[object, str]]) -> ComboBox:
    """Return a box of choices, each a value and its word."""
    box = ComboBox()
    for value, word in choices:
        box.addItem(word, value)
    return box


def _office_box(offices: Sequence[OfficeRow], chosen: str) -> ComboBox:
    """Return a box of the offices that are sent anything, all of them first."""
    with_tasks = [office for office in offices if office.to_send or office.helps]
    single = ((row.name, f"{row.name}（{_count_words(row)}）") for row in with_tasks)
    box = _box_of((("", f"全部 {len(with_tasks):,} 个有任务的单位"), *single))
    box.setCurrentIndex(max(box.findData(chosen), 0))
    return box


def check_answer_day(today: date, days: DayTable) -> Check:
    """Return the check of the day until which an answer is wanted: a day, or a number of working days from today."""
    by_day = check_due_day(today)

    def check(text: str) -> Checked:
        number = read_workdays(text)
        if number is None:
            return by_day(text)
        if not 1 <= number <= MOST_DAYS:
            return Checked(None, f"工作日数要在 1 到 {MOST_DAYS} 之间，现在是 {number}。")
        day = add_workdays(today, number, days)
        said = "；".join(filter(None, (f"即 {day.isoformat()}", counting_note(today, day, days))))
        return Checked(day.isoformat(), hint=said, note=said)

    return check


def _count_words(row: OfficeRow) -> str:
    """Return how much an office is sent: 32 项, 配合 4 项."""
    led, helped = (f"{row.to_send:,} 项" if row.to_send else ""), (f"配合 {row.helps:,} 项" if row.helps else "")
    return "，".join(filter(None, (led, helped)))


def reach_words(offices: Sequence[OfficeRow]) -> str:
    """Return whom a round reaches: those that lead, those that only help, and of these those nobody has confirmed."""
    leads = sum(office.to_send > 0 for office in offices)
    only = [office for office in offices if not office.to_send and (office.helps or office.suggested_helps)]
    waiting = sum(not office.helps for office in only)
    words = f"{leads:,} 个牵头单位，{len(only):,} 个只配合的单位"
    return f"{words}，其中 {waiting:,} 个的任务尚未确认，这次不发" if waiting else words


class UnsettledDialog(Dialog):
    """Asks what to do with tasks whose lead office is only suggested or that have no deadline."""

    chosen = Signal(object)  # Unconfirmed

    def __init__(self, unsettled: Unsettled, parent: QWidget | None = None) -> None:
        super().__init__("导出前请确认", "", 620, parent)
        self.summary = Prose(f"{unsettled.sentence}。\n{_consequences(unsettled)}", "text2")
        self.body.addWidget(self.summary)
        self.add_button("取消", "plain", self.reject)
        self.confirm = self._choice(Unconfirmed.CONFIRM, shown=bool(unsettled.suggested))
        self.skip = self._choice(Unconfirmed.SKIP, shown=0 < unsettled.suggested < unsettled.tasks)
        self.mark = self._choice(Unconfirmed.MARK, "primary")
        self.mark.setText(Unconfirmed.MARK.word if unsettled.suggested else "照样导出")
        self.mark.setFocus()

    def _choice(self, choice: Unconfirmed, kind: Kind = "outlined", *, shown: bool = True) -> Button:
        button = self.add_button(choice.word, kind, lambda: self._choose(choice))
        button.setVisible(shown)
        return button

    def _choose(self, choice: Unconfirmed) -> None:
        self.chosen.emit(choice)
        self.accept()


def _consequences(unsettled: Unsettled) -> str:
    """Return what an office will read about it."""
    words = ["“牵头单位为建议，待确认”"] if unsettled.suggested else []
    words += ["“未定时限，请提出”"] if unsettled.undated else []
    return f"照样导出时，工作簿的“交办说明”列写明{'和'.join(words)}。"
