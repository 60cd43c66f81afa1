"""The left of 来源: search, kind, and the list of sources with those put away at its end."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.enums import LightColour
from tracker.model.rows import ArticleRow
from tracker.model.source_words import SourceKind
from tracker.ui.sources.lists import RowsView, article_list
from tracker.ui.widgets.chip import Chip
from tracker.ui.widgets.fields import SearchField

WIDTH = 240


class SourceList(QWidget):
    """Says which source is looked at; what search or kind hides stays chosen until another one is."""

    picked = Signal(object)  # ArticleRow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self._sources: tuple[ArticleRow, ...] = ()
        self._lights: Mapping[str, Mapping[LightColour, int]] = {}
        self._only: frozenset[str] = frozenset()
        self.search = SearchField("搜索来源")
        self.search.setAccessibleName("搜索来源")
        self.kind = Chip("类别")
        self.view: RowsView = article_list()
        self.view.setAccessibleName("来源")
        row = QHBoxLayout()
        row.setContentsMargins(16, 10, 8, 8)
        row.setSpacing(6)
        row.addWidget(self.search, 1)
        row.addWidget(self.kind)
        self._bar = QWidget()
        self._bar.setLayout(row)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._bar)
        box.addWidget(self.view, 1)
        self.view.picked.connect(self.picked)
        self.search.searched.connect(lambda _text: self._show())
        self.search.left_down.connect(self.view.setFocus)
        self.kind.value_changed.connect(lambda _value: self._show())

    def current(self) -> ArticleRow | None:
        """Return the source that is looked at."""
        index = self.view.currentIndex()
        row = self.view.rows.rows[index.row()] if index.isValid() else None
        return row if isinstance(row, ArticleRow) else None

    def set_sources(self, sources: Sequence[ArticleRow], wanted: str = "") -> None:
        """Show sources; the one with the code `wanted`, else the one before, else the first with work is chosen."""
        before = self.current()
        self._sources = self._lit(sources)
        counts = Counter(source.kind for source in sources)
        self.kind.set_options([(kind.value, f"{kind.word} {counts[kind]:,}") for kind in SourceKind if counts[kind]])
        self.kind.setVisible(len(counts) > 1)
        if not any(source.code == wanted for source in sources):
            wanted = ""
        if wanted:
            self._clear()
        self._show(wanted or (before.code if before is not None else ""))

    def show_lights(self, lights: Mapping[str, Mapping[LightColour, int]]) -> None:
        """Show how many tasks of each source are red and amber; what is chosen stays."""
        self._lights = lights
        self._sources = self._lit(self._sources)
        known = {source.code: source for source in self._sources}
        rows = self.view.rows.rows
        self.view.rows.set_rows([known.get(row.code, row) if isinstance(row, ArticleRow) else row for row in rows])

    def _lit(self, sources: Sequence[ArticleRow]) -> tuple[ArticleRow, ...]:
        counts = ((source, self._lights.get(source.code, {})) for source in sources)
        return tuple(
            replace(source, red=lights.get(LightColour.RED, 0), amber=lights.get(LightColour.AMBER, 0))
            for source, lights in counts
        )

    def choose(self, code: str) -> bool:
        """Choose a source by its code, whatever is searched; tell whether it is there."""
        if not any(source.code == code for source in self._sources):
            return False
        if code not in {row.code for row in self.shown()}:
            self._clear()
            self._show(code)
        numbers = [row.code if isinstance(row, ArticleRow) else "" for row in self.view.rows.rows]
        self.view.pick(numbers.index(code))
        return True

    def show_only(self, codes: frozenset[str]) -> None:
        """List only the sources with these codes, all again for none."""
        self._only = codes
        self._clear()
        self._show()

    def shown(self) -> tuple[ArticleRow, ...]:
        """Return the sources that search and kind let through, as they are listed."""
        return tuple(row for row in self.view.rows.rows if isinstance(row, ArticleRow))

    def kind_wanted(self) -> SourceKind | None:
        """Return the kind that the list is narrowed to."""
        value = self.kind.value()
        return SourceKind(value) if isinstance(value, str) else None

    def _clear(self) -> None:
        """Take search and kind off without showing anything yet."""
        for widget in (self.search, self.kind):
            widget.blockSignals(True)
        self.search.clear()
        self.kind.set_value(None)
        for widget in (self.search, self.kind):
            widget.blockSignals(False)

    def _show(self, wanted: str = "") -> None:
        current = self.current()
        wanted = wanted or (current.code if current is not None else "")
        sources = [source for source in self._sources if not self._only or source.code in self._only]
        rows = listed(sources, self.search.text(), self.kind_wanted())
        self.view.rows.set_rows(rows)
        codes = [row.code if isinstance(row, ArticleRow) else "" for row in rows]
        if not wanted:  # begin where there is work
            first = next((row.code for row in rows if isinstance(row, ArticleRow) and row.tasks), "")
            wanted = first or next(filter(None, codes), "")
        if wanted not in codes and self._only:
            wanted = next(filter(None, codes), "")
        if wanted not in codes or not wanted:
            return
        number = codes.index(wanted)
        if self.view.currentIndex().row() == number:
            self.picked.emit(rows[number])
        else:
            self.view.setCurrentIndex(QModelIndex())
            self.view.pick(number)


def listed(sources: Iterable[ArticleRow], search: str = "", kind: SourceKind | None = None) -> list[ArticleRow | str]:
    """Return the sources that have all words and the kind; those put away stand last under a heading of their own."""
    words = search.lower().split()
    passing = [
        source for source in sources if kind in (None, source.kind) and all(word in _text(source) for word in words)
    ]
    away = [source for source in passing if source.retired]
    heading = [f"归档 {len(away):,}"] if away else []
    return [*(source for source in passing if not source.retired), *heading, *away]


def _text(source: ArticleRow) -> str:
    parts = (
        source.code, source.title, source.short_title, source.number, source.sender, source.leader,
        *source.authors, source.affiliation, source.kind.word,
    )  # fmt: skip
    return " ".join(parts).lower()
