"""One office beside the directory: what it leads, what it helps with, its people, what became of it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.contacts import Person
from tracker.queries.directory import DirectoryRow, contact_gap
from tracker.queries.office_work import OfficeChange, OfficeWork, WorkLine
from tracker.ui.charts.line_list import Line, LineList
from tracker.ui.offices.table import state_word
from tracker.ui.widgets.buttons import Button, IconButton
from tracker.ui.widgets.labels import ElidedLabel, Rule
from tracker.ui.widgets.scroll_page import Canvas
from tracker.ui.widgets.segments import Segments

WIDTH = 356
LEADS, HELPS, PEOPLE, CHANGES = "leads", "helps", "people", "changes"
TABS = ((LEADS, "牵头"), (HELPS, "配合"), (PEOPLE, "联系人"), (CHANGES, "变更"))
_NO_PEOPLE = "还没有联系人；新增后催报和邮件发给主要联络员"
_NOTHING = {LEADS: "没有牵头的任务", HELPS: "没有配合的任务", PEOPLE: _NO_PEOPLE, CHANGES: "没有变更"}


def person_lines(person: Person, today: date) -> list[Line]:
    """Return a person in lines: name and role, then numbers and address; who left is said so."""
    gone = person.to_on is not None and person.to_on <= today
    parts = (person.role.word, person.post, "主要" if person.main else "", f"{person.to_on} 离任" if gone else "")
    about = "，".join(filter(None, parts))
    ways = [way for way in (person.numbers, person.email) if way]
    head = Line(f"{person.name}　{about}", target=person, sentence="，".join((person.name, about, *ways)))
    return [head, *(Line(way, target=person) for way in ways)]


def work_line(work: WorkLine) -> Line:
    """Return a task in a line."""
    return Line(work.title, work.figure, light=work.light, lead=work.code, target=work.task_id)


def change_line(change: OfficeChange) -> Line:
    """Return an act that concerned the office."""
    return Line(change.label, change.actor, lead=change.on.isoformat())


class OfficeDock(QWidget):
    """Head, four tabs, and below them a list; a click on a person or a task asks for it."""

    closed = Signal()
    menu_asked = Signal(QWidget)
    page_asked = Signal()
    task_asked = Signal(int)
    person_asked = Signal(object)  # Person
    person_wanted = Signal()  # a new one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(WIDTH)
        self.setAccessibleName("单位详情")
        self.office: DirectoryRow | None = None
        self._work = OfficeWork((), (), ())
        self._today = date.min
        self.name, self.state = ElidedLabel("", "title"), ElidedLabel("", "small", "text2")
        self.gap = ElidedLabel("", "small", "amber")
        self.tabs = Segments("单位详情", TABS)
        self.tabs.show_value(PEOPLE)
        self.tabs.chosen.connect(lambda value: self.show_tab(str(value)))
        self.lines = LineList("单位详情", "", whole=True)
        self.canvas = Canvas("单位详情")
        if (ground := self.canvas.widget()) is not None:
            ground.setObjectName("")  # the ground of the dock, not of a page of cards
        self.canvas.rows.setContentsMargins(0, 0, 0, 0)
        self.canvas.rows.addWidget(self.lines)
        self.canvas.rows.addStretch(1)
        self.lines.picked.connect(self._pick)
        self.add_person = Button("新增联系人…", icon="plus")
        self.add_person.clicked.connect(lambda _checked=False: self.person_wanted.emit())
        self.page_button = Button("单位情况")
        self.page_button.clicked.connect(lambda _checked=False: self.page_asked.emit())
        self.more = IconButton("more", "更名、合并、撤销")
        self.more.clicked.connect(lambda _checked=False: self.menu_asked.emit(self.more))
        self.close_button = IconButton("close", "关闭")
        self.close_button.clicked.connect(lambda _checked=False: self.closed.emit())
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.more)
        head.addWidget(self.close_button)
        foot = QHBoxLayout()
        foot.addWidget(self.add_person)
        foot.addWidget(self.page_button)
        foot.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(19, 12, 19, 12)
        box.setSpacing(8)
        box.addLayout(head)
        for widget in (self.state, self.gap, self.tabs, Rule(self)):
            box.addWidget(widget)
        box.setAlignment(self.tabs, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.canvas, 1)
        box.addLayout(foot)

    def show_office(self, office: DirectoryRow, work: OfficeWork, today: date) -> None:
        """Show an office in the tab that is open."""
        self.office, self._work, self._today = office, work, today
        self.name.setText(office.name)
        since = f"，{office.state_on}" if office.state_on else ""
        about = (office.kind.word, f"分管 {office.leader}" if office.leader else "", state_word(office) + since)
        self.state.setText("　".join(filter(None, about)))
        self.gap.setText(contact_gap(office, today) if not office.state_on else "")
        self.gap.setVisible(bool(self.gap.text()))
        self.add_person.setVisible(not office.state_on)
        self.show_tab(str(self.tabs.value()))

    def show_tab(self, tab: str) -> None:
        """Show one of the four lists."""
        self.tabs.show_value(tab)
        self.lines.say_nothing_as(_NOTHING[tab])
        self.lines.set_data(self._lines_of(tab))

    def _lines_of(self, tab: str) -> Sequence[Line]:
        if self.office is None:
            return ()
        if tab == PEOPLE:
            return [line for person in self.office.people for line in person_lines(person, self._today)]
        if tab == CHANGES:
            return [change_line(change) for change in self._work.changes]
        return [work_line(line) for line in (self._work.leads if tab == LEADS else self._work.helps)]

    def _pick(self, target: object) -> None:
        if isinstance(target, Person):
            self.person_asked.emit(target)
        elif isinstance(target, int):
            self.task_asked.emit(target)
