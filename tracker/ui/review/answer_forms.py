"""What a decision about deadlines that offices ask for needs: who grants them, the nodes, a reason, an answer."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeAlias

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from tracker.model.changeset import Decision, FieldChange
from tracker.model.deadline_outlook import DeadlineOutlook, Standing
from tracker.model.enums import Choice, NodesChoice
from tracker.model.rules import REASON_CHARACTERS, says_why
from tracker.ui.review.entries import Entry
from tracker.ui.widgets.entry_checks import Checked, check_text
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.saving_dialog import Reply
from tracker.ui.widgets.textdiff import Prose

Answered: TypeAlias = Sequence[tuple[Entry, Decision]]
Settle: TypeAlias = Callable[[Answered], None]
#: ms after the last key before it is asked what the typed deadline would come to.
PAUSE = 150
_WIDTH = 520
_NAMED = 8  # tasks named in one line


class _GrantFields(FormDialog):
    """What every grant asks for: the nodes, the reason where the office gave none, and who grants."""

    def __init__(self, title: str, note: str, parent: QWidget) -> None:
        super().__init__(title, note, "同意", lambda values, reply: self._settle(values, reply), parent, _WIDTH)
        self.summary = Prose("", "text2")

    def _add_fields(self, label: str, *, required: str = "", before: Decision | None = None) -> None:
        """Add the fields, with what was decided before where it is decided again."""
        given = (before.reason, before.decided_by) if before and before.decided_by else ("", "")
        self.body.addWidget(self.summary)
        self.nodes = self.add_choice("nodes", "未完成的节点", (NodesChoice.MOVED.word, NodesChoice.KEPT.word))
        self.reason = self.add_decision(
            label=label, required=required, who="请写批准人：谁同意改时限", given=given, check=_check_reason, rows=2
        )
        if before is not None and before.keep_nodes:
            self.nodes.setCurrentText(NodesChoice.KEPT.word)

    def _settle(self, values: Values, reply: Reply) -> None:
        raise NotImplementedError

    def _decision(self, choice: Choice, values: Values, reason: str, value: str | None = None) -> Decision:
        keep = values["nodes"] == NodesChoice.KEPT.word
        return Decision(choice, value, reason, str(values["decided_by"]), keep_nodes=keep)


class GrantForm(_GrantFields):
    """Asks who grants a deadline; another date typed here is granted instead of the one that is asked for."""

    outlook_wanted = Signal(str)  # what is typed

    def __init__(self, entry: Entry, change: FieldChange, settle: Settle, parent: QWidget) -> None:
        super().__init__("同意时限申请", f"{change.task}  {change.title}", parent)
        self._entry, self._change, self._then = entry, change, settle
        self._shown: DeadlineOutlook | None = None
        before = entry.book.decisions.get(change)
        self.typed = self.add_deadline(
            "to_text",
            "同意的时限",
            str((before.value if before else None) or change.theirs or ""),
            check_text("due_text"),
            required=f"请写同意的时限，如 {change.theirs or '长期坚持'}",
        )
        self._add_fields("理由（单位没有写清）", required=f"请写理由（至少 {REASON_CHARACTERS} 个字）", before=before)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.look)
        self.typed.textChanged.connect(lambda _text: self._wait())
        self.nodes.currentTextChanged.connect(lambda _word: self._say())
        self.start_in("decided_by")
        self._wait()

    def _wait(self) -> None:
        """What is shown is not what is typed any more."""
        self._shown = None
        self.confirm.setEnabled(False)
        self._pause.start()

    def look(self) -> None:
        """Ask what the deadline typed now would come to; of the one asked for it is known."""
        self._pause.stop()
        typed, known = self._typed(), self._entry.outlook
        if known is not None and known.typed.strip() == typed:
            self.show_outlook(known)
        else:
            self.outlook_wanted.emit(typed)

    def show_outlook(self, outlook: DeadlineOutlook) -> None:
        """Show what a typed deadline would come to, unless something else is typed by now."""
        if outlook.typed.strip() != self._typed():
            return
        self._pause.stop()
        self._shown = outlook
        self.ask_for("nodes", bool(outlook.nodes))
        self.ask_for("reason", _lacks_reason(self._change, outlook))
        self.confirm.setEnabled(not outlook.error)
        self._say()

    def _typed(self) -> str:
        return self.typed.text().strip()

    def _say(self) -> None:
        outlook = self._shown
        if outlook is None:
            return
        after = outlook.kept if self.nodes.currentText() == NodesChoice.KEPT.word else outlook.moved
        self.summary.set_text(outlook.error if after is None else _words(outlook, after))

    def submit(self) -> None:
        """Grant what was shown, nothing else."""
        if self._shown is not None and not self._shown.error:
            super().submit()

    def _settle(self, values: Values, reply: Reply) -> None:
        assert self._shown is not None  # nothing else can be confirmed
        another = self._shown is not self._entry.outlook
        choice, value = (Choice.MERGED, self._shown.wording) if another else (Choice.THEIRS, None)
        reply.done()
        self._then([(self._entry, self._decision(choice, values, str(values["reason"]), value))])


class GrantManyForm(_GrantFields):
    """Grants several deadlines as they are asked for; what cannot be granted so stays open, and is named."""

    def __init__(self, entries: Sequence[Entry], settle: Settle, parent: QWidget) -> None:
        super().__init__("同意选中的时限申请", f"选中 {len(entries):,} 项", parent)
        self._entries, self._then = entries, settle
        outlooks = [entry.outlook for entry in entries]
        bare = sum(_lacks_reason(entry.change, entry.outlook) for entry in entries)
        self._add_fields(f"理由（{bare:,} 项单位没有写清，用这个理由）")
        self.ask_for("nodes", any(outlook is not None and outlook.nodes for outlook in outlooks))
        self.ask_for("reason", bare > 0)
        self.reason.textChanged.connect(self._say)
        self.start_in("decided_by")
        self._say()

    def _hindrances(self) -> list[tuple[Entry, str]]:
        """Return for each entry what hinders granting it, "" for nothing."""
        return [(entry, _hindrance(entry, self.text("reason"))) for entry in self._entries]

    def _say(self) -> None:
        """Say how many are granted, and by their number which stay open and why."""
        why: dict[str, list[str]] = defaultdict(list)
        for entry, hindrance in self._hindrances():
            code = entry.change.task if entry.change else ""
            why[hindrance.removeprefix(f"{code} ")].append(code)
        granted = len(why.pop("", ()))
        lines = [f"按对方希望的时限同意 {granted:,} 项。" if granted else "选中的申请都不能这样同意。"]
        if why:
            lines.append(f"{len(self._entries) - granted:,} 项保持待定：")
            lines += [f"{_named(codes)}：{hindrance}" for hindrance, codes in why.items()]
        self.summary.set_text("\n".join(lines))
        self.confirm.setText(f"同意 {granted:,} 项")
        self.confirm.setEnabled(granted > 0)

    def _settle(self, values: Values, reply: Reply) -> None:
        reason = str(values["reason"])
        granted = [entry for entry, why in self._hindrances() if not why]
        reply.done()
        self._then(
            [
                (
                    entry,
                    self._decision(Choice.THEIRS, values, reason if _lacks_reason(entry.change, entry.outlook) else ""),
                )
                for entry in granted
            ]
        )


def answer_form(entries: Sequence[Entry], choice: Choice, settle: Settle, parent: QWidget) -> FormDialog:
    """Return the form for granting (`Choice.THEIRS`) or refusing the deadlines that entries ask for."""
    if choice is Choice.OURS:
        return _refuse_form(entries, settle, parent)
    (first, *others) = entries
    if others or first.change is None:
        return GrantManyForm(entries, settle, parent)
    return GrantForm(first, first.change, settle, parent)


def _refuse_form(entries: Sequence[Entry], settle: Settle, parent: QWidget) -> FormDialog:
    def save(values: Values, reply: Reply) -> None:
        reply.done()
        settle([(entry, Decision(Choice.OURS, reason=str(values["answer"]))) for entry in entries])

    change = entries[0].change
    note = f"{change.task}  {change.title}" if change and len(entries) == 1 else f"选中 {len(entries):,} 项，答复相同"
    form = FormDialog("不同意时限申请", note, "不同意", save, parent, _WIDTH)
    before = entries[0].book.decisions.get(change) if change and len(entries) == 1 else None
    given = before.reason if before and before.choice is Choice.OURS else ""
    form.add_prose(
        "answer", "答复（退回对方时写进“系统反馈”）", given, check_text("remark"), required="请写不同意的理由"
    )
    return form


def _lacks_reason(change: FieldChange | None, outlook: DeadlineOutlook | None) -> bool:
    """Tell whether granting asks for a reason that the office did not give."""
    if change is None or outlook is None or not outlook.needs_reason:
        return False
    return not says_why(change.reason)


def _hindrance(entry: Entry, reason: str) -> str:
    """Return why a deadline cannot be granted as it is asked for, "" where it can."""
    outlook = entry.outlook
    if outlook is None or outlook.error:
        return outlook.error if outlook is not None else "还没有读出这项申请的影响"
    lacks = _lacks_reason(entry.change, outlook) and not says_why(reason)
    return f"还没有理由（至少 {REASON_CHARACTERS} 个字）" if lacks else ""


def _named(codes: Sequence[str]) -> str:
    more = f" 等 {len(codes):,} 项" if len(codes) > _NAMED else ""
    return f"{'、'.join(codes[:_NAMED])}{more}"


def _words(outlook: DeadlineOutlook, after: Standing) -> str:
    """Say what a deadline would come to: days and class, the light, the schedule."""
    parts = (outlook.days_text, outlook.word, outlook.number, outlook.moved_text, outlook.warning)
    first = " · ".join(part for part in parts if part)
    lights = f"亮灯：{outlook.now.light.text} → {after.light.text}"
    return "\n".join((first, lights, "，".join(outlook.numbers(after)))).strip()


def _check_reason(text: str) -> Checked:
    plain = check_text("reason")(text)
    short = bool(text) and not plain.error and not says_why(text)
    return Checked(None, f"同意要写明理由（至少 {REASON_CHARACTERS} 个字）") if short else plain
