"""Make one task of what the columns of its rows say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.lists import list_values as values
from tracker.exchange.lists.list_offices import Named, read_offices
from tracker.exchange.lists.office_marks import offices_of_marks
from tracker.model.office_marks import Part
from tracker.model.task_lists import OFFICE_FIELDS, SAID_BEFORE, ListTask

_BY_LINE, _BY_MARK, _BY_STOP = "\n", "、", "；"
_JOINS = {
    "due_text": _BY_STOP,
    "start_on": _BY_STOP,
    "leader": _BY_MARK,
    "owner": _BY_MARK,
    "phone": _BY_MARK,
    "contact": _BY_MARK,
    "ref": _BY_MARK,
    "themes": _BY_MARK,
    "priority": _BY_MARK,
}
_PLAIN = {
    "leader": "leader",
    "owner": "owner",
    "phone": "phone",
    "remark": "remark",
}


@dataclass(slots=True)
class Collected:
    """What was found for one task: the texts by field in the order of its rows, and what stands beside."""

    rows: list[int]
    texts: dict[str, list[str]] = field(default_factory=dict)
    rest: dict[str, list[str]] = field(default_factory=dict)
    filled: dict[str, None] = field(default_factory=dict)
    section: tuple[str, ...] = ()
    leader: str = ""  # whom the heading names
    problems: list[str] = field(default_factory=list)
    marked: dict[str, Part] = field(default_factory=dict)  # offices that are columns, by their names as printed

    def add(self, name: str, text: str, *, filled: bool = False) -> None:
        """Take a text of a field; the same text again says nothing new."""
        known = self.texts.setdefault(name, [])
        if text and text not in known:
            known.append(text)
        if filled:
            self.filled[name] = None

    def add_mark(self, office: str, part: Part) -> None:
        """Take what a column that is an office says; who leads in one row of a task leads it."""
        if part is Part.LEAD or office not in self.marked:
            self.marked[office] = part

    def add_rest(self, header: str, text: str) -> None:
        """Take a text of a column that is no field."""
        known = self.rest.setdefault(header, [])
        if text and text not in known:
            known.append(text)


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a task depends on beside its texts.

    `base` is the day from which a deadline without a year takes its own, `has_lead` tells that another column or
    label names who leads.
    """

    names: OfficeNames
    base: date
    has_lead: bool
    has_ref: bool
    nearest: dict[str, str] = field(default_factory=dict)  # proposals for unknown names: a list repeats them

    def nearest_to(self, name: str) -> str:
        """Return the known name that looks most like an unknown one, "" when none does."""
        if name not in self.nearest:
            self.nearest[name] = self.names.suggestion(name)
        return self.nearest[name]


def make_task(gathered: Collected, raw: Mapping[str, str], reading: Reading) -> ListTask:
    """Return the task of some rows."""
    task = ListTask(gathered.rows[0], tuple(gathered.rows), section=gathered.section, raw=dict(raw))
    task.filled = tuple(gathered.filled)
    task.rest = {header: _BY_LINE.join(texts) for header, texts in gathered.rest.items() if texts}
    task.problems = list(gathered.problems)
    for name, attribute in _PLAIN.items():
        setattr(task, attribute, _joined(gathered, name))
    task.leader = task.leader or gathered.leader
    task.said = {name: text for name in SAID_BEFORE if (text := _joined(gathered, name))}
    task.ref = _joined(gathered, "ref")
    _set_prose(task, gathered, reading)
    if not task.title.strip():
        task.problems.append("没有读到任务名称，请在原表补上，或不导入这一行")
    _set_persons(task, gathered)
    _set_days(task, gathered, reading)
    task.themes = values.read_themes(_joined(gathered, "themes"))
    task.priority = values.read_priority(_joined(gathered, "priority"))
    _set_offices(task, gathered, reading)
    return task


def _joined(gathered: Collected, name: str) -> str:
    return _JOINS.get(name, _BY_LINE).join(gathered.texts.get(name, ()))


