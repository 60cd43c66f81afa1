"""核对新文章: text and pieces side by side, each with a key for every act; kept after every decision."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QTabBar, QVBoxLayout, QWidget

from tracker.errors import TrackerError
from tracker.model.intake_review.coverage import coverage_of, sentences_of
from tracker.model.intake_review.pieces import KINDS, Piece, Verdict
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.intake.card import PieceCard
from tracker.ui.intake.coverage_bar import CoverageBar
from tracker.ui.intake.dialogs import accept_form, edit_form, edited, source_words
from tracker.ui.intake.figures import FiguresList, ProblemsList
from tracker.ui.intake.keeper import Keeper
from tracker.ui.intake.rows import FOLDED, TreeRow, extents_of, next_waiting, numbers_of, rows_of
from tracker.ui.intake.tree import ColumnHeads, PieceList
from tracker.ui.theme.fonts import font
from tracker.ui.widgets.buttons import Button, KeyCap
from tracker.ui.widgets.dialog import Dialog, ask
from tracker.ui.widgets.entry_checks import OfficeNames
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.head import PageHead
from tracker.ui.widgets.labels import ElidedLabel, Rule, SideRule
from tracker.ui.widgets.marked_text import MarkedText, Shape
from tracker.ui.widgets.menu import add, menu
from tracker.ui.widgets.saving_dialog import Reply

if TYPE_CHECKING:
    from tracker.queries import offices as office_query
    from tracker.services.reviewing import accepting
    from tracker.services.reviewing.keeping import OpenReview
else:
    accepting = late("tracker.services.reviewing.accepting")
    office_query = late("tracker.queries.offices")

KEYS_TOLD = "A 收下　D 不收　L 并入　E 修改　S 拆开　M 合并　K 改类别　N 选中的文字成为建议　F6 原文与列表　Ctrl+Z 撤回"


class IntakeView(QWidget):
    """One review; `left` when it is kept for later or dropped, `accepted` when its pieces entered the ledger."""

    left = Signal()
    accepted = Signal()

    def __init__(self, context: Context, opened: "OpenReview", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.opened, self.review = context, opened, opened.review
        self.setAccessibleName("核对新文章")
        self._closed: set[str] = {FOLDED}
        self._waiting_only = False
        self._numbers: dict[str, str] = {}
        self._offices = OfficeNames()
        self._sentences = sentences_of(self.review.text)
        self.keeper = Keeper(context, opened, self)
        self.keeper.refused.connect(self._say)
        self._acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_A: self.accept_piece, Qt.Key.Key_D: self.reject_piece, Qt.Key.Key_L: self.link_piece,
            Qt.Key.Key_E: self.edit_piece, Qt.Key.Key_S: self.split_piece, Qt.Key.Key_M: self.merge_piece,
            Qt.Key.Key_K: self.choose_kind, Qt.Key.Key_F: self.turn_folded, Qt.Key.Key_N: self.mark_text,
            Qt.Key.Key_U: self.open_again, Qt.Key.Key_Period: lambda: self.card.turn(),
        }  # fmt: skip
        self._lay_out()
        self.text.show_text(self.review.text, [span for s in self.review.proposal.sections for span in s.spans])
        waiting = self.review.waiting()
        self.chosen = waiting[0].id if waiting else next((piece.id for piece in self.review.pieces()), "")
        self._show()
        context.jobs.read(lambda s: office_query.list_offices(s), on_result=self._know_offices, owner=self)

    # --- layout ---------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.head = PageHead("核对新文章")
        self.head.set_summary(f"{self.review.proposal.file}　{self.opened.name}")
        self.drop = Button("放弃…", "plain")
        self.drop.clicked.connect(lambda _checked=False: self.ask_drop())
        self.leave_button = Button("暂存并离开")
        self.leave_button.clicked.connect(lambda _checked=False: self.leave())
        self.head.add_action(self.drop)
        self.head.add_action(self.leave_button)
        self.coverage = CoverageBar()
        self.coverage.asked.connect(self._go_to_text)
        self.text = MarkedText("原文", shape=Shape(pitch=22, gap=6))
        self.text.picked.connect(self._pick_in_text)
        line = SideRule()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.text, 572)
        middle.addWidget(line)
        middle.addLayout(self._right(), 666)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for widget in (self.head, Rule(), self.coverage, Rule()):
            box.addWidget(widget)
        box.addLayout(middle, 1)
        box.addWidget(Rule())
        box.addLayout(self._foot())

    def _right(self) -> QVBoxLayout:
        self.tabs = QTabBar(drawBase=False, expanding=False)
        self.tabs.setFont(font("body"))
        self.tabs.setAccessibleName("显示哪一类")
        for word in ("建议", "指标", "读入问题"):
            self.tabs.addTab(word)
        self.tabs.currentChanged.connect(self._turn_tab)
        self.only = Button("只看待定", "plain")
        self.only.setCheckable(True)
        self.only.toggled.connect(self._narrow)
        head = QHBoxLayout()
        head.setContentsMargins(16, 2, 16, 0)
        head.addWidget(self.tabs)
        head.addStretch()
        head.addWidget(self.only)
        self.pieces = PieceList()
        self.pieces.picked.connect(self._pick_row)
        self.pieces.turned.connect(self._turn_row)
        self.pieces.dropped.connect(self._drop_on)
        self.figures = FiguresList(self.review)
        self.figures.turned.connect(self._tick)
        self.figures.picked.connect(self._go_to_text)
        self.problems = ProblemsList(self.review)
        self.problems.picked.connect(self._go_to_text)
        self.card = PieceCard()
        self.card.acted.connect(lambda key: self._acts[getattr(Qt.Key, f"Key_{key}")]())
        self._columns = ColumnHeads(self.pieces)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(head)
        right.addWidget(Rule())
        for widget in (self._columns, self.pieces, self.figures, self.problems):
            right.addWidget(widget, 0 if widget is self._columns else 1)
        right.addWidget(Rule())
        right.addWidget(self.card)
        return right

    def _foot(self) -> QHBoxLayout:
        self.foot_label = ElidedLabel("", "small", "text2")
        self.keys_label = ElidedLabel(KEYS_TOLD, "small", "text3")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.foot_label)
        words.addWidget(self.keys_label)
        self.sure = Button("把握高的都收下")
        self.sure.clicked.connect(lambda _checked=False: self.accept_sure())
        self.accept_button = Button("采纳", "primary")
        self.accept_button.clicked.connect(lambda _checked=False: self.ask_accept())
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 8)
        foot.setSpacing(8)
        foot.addLayout(words, 1)
        foot.addWidget(KeyCap("Shift A"))
        foot.addWidget(self.sure)
        foot.addWidget(self.accept_button)
        return foot

    # --- what is shown --------------------------------------------------------------------------------------------

    def piece(self) -> Piece | None:
        """Return the current piece."""
        row = self.pieces.current_row()
        return row.piece if row is not None else None

    def _show(self) -> None:
        """Show the review as it stands."""
        self._numbers = numbers_of(self.review)
        rows = rows_of(self.review, self._numbers, closed=self._closed, waiting_only=self._waiting_only)
        self.text.show_extents(extents_of(self.review, self._numbers, folded=FOLDED not in self._closed))
        self.pieces.show_rows(rows, self.chosen)
        self.text.choose(self.chosen)
        self._show_card()
        self.coverage.show_coverage(coverage_of(self.review, self._sentences))
        settled, total = self.review.tally()
        entering = len(self.review.entering())
        shown = sum(piece.is_leaf and not piece.folded for piece in self.review.pieces())
        for number, word in enumerate((f"建议 {shown}", self.figures.word(), self.problems.word())):
            self.tabs.setTabText(number, word)
        self._turn_tab(self.tabs.currentIndex())
        waiting = total - settled
        self._say(f"已定 {settled} / {total}，收下 {entering:,} 条，待定 {waiting:,} 条。采纳是一批，可以整批撤销。")
        self.accept_button.setText(f"采纳 {entering:,} 项…" if entering else "采纳")
        self.accept_button.setEnabled(bool(entering))
        self.only.setText(f"只看待定 {waiting}")

    def _show_card(self) -> None:
        piece = self.piece()
        number = self._numbers.get(piece.id, "") if piece else ""
        self.card.show_piece(piece, number, self.opened.known)

    def _say(self, sentence: str) -> None:
        self.foot_label.setText(sentence)

    def _turn_tab(self, number: int) -> None:
        lists = (self.pieces, self.figures, self.problems)
        for shown, widget in enumerate(lists):
            widget.setVisible(shown == number)
        self._columns.setVisible(number == 0)
        self.card.setVisible(number == 0)
        self.only.setVisible(number == 0)

    def _narrow(self, only: bool) -> None:
        self._waiting_only = only
        self._show()

    def _pick_row(self, row: TreeRow) -> None:
        self.chosen = row.key
        self.text.choose(row.piece.id if row.piece else "")
        self._show_card()

    def _pick_in_text(self, key: str) -> None:
        """Make the piece of a clicked stretch the current one, whatever is closed above it."""
        self.chosen = key
        self._closed.clear() if self.review[key].folded else self._closed.intersection_update({FOLDED})
        self._show()

    def _turn_row(self, row: TreeRow) -> None:
        self._closed.symmetric_difference_update({row.fold})
        self.chosen = row.key
        self._show()

    def _go_to_text(self, start: int, end: int) -> None:
        self.text.go_to(start, end)
        self.text.setFocus()

    def _know_offices(self, offices: object) -> None:
        self._offices = OfficeNames(offices)  # type: ignore[arg-type]

    # --- decisions ------------------------------------------------------------------------------------------------

    def accept_piece(self) -> None:
        """Accept the current piece."""
        self._decide(Verdict.ACCEPTED)

    def reject_piece(self) -> None:
        """Leave the current piece out."""
        self._decide(Verdict.REJECTED)

    def open_again(self) -> None:
        """Decide nothing about the current piece after all."""
        piece = self.piece()
        if piece is not None:
            self._change(lambda: self.review.decide([piece.id], Verdict.OPEN))

    def link_piece(self) -> None:
        """Let the task there is answer the current piece."""
        if self.card.link():
            self._decide(Verdict.LINKED, self.card.link())
        else:
            self._say("台账中没有可以并入的任务；请收为新建议。")

    def accept_sure(self) -> None:
        """Accept everything the program is surest of."""
        self._change(self.review.accept_sure)

    def split_piece(self) -> None:
        """Cut the current piece at the caret, or behind its first mark."""
        piece = self.piece()
        if piece is not None:
            at = self.text.caret() if self.text.hasFocus() else None
            self._change(lambda: self.review.split(piece.id, at))

    def merge_piece(self) -> None:
        """Join the current piece with the one above it."""
        piece = self.piece()
        if piece is not None:
            self._change(lambda: setattr(self, "chosen", self.review.merge(piece.id)))

    def mark_text(self) -> None:
        """Make the selected text a piece."""

        def mark() -> None:
            self.chosen = self.review.mark(*self.text.selected_span())
            self.pieces.setFocus()

        self._change(mark)

    def lift(self, *, out: bool) -> None:
        """Put the current piece under the one above it, or lift it out of what it lies under."""
        piece = self.piece()
        if piece is None:
            return
        if out:
            self._change(lambda: self.review.put_under(piece.id, None))
            return
        above = self.review.above(piece.id)
        if above is not None:
            self._change(lambda: self.review.put_under(piece.id, above))

    def choose_kind(self) -> QMenu | None:
        """Offer the kinds a piece may be."""
        piece = self.piece()
        if piece is None:
            return None
        offered = menu(self)
        for number, kind in enumerate(KINDS, 1):
            act = add(offered, f"&{number} {kind.word}", "check" if kind is piece.kind else "")
            act.triggered.connect(
                lambda _checked=False, to=kind: self._change(lambda: self.review.set_kind(piece.id, to))
            )
        offered.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        offered.popup(self.pieces.mapToGlobal(self.pieces.visualRect(self.pieces.currentIndex()).bottomLeft()))
        return offered

    def turn_folded(self) -> None:
        """Show the unlikely ones, or hide them."""
        self._closed.symmetric_difference_update({FOLDED})
        self._show()

    def take_back(self) -> None:
        """Undo the last step of this sitting."""
        about = self.review.take_back()
        if about is None:
            self._say("没有可以撤回的步骤。")
            return
        self.chosen = about or self.chosen
        self.figures.show_review()
        self._show()
        self.keeper.keep()

    def edit_piece(self) -> FormDialog | None:
        """Ask what the current piece says."""
        piece = self.piece()
        if piece is None:
            return None

        def save(values: Values, reply: Reply) -> None:
            self._change(lambda: self.review.edit(piece.id, **edited(values)))
            reply.done()

        return self._opened_form(edit_form(piece, self._offices, self.context.today(), save, self.window()))

    def ask_accept(self) -> FormDialog | None:
        """Ask about the source, then take what was accepted into the ledger."""
        if not self.review.entering():
            self._say("还没有收下任何建议；请先按 A 收下要收入台账的建议。")
            return None

        def save(values: Values, reply: Reply) -> None:
            self.keeper.accept(accepting.SourceWords(**source_words(values)), reply)

        form = accept_form(self.review, self.opened.name, self.context.today(), save, self.window())
        form.accepted.connect(self.accepted.emit)
        return self._opened_form(form)

    def ask_drop(self) -> Dialog:
        """Ask whether the review is to be put away."""
        sentence = "这篇文章不再核对，没有内容进入台账。可以撤销。"

        def then() -> None:
            self.keeper.drop(Reply(self.left.emit, self._say, self))

        return ask(self.window(), "放弃核对", sentence, "放弃", then, danger=True)

    def leave(self) -> None:
        """Keep everything and go back to the sources."""
        self.keeper.keep()
        self.left.emit()

    def _opened_form(self, form: FormDialog) -> FormDialog:
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.open()
        return form

    def _decide(self, verdict: Verdict, link: str = "") -> None:
        """Decide about the current piece and go on to the next one that waits."""
        piece = self.piece()
        if piece is None:
            return
        after = next_waiting(self.pieces.rows.rows, piece.id)

        def decide() -> None:
            self.review.decide([piece.id], verdict, link)
            self.chosen = after

        self._change(decide)

    def _drop_on(self, piece_id: str, onto: str) -> None:
        self._change(lambda: self.review.put_under(piece_id, onto or None))

    def _tick(self, indicator_id: str) -> None:
        self._change(lambda: self.review.tick(indicator_id))

    def _change(self, act: Callable[[], object]) -> None:
        """Do something to the review, show and keep it; a refusal is said in the foot."""
        try:
            act()
        except TrackerError as error:
            self._say(error.sentence)
            return
        self._show()
        self.keeper.keep()

    # --- keys -----------------------------------------------------------------------------------------------------

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Give the keyboard to the pieces."""
        self.pieces.setFocus(reason)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the review from the shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._act_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act; see KEYS_TOLD."""
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
            return
        act()

    def _act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        controls: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Z: self.take_back,
            Qt.Key.Key_Return: self.ask_accept,
            Qt.Key.Key_Enter: self.ask_accept,
            Qt.Key.Key_Right: lambda: self.lift(out=False),
            Qt.Key.Key_Left: lambda: self.lift(out=True),
        }
        if held == Qt.KeyboardModifier.ControlModifier:
            return controls.get(key)
        if held == Qt.KeyboardModifier.ShiftModifier and key == Qt.Key.Key_A:
            return self.accept_sure
        if held != Qt.KeyboardModifier.NoModifier:
            return None
        plain: dict[Qt.Key, Callable[[], object]] = {Qt.Key.Key_Escape: self.leave, Qt.Key.Key_F6: self._other_pane}
        return self._acts.get(key) or plain.get(key)

    def _other_pane(self) -> None:
        """Go from the pieces to the text, the caret at the current piece, and back."""
        if self.text.hasFocus():
            self.pieces.setFocus()
            return
        piece = self.piece()
        if piece is not None and piece.spans:
            self.text.put_caret(piece.spans[0][0])
        self.text.setFocus()
