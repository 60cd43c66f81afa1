"""新建任务: a task made directly of a source, which is asked for first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.enums import Priority
from tracker.model.rows import ArticleRow, OfficeRow, RecommendationRow
from tracker.model.source_words import SourceKind
from tracker.model.typed.deadlines import read_deadline
from tracker.model.typed.names import split_names
from tracker.model.typed.reading import Outcome
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.page_requests import OpenTask
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.widgets.entry_checks import (
    Check,
    Checked,
    Choice,
    OfficeNames,
    check_start_day,
    check_text,
    example_due,
)
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.saving_dialog import Reply

if TYPE_CHECKING:
    from tracker.queries import offices, oversight
    from tracker.queries import sources as source_query
    from tracker.services import deadlines
    from tracker.services.sources import answers, own, sentences, tags, tasks
    from tracker.services.sources.tasks import NewTask
else:
    answers = late("tracker.services.sources.answers")
    deadlines = late("tracker.services.deadlines")
    offices = late("tracker.queries.offices")
    oversight = late("tracker.queries.oversight")
    own = late("tracker.services.sources.own")
    sentences = late("tracker.services.sources.sentences")
    source_query = late("tracker.queries.sources")
    tags = late("tracker.services.sources.tags")
    tasks = late("tracker.services.sources.tasks")

_SEPARATORS = str.maketrans({"，": "、", ",": "、", "；": "、", ";": "、", " ": "、", "\n": "、"})


_OF_SOURCE = "新建任务", "从来源直接建一项任务；编号由系统给，建好后待交办"
_OF_WORDS = "为选中的句子建一条", "建一条建议和回应它的任务；编号由系统给，建好后待交办，撤销时一并收回"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words selected in the text of a source, of which a recommendation and its task are to be made.

    `span` is their place as the text is shown.
    """

    source: ArticleRow
    span: tuple[int, int]
    words: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a new task may be linked with: open sources, offices, entries, themes and leaders."""

    sources: tuple[ArticleRow, ...]
    offices: tuple[OfficeRow, ...]
    entries: tuple[RecommendationRow, ...]
    themes: tuple[str, ...]
    leaders: tuple[str, ...]
    title: str = ""  # what a task of the selected words may be called


def read_surroundings(session: DatabaseSession) -> Surroundings:
    """Return what the form of a new task offers; sources that were put away are not among them."""
    sources = source_query.list_articles(session, counted=False)
    return Surroundings(
        tuple(source for source in sources if not source.retired),
        offices.list_offices(session),
        source_query.list_recommendations(session),
        tags.list_tags(session),
        oversight.list_leaders(session),
    )


class NewTasks(QObject):
    """Asks for a new task over a window, and makes it; `created` names it once it is there."""

    created = Signal(int)

    def __init__(self, context: Context, window: QWidget, shown: Callable[[], bool]) -> None:
        """`shown` tells whether the ledger is on the screen: then the new task is opened there."""
        super().__init__(window)
        self._context, self._window, self._shown = context, window, shown
        self.dialog: FormDialog | None = None
        self._words: dict[str, str] = {}  # words of a source -> its code, "" for this year's own

    def ask(self, source: str = "") -> None:
        """Open the form; `source` is the code of the source that is proposed."""
        self._context.jobs.read(
            read_surroundings, on_result=lambda around: self._open(around, source), owner=self, key="new task"
        )

    def ask_of(self, quote: Quote) -> None:
        """Open the form for words that were selected in a text."""

        def read(session: DatabaseSession) -> Surroundings:
            return replace(read_surroundings(session), title=sentences.proposed_title(quote.words))

        self._context.jobs.read(
            read, on_result=lambda around: self._open(around, quote.source.code, quote), owner=self, key="new task"
        )

    def _open(self, around: Surroundings, source: str, quote: Quote | None = None) -> None:
        context, today = self._context, self._context.today()
        if self.dialog is not None:
            return
        own_code = next((row.code for row in around.sources if is_own(row, today)), "")
        self._words = source_words(around.sources, today)
        of_code = {code: words for words, code in self._words.items()}
        proposed = of_code.get(source) or of_code[own_code]
        save = self._save if quote is None else partial(self._save_of, quote)
        dialog = self.dialog = task_form(around, tuple(self._words), proposed, today, save, self._window, quote)
        dialog.finished.connect(lambda _result: self._closed())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if quote is None:  # what was typed for other words would only mislead
            dialog.keep_drafts(context.drafts, "task/new", "新建任务")
        dialog.open()

    def _closed(self) -> None:
        self.dialog = None

    def _save_of(self, quote: Quote, values: Values, reply: Reply) -> None:
        today = self._context.today()
        self._write(
            lambda s: sentences.make_task_of_words(
                s, quote.source.id, quote.span, quote.words, wanted_task(s, values, today), today
            ),
            reply,
        )

    def _save(self, values: Values, reply: Reply) -> None:
        code, today = self._words[str(values["source"])], self._context.today()

        def make(session: DatabaseSession) -> Changes:
            wanted = wanted_task(session, values, today)
            if not code:
                return own.make_own_task(session, wanted, today)
            source = next(row for row in source_query.list_articles(session, counted=False) if row.code == code)
            return tasks.make_task(session, source.id, wanted, today)

        self._write(make, reply)

    def _write(self, make: Callable[[DatabaseSession], Changes], reply: Reply) -> None:
        def done(changes: Changes) -> None:
            self.created.emit(min(changes.tasks))
            reply.done()
            # Jobs run in turn: what the ledger reads because of the new task comes before this.
            self._context.jobs.read(
                lambda _session: min(changes.tasks), on_result=self._show, owner=self, key="new task made"
            )

        self._context.jobs.write(make, on_result=done, failed=reply.refused, owner=reply.owner, toast=True)

    def _show(self, task_id: int) -> None:
        if self._shown():
            self._context.bus.page_asked.emit("ledger", OpenTask(task_id))


def is_own(source: ArticleRow, today: date) -> bool:
    """Return whether a source is that of this year's own tasks."""
    return source.kind is SourceKind.OWN and str(today.year) in source.title


