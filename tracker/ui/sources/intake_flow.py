"""From 来源 to the review of an article and back: asking for it, reading it, showing what is under way."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.ui.core.late import late
from tracker.ui.page import Page
from tracker.ui.theme.fonts import metrics
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.labels import Rule, TextLabel

if TYPE_CHECKING:
    from tracker.queries import intake_reviews
    from tracker.queries.intake_reviews import ReviewRow
    from tracker.services.reviewing import keeping
    from tracker.services.reviewing.keeping import OpenReview, ReadArticle
    from tracker.ui.intake import dialogs
    from tracker.ui.intake import view as intake_view
    from tracker.ui.intake.dialogs import ArticleDialog
    from tracker.ui.intake.view import IntakeView
else:
    intake_reviews = late("tracker.queries.intake_reviews")
    keeping = late("tracker.services.reviewing.keeping")
    dialogs = late("tracker.ui.intake.dialogs")
    intake_view = late("tracker.ui.intake.view")

_MOST = 3  # reviews named over the list
_WIDTH, _NAME = 280, 130  # px of the list, and of a name in it


class UnderWay(QWidget):
    """The reviews that are not done, each a link to go on."""

    def __init__(self, go_on: Callable[[int], object]) -> None:
        super().__init__()
        self._go_on = go_on
        self.setFixedWidth(_WIDTH)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(24, 10, 12, 8)
        self._box.setSpacing(4)
        self.links: list[LinkButton] = []
        self.hide()

    def show_reviews(self, rows: Sequence["ReviewRow"]) -> None:
        """Show the newest reviews, nothing where all are done."""
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.links = []
        self.setVisible(bool(rows))
        more = f"，另有 {len(rows) - _MOST:,} 篇" if len(rows) > _MOST else ""
        self._box.addWidget(TextLabel(f"没有核对完的文章{more}", "small", "text2"))
        for row in rows[:_MOST]:
            name = metrics("body").elidedText(row.name, Qt.TextElideMode.ElideRight, _NAME)
            link = LinkButton(f"{name}　核对中 {row.settled} / {row.total}")
            link.setToolTip(row.name)
            link.clicked.connect(lambda _checked=False, number=row.id: self._go_on(number))
            self._box.addWidget(link)
            self.links.append(link)
        self._box.addWidget(Rule())


class IntakeFlow(QObject):
    """Opens reviews over the page of sources and puts the page back when they are left."""

    registered = Signal()  # what was accepted is a source now

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page, self._context = page, page.context
        self.view: IntakeView | None = None
        self.under_way = UnderWay(self.go_on)

    def refresh(self) -> None:
        """Read which reviews are under way."""
        self._context.jobs.read(
            lambda s: intake_reviews.list_open_reviews(s), on_result=self.under_way.show_reviews, owner=self, key="open"
        )

    def ask(self, text: str = "") -> "ArticleDialog":
        """Ask for an article: pasted or a file."""
        dialog = dialogs.ArticleDialog(self.start_text, self.start_file, self._page.window(), text)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def start_text(self, text: str) -> None:
        """Read a pasted text and open its review."""
        today = self._context.today()
        self._start("读入文字", lambda session: keeping.read_pasted(session, text, today))

    def start_file(self, path: Path) -> None:
        """Read a file and open its review."""
        today = self._context.today()
        self._start(f"读入 {path.name}", lambda session: keeping.read_article(session, path, today))

    def go_on(self, review_id: int) -> None:
        """Open a review where it was left."""
        self._context.jobs.read(
            partial(keeping.open_review, review_id=review_id), on_result=self.open_review, owner=self
        )

    def _start(self, title: str, read: Callable[..., "ReadArticle"]) -> None:
        """Read a text while others may write, then begin its review."""
        self._context.jobs.long(
            lambda session, _step: read(session),
            title=title,
            on_result=self._begin,
            owner=self,
            show_after_ms=400,
            reads=True,
        )

    def _begin(self, article: "ReadArticle") -> None:
        self._context.jobs.write(
            lambda session: keeping.start_review(session, article), on_result=self.open_review, owner=self
        )

    def open_review(self, opened: "OpenReview") -> None:
        """Show a review in place of the sources."""
        self.close_review()
        view = self.view = intake_view.IntakeView(self._context, opened)
        view.left.connect(self._left)
        view.accepted.connect(self._accepted)
        self._show_page(False)
        self._page.body.addWidget(view, 1)
        view.show()
        view.setFocus()

    def close_review(self) -> None:
        """Show the sources again."""
        view, self.view = self.view, None
        if view is not None:
            self._page.body.removeWidget(view)
            view.hide()
            view.deleteLater()
            self._show_page(True)

    def _left(self) -> None:
        self.close_review()
        self._page.refresh()
        self._page.setFocus()

    def _accepted(self) -> None:
        self.close_review()
        self.registered.emit()
        self._page.setFocus()

    def _show_page(self, shown: bool) -> None:
        """Show or hide everything of the page but the review; the shown state of each part is its own."""
        outer = self._page.layout()
        for layout in (outer, self._page.body):
            for number in range(layout.count() if layout is not None else 0):
                item = layout.itemAt(number) if layout is not None else None
                widget = item.widget() if item is not None else None
                if widget is not None and widget is not self.view:
                    widget.setVisible(shown)
