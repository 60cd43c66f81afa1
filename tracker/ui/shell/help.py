"""帮助: the page of the manual that belongs to the page shown, and the way to the others."""

from pathlib import Path

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QTextBrowser, QWidget

from tracker import paths
from tracker.ui.theme.fonts import font
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.dialog import Dialog

#: File name without its ending, and the word in the list.
TOPICS = (
    ("guide", "开始使用"),
    ("tour", "十图导览"),
    ("today", "今日"),
    ("overview", "总览"),
    ("ledger", "台账"),
    ("timeline", "时间轴"),
    ("indicators", "指标"),
    ("exchange", "往来"),
    ("mail", "联系人、邮件与U盘"),
    ("evidence", "佐证"),
    ("papers", "出文"),
    ("papers-templates", "出文的模板"),
    ("sources", "来源与核对"),
    ("office", "单位"),
    ("lights", "亮灯与规则"),
    ("deadlines", "时限、延期与更正"),
    ("history", "撤销、历史与备份"),
    ("backup", "备份与恢复"),
    ("desks", "多台电脑共用"),
    ("install", "安装、升级与搬迁"),
)

_SIZES = {1: 16, 2: 14, 3: 13}  # px by the level of a heading
_LINE, _TITLE_LINE = 22, 24
_INDENT = 20  # px of a list

#: Pages of the window that are explained on the page of another.
_SHARED = {"offices": "office"}


def help_file(key: str) -> Path:
    """Return the page of the manual for a page of the window, the beginning where it has none."""
    path = paths.resources_dir() / "help" / f"{_SHARED.get(key, key)}.md"
    return path if path.is_file() else path.with_name("guide.md")


def set_type(document: QTextDocument) -> None:
    """Give a page the sizes of the look: titles 16, headings 14, text 13 on lines of 22, tables with hairlines."""
    block, tokens = document.begin(), current()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        cursor, lines = QTextCursor(block), block.blockFormat()
        if "\ufffc" not in block.text():  # a picture is as high as it is
            lines.setLineHeight(_TITLE_LINE if level else _LINE, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        lines.setTopMargin(12 if level > 1 else 0)
        lines.setBottomMargin(6 if not block.textList() else 0)
        cursor.setBlockFormat(lines)
        for start, end, sizes in _pieces(block):
            sizes.clearProperty(QTextFormat.Property.FontSizeAdjustment)  # what Markdown says of a heading
            sizes.setProperty(QTextFormat.Property.FontPixelSize, _SIZES.get(level, 13))
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(sizes)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            look = frame.format()
            look.setBorder(1)
            look.setBorderBrush(QColor(tokens.line2))
            look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)  # else half the lines are white
            look.setBorderCollapse(True)
            look.setCellPadding(6)
            frame.setFormat(look)


def _pieces(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Return the stretches of a block with a format of their own; pictures are left as they are."""
    pieces, at = [], block.begin()
    while not at.atEnd():
        piece = at.fragment()
        if piece.isValid() and not piece.charFormat().isImageFormat():
            pieces.append((piece.position(), piece.position() + piece.length(), piece.charFormat()))
        at += 1
    return pieces


class HelpDialog(Dialog):
    """The list of topics at the left, the text at the right; links lead on inside."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__("帮助", "", 960, parent, height=664, ruled=True)
        self.topics = QListWidget()
        self.topics.setAccessibleName("帮助主题")
        self.topics.setFont(font("body"))
        self.topics.setFixedWidth(168)
        self.text = QTextBrowser()
        self.text.setProperty("kind", "reading")
        self.text.setAccessibleName("帮助内容")
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        self._keys = [name for name, _ in TOPICS if help_file(name).stem == name]
        self.topics.addItems([word for name, word in TOPICS if name in self._keys])
        for row in range(self.topics.count()):
            self.topics.item(row).setSizeHint(QSize(0, 32))
        row_box = QHBoxLayout()
        row_box.setContentsMargins(20, 12, 8, 12)
        row_box.setSpacing(16)
        row_box.addWidget(self.topics)
        row_box.addWidget(self.text, 1)
        self.body.addLayout(row_box)
        self.topics.currentRowChanged.connect(lambda row: self.show_topic(self._keys[row]))
        self.add_button("关闭", "outlined", self.accept).setDefault(True)
        self.show_topic(help_file(key).stem)
        self.topics.setFocus()

    def show_topic(self, key: str) -> None:
        """Show a page of the manual and mark it in the list."""
        document = QTextDocument(self.text)
        document.setDefaultFont(font("body"))
        document.setDocumentMargin(8)
        document.setIndentWidth(_INDENT)
        document.setBaseUrl(QUrl.fromLocalFile(f"{help_file(key).parent}/"))
        document.setMarkdown(help_file(key).read_text(encoding="utf-8"))
        set_type(document)
        self.text.setDocument(document)
        self.setWindowTitle(f"帮助：{dict(TOPICS).get(key, '')}")
        if key in self._keys:
            self.topics.setCurrentRow(self._keys.index(key))

    def _follow(self, url: QUrl) -> None:
        if url.isRelative() and url.path().endswith(".md"):
            self.show_topic(Path(url.path()).stem)
        else:
            QDesktopServices.openUrl(url)