def source_words(sources: Sequence[ArticleRow], today: date) -> dict[str, str]:
    """Return by the words of each source its code, newest first; "" stands for this year's own, not there yet."""
    named = [(f"{row.code}  {row.kind.word}：{row.short_title or row.title}", row.code) for row in reversed(sources)]
    if any(is_own(row, today) for row in sources):
        return dict(named)
    return {f"自立  {today.year}年自立任务（没有来文）": "", **dict(named)}


def task_form(
    around: Surroundings, sources: Sequence[str], proposed: str, today: date,
    save: Callable[[Values, Reply], None], parent: QWidget, quote: Quote | None = None,
) -> FormDialog:  # fmt: skip
    """Return the form: source, name, content, offices, deadline, leader, priority, themes, answers.

    Of words that were selected in a text (`quote`) both they and their source stand and cannot be changed here.
    """
    names = OfficeNames(around.offices)
    codes = {entry.code: entry for entry in around.entries}
    title, note = _OF_WORDS if quote is not None else _OF_SOURCE
    dialog = FormDialog(title, note, "新建", save, parent, 640)
    source = dialog.add_line("source", "来源", proposed, check_chosen(sources), required="请选择来源")
    if quote is None:
        dialog.offer("source", sources)
    else:
        source.setReadOnly(True)
        dialog.add_prose("anchor", "依据的原文", quote.words.strip(), Checked, rows=2).setReadOnly(True)
    dialog.add_line("title", "任务名称", around.title, check_text("title"), required="请写任务名称")
    dialog.add_prose("content", "工作内容", "", check_text("content"), rows=2)
    with dialog.side_by_side():
        dialog.add_line("lead_office", "牵头单位", "", names.check, placeholder="可留空，待交办时再定")
        dialog.add_line("co_offices", "配合单位", "", check_offices(names), placeholder="几个单位用顿号隔开")
    with dialog.side_by_side():
        dialog.add_deadline(
            "due_text", "完成时限", "", check_new_due(today), placeholder=f"{example_due(today)}、长期坚持"
        )
        dialog.add_date("start_on", "启动日期", None, check_start_day(today))
    with dialog.side_by_side():
        dialog.add_line("leader", "分管领导", "", check_text("leader"))
        dialog.add_choice("priority", "重点", [Priority.NORMAL.word, Priority.KEY.word])
    with dialog.side_by_side():
        dialog.add_line("themes", "主题", "", check_themes(around.themes), placeholder="几个主题用顿号隔开")
        dialog.add_line("answers", "回应的建议", "", check_codes(codes), placeholder="编号，如 A1.2b、D3.1，可不填")
    dialog.offer("lead_office", names.names)
    dialog.offer("leader", around.leaders)
    dialog.start_in("title")
    return dialog


