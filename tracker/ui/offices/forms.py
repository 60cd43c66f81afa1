"""The forms of an office: a person, a new name, a merge, a new office out of it, its end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from tracker.errors import InputError
from tracker.model.contacts import LONGEST_NAME, Person, PersonDraft, email_address, one_line, phone_numbers
from tracker.model.edited_forms import PERSON, shown_by
from tracker.model.exchange_words import OfficeKind, PersonRole
from tracker.queries.directory import DirectoryRow
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.task.act_form import act_form, add_day, day_of
from tracker.ui.widgets.entry_checks import Check, Checked
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.guarded_save import over_form
from tracker.ui.widgets.saving_dialog import Reply

if TYPE_CHECKING:
    from tracker.model.changes import Changes
    from tracker.services import office_changes, office_people
else:
    office_changes = late("tracker.services.office_changes")
    office_people = late("tracker.services.office_people")

_MOVE, _KEEP = "没有办完的任务一并移交", "任务留在原单位，以后逐项移交"
_YES, _NO = "是", "否"


def checked_by(read: Callable[[str], str]) -> Check:
    """Return the check of a field from a function that cleans a text or says what is wrong with it."""

    def check(text: str) -> Checked:
        try:
            return Checked(read(text))
        except InputError as error:
            return Checked("", error.sentence)

    return check


def person_form(context: Context, office: DirectoryRow, person: Person | None, parent: QWidget) -> FormDialog:
    """Ask for a person of an office, or change one."""
    before = person or Person("", office.name, "", PersonRole.LIAISON, "", "", "", "", False, date.min, None, "")
    today = context.today()

    def save(values: Values, reply: Reply) -> None:
        said = {name: str(values[name]) for name in ("name", "post", "phone", "mobile", "email", "note")}
        role = PersonRole.from_word(str(values["role"])) or PersonRole.LIAISON
        wanted: dict[str, Any] = {**said, "role": role, "main": values["main"] == _YES}
        if person is None:
            draft = replace(PersonDraft(""), **wanted)
            context.jobs.write(
                lambda s: office_people.add_person(s, office.id, draft, today), toast=True, **reply.route
            )
            return
        uid = person.uid

        def change(session: DatabaseSession, given: Mapping[str, Any], seen: Mapping[str, Any]) -> "Changes":
            draft = replace(PersonDraft(""), **{**given, "role": PersonRole(given["role"])})
            return office_people.edit_person(session, uid, draft, today, seen)

        over_form(reply, change, wanted, shown_by(person, PERSON.words)).send(context.jobs)

    title = "新增联系人" if person is None else f"修改联系人 {person.name}"
    form = FormDialog(title, office.name, "保存", save, parent, 520)
    with form.side_by_side():
        form.add_line("name", "姓名", before.name, _line("姓名", LONGEST_NAME), required="请写姓名")
        role = form.add_choice("role", "角色", [role.word for role in PersonRole])
        role.setCurrentText(before.role.word)
    form.add_line("post", "职务", before.post, _line("职务"))
    with form.side_by_side():
        form.add_line("phone", "办公电话", before.phone, checked_by(phone_numbers), placeholder="0574-87654321转8001")
        form.add_line("mobile", "手机", before.mobile, checked_by(phone_numbers))
    form.add_line("email", "邮箱", before.email, checked_by(email_address), placeholder="zhangsan@nb.gov.cn")
    main = form.add_choice("main", "主要联系人（邮件和催报发给主要联络员）", (_YES, _NO))
    main.setCurrentText(_YES if before.main else _NO)
    form.add_line("note", "备注", before.note, _line("备注"))
    return form


def _line(word: str, longest: int = 200) -> Check:
    return checked_by(lambda text: one_line(text, word, longest))


def leave_form(context: Context, person: Person, parent: QWidget) -> FormDialog:
    """Ask since when a person is gone."""

    def act(session: DatabaseSession, values: Values) -> "Changes":
        return office_people.leave_person(session, person.uid, day_of(values))

    form = act_form(context, f"{person.name} 离任", "离任后不再收邮件和催报，记录保留", "离任", act, parent)
    add_day(form, "离任日期", context.today())
    return form


def body_form(context: Context, office: DirectoryRow, parent: QWidget) -> FormDialog:
    """Ask what sort of body an office is, who is in charge of it and where it is."""
    fields = ("kind", "leader", "region", "note")

    def save(values: Values, reply: Reply) -> None:
        def change(session: DatabaseSession, given: Mapping[str, Any], seen: Mapping[str, Any]) -> "Changes":
            said = {name: str(given[name]) for name in fields[1:]}
            return office_changes.describe_body(session, office.name, OfficeKind(given["kind"]), **said, seen=seen)

        kind = OfficeKind.from_word(str(values["kind"])) or office.kind
        wanted = {"kind": kind, **{name: str(values[name]) for name in fields[1:]}}
        over_form(reply, change, wanted, shown_by(office, fields)).send(context.jobs)

    form = FormDialog(f"{office.name}的信息", "", "保存", save, parent, 520)
    form.add_choice("kind", "类别", [kind.word for kind in OfficeKind]).setCurrentText(office.kind.word)
    with form.side_by_side():
        form.add_line("leader", "分管市领导", office.leader, _line("分管市领导", LONGEST_NAME))
        form.add_line("region", "地区", office.region, _line("地区", LONGEST_NAME))
    form.add_line("note", "备注", office.note, _line("备注"))
    return form


def rename_form(context: Context, office: DirectoryRow, parent: QWidget) -> FormDialog:
    """Ask for the new name and since when it holds."""

    def act(session: DatabaseSession, values: Values) -> "Changes":
        return office_changes.rename_office(session, office.name, str(values["name"]), day_of(values), context.today())

    note = "原名称记为别名；更名以前的通报和台账仍写原名称"
    form = act_form(context, f"{office.name}更名", note, "更名", act, parent)
    form.add_line("name", "新名称", office.name, _line("名称", 60), required="请写新名称")
    add_day(form, "起始日期", context.today())
    return form


def merge_form(context: Context, office: DirectoryRow, others: Sequence[str], parent: QWidget) -> FormDialog:
    """Ask into which office, and what becomes of the work."""

    def act(session: DatabaseSession, values: Values) -> "Changes":
        moves = values["tasks"] == _MOVE
        return office_changes.merge_offices(
            session, office.name, str(values["into"]), day_of(values), context.today(), move_tasks=moves
        )

    note = f"牵头 {office.leads:,} 项、配合 {office.helps:,} 项没有办完；已销号、已取消的仍归原单位"
    form = act_form(context, f"{office.name}并入另一单位", note, "合并", act, parent)
    form.add_choice("into", "并入", [name for name in others if name != office.name])
    form.add_choice("tasks", "任务", (_MOVE, _KEEP))
    add_day(form, "起始日期", context.today())
    return form


def dissolve_form(context: Context, office: DirectoryRow, parent: QWidget) -> FormDialog:
    """Ask since when an office exists no more."""

    def act(session: DatabaseSession, values: Values) -> "Changes":
        return office_changes.dissolve_office(session, office.name, day_of(values), context.today())

    note = f"不再配合 {office.helps:,} 项任务，已写的配合情况保留"
    form = act_form(context, f"撤销{office.name}", note, "撤销", act, parent)
    add_day(form, "起始日期", context.today())
    return form