def _set_prose(task: ListTask, gathered: Collected, reading: Reading) -> None:
    title, content = _joined(gathered, "title"), _joined(gathered, "content")
    if not reading.has_ref:
        number, text = values.leading_number(title or content)
        task.ref = task.ref or number
        title, content = (text, content) if title else ("", text)
    if title and content:
        task.title, task.content = "".join(title.split("\n")), content
    else:
        task.title, task.content = values.title_and_content(title or content)


def _set_persons(task: ListTask, gathered: Collected) -> None:
    both = gathered.texts.get("contact", [])
    pairs = [values.person_and_telephone(text) for text in both]
    if values.has_telephone(task.owner):
        pairs, task.owner = [values.person_and_telephone(task.owner), *pairs], ""
    if pairs:
        persons, numbers = zip(*pairs, strict=True)
        task.owner = _BY_MARK.join(filter(None, (task.owner, *persons)))
        task.phone = _BY_MARK.join(filter(None, (task.phone, *numbers)))


def _set_days(task: ListTask, gathered: Collected, reading: Reading) -> None:
    due = gathered.texts.get("due_text", [])
    if len(due) > 1:
        task.due_text = _BY_STOP.join(due)
        task.problems.append(f"有{len(due)}个不同的时限，按文字保留")
    elif due:
        task.due_text, task.due_on, said = values.read_due(due[0], reading.base)
        task.problems += said
    if start := gathered.texts.get("start_on"):
        task.start_on, said = values.read_start(start[0], reading.base)
        task.problems += said
        if task.starts_late:
            task.problems.append(
                f"启动时间 {task.start_on} 晚于完成时限 {task.due_on}，请核对；新增时启动时间只记入备注"
            )


def _set_offices(task: ListTask, gathered: Collected, reading: Reading) -> None:
    """Say who leads and who helps; where the first name is unknown nobody else leads."""
    texts = gathered.texts
    read: dict[str, list[Named]] = {}
    for name in OFFICE_FIELDS:
        role = "co_offices" if name == "offices" and reading.has_lead else name
        read[name] = [read_offices(text, role, reading.names) for text in texts.get(name, ())]
    marked = offices_of_marks(gathered.marked, reading.names, has_lead=reading.has_lead)
    cells = [*(named for name in OFFICE_FIELDS for named in read[name]), marked]
    leading = next((named for named in cells if named.lead or named.first_unknown), None)
    if leading is not None and leading.lead and not leading.first_unknown:
        task.lead_office = leading.lead[0]
    co = [name for named in cells for name in (*named.lead, *named.co) if name != task.lead_office]
    task.co_offices = reading.names.ordered(co)
    task.unknown_offices = tuple(dict.fromkeys(name for named in cells for name in named.unknown))
    persons = dict.fromkeys(person for named in cells for person in named.persons)
    task.owner = task.owner or _BY_MARK.join(persons)
    task.groups = tuple(dict.fromkeys(group for named in cells for group in named.groups))
    leads = texts.get("lead_office") or ([] if reading.has_lead else texts.get("offices", []))
    task.lead_text = _BY_MARK.join(leads)
    if not task.lead_text and marked.first_unknown:
        task.lead_text = marked.unknown[0]
    _say_of_leads(task, read["lead_office"], reading)
    if marked.doubtful:
        _say_of_marks(task, gathered.marked)


def _say_of_marks(task: ListTask, marked: Mapping[str, Part]) -> None:
    task.doubtful_lead = True
    leading = _BY_MARK.join(name for name, part in marked.items() if part is Part.LEAD)
    if leading:
        task.problems.append(f"标为牵头的单位不止一个（{leading}），按第一个牵头、其余配合")
    else:
        task.problems.append(f"各单位的标记相同（{_BY_MARK.join(marked)}），分不出牵头和配合，按第一个牵头、其余配合")


def _say_of_leads(task: ListTask, read: Sequence[Named], reading: Reading) -> None:
    several = len(read) > 1 or any(named.doubtful for named in read)
    if several:
        task.doubtful_lead = True
        task.problems.append(f"牵头单位写了不止一个（{task.lead_text}），按第一个牵头、其余配合")
    for name in task.unknown_offices:
        near = reading.nearest_to(name)
        task.problems.append(f"“{name}”不在单位名单里" + (f"，最像“{near}”" if near else ""))