def wanted_task(session: DatabaseSession, values: Mapping[str, Value], today: date) -> "NewTask":
    """Return the task that checked values of the form ask for. Raises InputError for a code that is gone."""
    texts = {name: str(values[name]) for name in ("content", "leader", "start_on") if values[name]}
    if values["priority"] == Priority.KEY.word:
        texts["priority"] = Priority.KEY.value
    due = str(values["due_text"])
    return tasks.NewTask(
        title=str(values["title"]),
        values=texts,
        due=deadlines.read_typed(due, today, confirmed=True) if due else None,
        themes=tuple(words_in(values["themes"])),
        lead_office=str(values["lead_office"]),
        co_offices=tuple(split_names(str(values["co_offices"] or ""), blanks=True)),
        answers=tuple(answers.recommendations_of_codes(session, words_in(values["answers"]))),
    )


def words_in(text: object) -> list[str]:
    """Return the words of a list as people type it, each once."""
    return list(dict.fromkeys(filter(None, str(text or "").translate(_SEPARATORS).split("、"))))


def check_chosen(words: Sequence[str]) -> Check:
    """Return the check of one of these words; its beginning is enough where it names only one."""

    def check(text: str) -> Checked:
        if text in words:
            return Checked(text)
        near = [word for word in words if word.split()[0] == text.strip()] or [w for w in words if text.strip() in w]
        if len(near) == 1:
            return Checked(near[0], hint=f"即 {near[0]}")
        return Checked(None, f"没有“{text}”这个来源，请从列表中选" if not near else "有几个来源符合，请从列表中选")

    return check


def check_offices(names: OfficeNames) -> Check:
    """Return the check of several offices."""

    def check(text: str) -> Checked:
        read = [names.check(word) for word in split_names(text, blanks=True)]
        wrong = next((checked.error for checked in read if checked.error), "")
        return Checked("、".join(str(checked.value) for checked in read), wrong)

    return check


def check_new_due(today: date) -> Check:
    """Return the check of the deadline of a new task: what is unclear is asked here."""

    def check(text: str) -> Checked:
        reading = read_deadline(text, today)
        if reading.outcome is Outcome.NOTHING or reading.accepted:
            return Checked("" if reading.outcome is Outcome.NOTHING else text.strip(), note=reading.sentence)
        choices = tuple(Choice(answer.label, answer.value.text, answer.value.text) for answer in reading.alternatives)
        if not choices and reading.literal is not None:
            choices = (Choice(f"就记成“{text.strip()}”", text.strip(), text.strip()),)
        return Checked(None, reading.sentence, choices=choices)

    return check


def check_themes(known: Sequence[str]) -> Check:
    """Return the check of themes: a new word is asked about once."""

    def check(text: str) -> Checked:
        words = words_in(text)
        new = [word for word in words if word not in known]
        if not new:
            return Checked("、".join(words))
        choice = Choice(f"新增主题“{'、'.join(new)}”", text, "、".join(words))
        return Checked(None, f"主题表里没有“{'、'.join(new)}”", choices=(choice,))

    return check


def check_codes(entries: Mapping[str, RecommendationRow]) -> Check:
    """Return the check of codes of recommendations."""

    def check(text: str) -> Checked:
        codes = words_in(text)
        if missing := [code for code in codes if code not in entries]:
            return Checked(None, f"没有编号为“{'、'.join(missing)}”的建议")
        titles = "；".join(entries[code].title for code in codes)
        return Checked("、".join(codes), hint=titles, note=titles)

    return check
