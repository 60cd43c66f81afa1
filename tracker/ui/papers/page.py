"""出文: what the office issues, its sentences, the pages as they will be printed, and into which file they go."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tracker.errors import InputError
from tracker.model.changes import Changes
from tracker.model.enums import PaperKind
from tracker.model.paper_settings import PaperSettings
from tracker.model.rows import Brief, Circular, ClosingList, LedgerPaper, Slip
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import OpenPaper, OpenTask
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.page import Page
from tracker.ui.papers.faults import TemplateFaults
from tracker.ui.papers.foot import PaperFoot
from tracker.ui.papers.form import PaperForm
from tracker.ui.papers.paper_list import PaperList
from tracker.ui.papers.preview import Preview
from tracker.ui.papers.printing import Printing
from tracker.ui.papers.reading import Paper, PapersOverview, read_paper, read_papers_overview, read_slips
from tracker.ui.papers.register_dialog import show_register
from tracker.ui.papers.saving import Saving
from tracker.ui.papers.sentences import sentences_of, with_edits
from tracker.ui.papers.settings_flow import ask_issuer, ask_settings
from tracker.ui.papers.slip_table import SlipTable
from tracker.ui.papers.templates import Templates
from tracker.ui.papers.wishes import BULLETINS, SLIPS, Wish
from tracker.ui.print.papers import Prose, draw_ahead, lay_out
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.labels import SideRule
from tracker.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from tracker.reports.template_state import TemplateState

CONTENT, PREVIEW = "content", "preview"
_MIDDLE = 432
_NARROW = 1072  # px of the page in a window of 1200
QWIDGETSIZE_MAX = (1 << 24) - 1  # Qt's word for no limit
_WORKBOOK = "Excel 工作簿，保存后在 Excel 或 WPS 中打开"
_PAUSE = 300  # ms after the last key


class PapersPage(Page):
    """Papers at the left, what they say in the middle, how they look at the right."""

    title = "出文"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.overview: PapersOverview | None = None
        self.paper: Paper | None = None  # as computed
        self.slips: tuple[Slip, ...] = ()
        self._kind, self._only = PaperKind.CIRCULAR, frozenset[str]()
        self._limits: OpenPaper | None = None  # what another page asked for
        self.saving = Saving(context, self)
        self.templates, self.printing = Templates(context), Printing(context, self)
        self.settings_button = Button("出文设置…", icon="settings")
        self.settings_button.clicked.connect(lambda _checked=False: self.open_settings())
        self.views = Segments("显示", ((CONTENT, "内容"), (PREVIEW, "预览")))
        self.views.show_value(CONTENT)
        self.views.chosen.connect(lambda _view: self._arrange())
        self.head.add_action(self.views)
        self.head.add_action(self.settings_button)
        self.head.set_summary("7 种公文，数字都由台账算出")
        self.papers, self.form = PaperList(), PaperForm(context.today)
        self.table, self.preview, self.foot, self.faults = SlipTable(), Preview(), PaperFoot(), TemplateFaults()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.show_pages)
        self._next = QTimer(self, singleShot=True, interval=0)  # once the sentences stand
        self._next.timeout.connect(self._draw_ahead)
        self._last = QTimer(self, singleShot=True, interval=0)  # once the picture is drawn
        self._last.timeout.connect(self.show_pages)
        self._lay_out()
        self._connect()
        self._select(self._kind)

    def _lay_out(self) -> None:
        self.middle = QStackedWidget()
        self.middle.addWidget(self.form)
        self.middle.addWidget(self.table)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.middle)
        upper.addWidget(SideRule())
        upper.addWidget(self.preview, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(upper, 1)
        right.addWidget(self.faults)
        right.addWidget(self.foot)
        box = QHBoxLayout()
        box.setSpacing(0)
        box.addWidget(self.papers)
        box.addWidget(SideRule())
        box.addLayout(right, 1)
        self.body.addLayout(box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the preview behind a segment where there is no room beside the middle."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow, shown = self.width() < _NARROW, self.views.value()
        self.views.setVisible(narrow)
        self.middle.setVisible(not narrow or shown == CONTENT)
        self.preview.setVisible(not narrow or shown == PREVIEW)
        self.middle.setMinimumWidth(0 if narrow else _MIDDLE)
        self.middle.setMaximumWidth(QWIDGETSIZE_MAX if narrow else _MIDDLE)

    def _connect(self) -> None:
        self.papers.picked.connect(self.show_kind)
        self.papers.register_asked.connect(self.open_register)
        self.form.changed.connect(self._read_paper)
        self.form.edited.connect(self._pause.start)
        self.form.sentence_entered.connect(self.preview.frame)
        self.form.template_asked.connect(self._run_template)
        self.form.contents.task_asked.connect(lambda task: self.context.bus.page_asked.emit("ledger", OpenTask(task)))
        self.table.changed.connect(self._read_slips)
        self.table.office_picked.connect(lambda _office: self.show_pages())
        self.preview.sentence_clicked.connect(self._enter)
        self.preview.print_asked.connect(self._print)
        self.foot.save_asked.connect(self._save)
        self.saving.faulty.connect(lambda fault: self.faults.show_faults(fault.text, fault.use_shipped))

    def refresh(self) -> None:
        """Read what stands around the papers, then the paper."""
        today = self.context.today()
        self.context.jobs.read(
            lambda s: read_papers_overview(s, today), on_result=self._show_overview, owner=self, key="overview"
        )

    def open_target(self, target: object) -> None:
        """Show the paper another page asks for."""
        if isinstance(target, OpenPaper):
            self._only, self._kind = target.offices, target.kind
            self._limits = target
            self._select(target.kind)
            self._show_kind()

    def show_kind(self, kind: PaperKind) -> None:
        """Show another paper."""
        self._kind, self._only, self._limits = kind, frozenset[str](), None
        self._select(kind)
        self._show_kind()

    def _select(self, kind: PaperKind) -> None:
        """Mark the paper at the left; the keyboard is there, and comes there with the page."""
        entry = self.papers.entries[kind]
        self.papers.select(kind)
        self.setFocusProxy(entry)
        if any(each.hasFocus() for each in self.papers.entries.values()):
            entry.setFocus()

    def _show_overview(self, overview: PapersOverview) -> None:
        before, self.overview = self.overview, overview
        self.papers.show_overview(overview)
        if before is None or self._kind in SLIPS:
            self._show_kind()
        else:
            self.form.show_overview(overview)
            self._read_paper()

    def _show_kind(self) -> None:
        if self.overview is None:
            return
        level = SLIPS.get(self._kind)
        self.paper, self.slips = None, ()
        self.faults.hide()
        self.middle.setCurrentWidget(self.form if level is None else self.table)
        self.foot.show_kind(self._kind)
        if level is None:
            self.form.show_kind(self._kind, self.overview)
            if self._limits is not None:
                self.form.limit(self._limits.article, self._limits.tasks, self.overview)
                self._limits = None
            self._show_template()  # before the paper: said later it would lay all sentences out once more
            self._read_paper()
        else:
            self.table.show_round(self.overview.slips, level, self._only)

    def _read_paper(self) -> None:
        wish, today = self.form.wish(), self.context.today()
        if wish is None or self._kind in SLIPS:
            return

        def read(session: DatabaseSession) -> Paper | str:
            try:
                return read_paper(session, wish, today)
            except InputError as error:  # shown where the pages would be
                return str(error)

        self.context.jobs.read(read, on_result=lambda paper: self._show_paper(wish, paper), owner=self, key="paper")

    def _show_paper(self, wish: Wish, paper: Paper | str) -> None:
        if wish.kind is not self._kind:
            return
        self.paper = None if isinstance(paper, str) else paper
        self.foot.allow(saving=self.paper is not None)
        if isinstance(paper, str):
            self.form.sentences.show_sentences((), {})
            self.form.contents.show_paper(None)
            self.preview.say("papers", "没有可以出的公文", paper)
            self.foot.say("")
            return
        if isinstance(paper, Circular | Brief):
            self.form.sentences.show_sentences(sentences_of(paper), wish.edits)
            self.foot.say(f"生成文件不改台账；登记后记入{paper.head.issue}")
        else:
            self.form.contents.show_paper(self.paper if isinstance(self.paper, LedgerPaper | ClosingList) else None)
            self.foot.say("生成文件不改台账")
        self._next.start()

    def paper_to_save(self) -> Paper | None:
        """Return the paper with the sentences as they stand."""
        if isinstance(self.paper, Circular | Brief):
            return with_edits(self.paper, self.form.edits)
        return self.paper

    def _read_slips(self) -> None:
        overview, level = self.overview, SLIPS.get(self._kind)
        if overview is None or level is None:
            return
        offices, chosen = self.table.offices(), self.table.chosen()
        self.context.jobs.read(
            lambda s: read_slips(s, overview, level, offices, chosen),
            on_result=self._show_slips,
            owner=self,
            key="slips",
        )

    def _show_slips(self, slips: tuple[Slip, ...]) -> None:
        self.slips = slips
        self.foot.allow(saving=bool(slips))
        sheets = sum(len(slip.tasks) or 1 for slip in slips)
        self.foot.say(f"{len(slips):,} 个文件，{sheets:,} 项" if slips else "没有选中要出单的单位")
        self.show_pages()

    def _draw_ahead(self) -> None:
        if (paper := self._prose()) is not None:
            draw_ahead(paper)
        self._last.start()

    def show_pages(self) -> None:
        """Lay the paper out anew and show its pages."""
        for timer in (self._pause, self._next, self._last):
            timer.stop()
        paper = self._prose()
        if paper is None:
            self._say_no_pages()
            return
        try:
            layout = lay_out(paper)
        except InputError as error:
            self.preview.say("warning", "一页放不下", str(error))
            self.foot.allow(saving=False)
            return
        self.foot.allow(saving=True)
        self.preview.show_layout(layout)
        demo = "演示数据；" if paper.head.demo else ""
        self.preview.note.setText(f"{demo}标准版式" if self._kind in BULLETINS else demo.rstrip("；"))

    def _prose(self) -> Prose | None:
        if self._kind in SLIPS:
            office = self.table.office()
            return next((slip for slip in self.slips if slip.office == office), None)
        paper = self.paper_to_save()
        return paper if isinstance(paper, Circular | Brief) else None

    def _say_no_pages(self) -> None:
        if self._kind in SLIPS:
            text = f"{self.table.office() or '各单位'}没有选中，或没有这一级的事项"
            self.preview.say("papers", "没有要出的单", text)
        elif isinstance(self.paper, LedgerPaper):
            count = len(self.paper.figures.tasks)
            self.preview.say(
                "ledger", f"工作台账，{count:,} 项任务", "A3 横版的 Excel 工作簿，保存后在 Excel 或 WPS 中打开"
            )
        elif isinstance(self.paper, ClosingList):
            text = f"本期已销号 {len(self.paper.done):,} 项，待销号 {len(self.paper.waiting):,} 项"
            self.preview.say("ledger", text, f"A4 横版的 {_WORKBOOK}")

    def _enter(self, name: str) -> None:
        """Put the cursor into the field of a sentence that was clicked on its page."""
        field = self.form.sentences.fields.get(name)
        if field is not None:
            self.form.sentences.ensureWidgetVisible(field)
            field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _print(self) -> None:
        if self.preview.pages.layout_shown is not None:
            self.printing.print_pages(self.preview.pages.layout_shown)

    def _save(self, suffix: str, register: bool) -> None:
        self.faults.hide()
        if self.overview is None or self.issuer_asked(self.overview) is not None:
            return
        if self._kind in SLIPS:
            self.saving.save_slips(self.slips, self.overview.settings, register=register)
            return
        paper = self.paper_to_save()
        if paper is not None:
            self.saving.save(paper, suffix, register=register)

    def issuer_asked(self, overview: PapersOverview) -> Dialog | None:
        """Ask once for the names that no program can know; None where they are there, or the data are not real."""
        if overview.slips.demo or overview.settings.issuer != PaperSettings().issuer:
            return None
        return ask_issuer(self.context, overview.settings, self.window())

    def _run_template(self, act: str) -> None:
        if act != "check":
            self.templates.run(act, self._kind)
        self._show_template(tell=act == "check")

    def _show_template(self, *, tell: bool = False) -> None:
        """Say whose template is used and whether it can be filled; `tell` in a frame or a line of its own."""
        if self._kind in BULLETINS:
            kind = self._kind
            self.templates.check(kind, lambda state: self._show_state(kind, state, tell=tell), self)

    def _show_state(self, kind: PaperKind, state: "TemplateState", *, tell: bool) -> None:
        if kind is not self._kind:
            return
        sound = not state.faults
        checked = f"✓ 模板检查通过，{state.names:,} 个名称都认识" if sound else "模板有要改的地方，点“检查”看"
        self.form.show_template(self.templates.state(kind), checked, sound=sound)
        if tell and sound:
            self.context.bus.notified.emit(Notice(f"模板“{kind.word}”可以使用"))
        elif tell:
            self.faults.show_faults(state.faults)
        elif sound:
            self.faults.hide()

    def open_settings(self) -> Dialog | None:
        """Ask what is fixed for all papers."""
        return ask_settings(self.context, self.overview.settings, self.window()) if self.overview is not None else None

    def open_register(self) -> Dialog | None:
        """List everything that was registered."""
        if self.overview is None:
            return None
        return show_register(self.context, self.overview.issued, self.window())

    def touches(self, changes: Changes) -> bool:
        """Everything a paper counts may have changed."""
        return bool(changes.tasks or changes.exports or changes.returns or changes.everything)
