"""帮助: the page of the manual that belongs to the page shown, and the way to the others."""

from pathlib import Path

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QTextBrowser, QWidget

from tracker import paths
from tracker.ui.theme.fonts import font
from tracker.ui.widgets.dialog import Dialog

#: File name without its ending, and the word in the list.
TOPICS = (
    ("guide", "开始使用"),
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

#: Pages of the window that are explained on the page of another.
_SHARED = {"offices": "office"}


def help_file(key: str) -> Path:
    """Return the page of the manual for a page of the window, the beginning where it has none."""
    path = paths.resources_dir() / "help" / f"{_SHARED.get(key, key)}.md"
    return path if path.is_file() else path.with_name("guide.md")


class HelpDialog(Dialog):
    """The list of topics at the left, the text at the right; links lead on inside."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__("帮助", "", 960, parent, height=664, ruled=True)
        self.topics = QListWidget()
        self.topics.setAccessibleName("帮助主题")
        self.topics.setFont(font("body"))
        self.topics.setFixedWidth(168)
        self.text = QTextBrowser()
        self.text.setAccessibleName("帮助内容")
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        self._keys = [name for name, _ in TOPICS if help_file(name).stem == name]
        self.topics.addItems([word for name, word in TOPICS if name in self._keys])
        for row in range(self.topics.count()):
            self.topics.item(row).setSizeHint(QSize(0, 32))
        row_box = QHBoxLayout()
        row_box.setContentsMargins(16, 12, 8, 12)
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
        document.setMarkdown(help_file(key).read_text(encoding="utf-8"))
        self.text.setDocument(document)
        self.setWindowTitle(f"帮助：{dict(TOPICS).get(key, '')}")
        if key in self._keys:
            self.topics.setCurrentRow(self._keys.index(key))

    def _follow(self, url: QUrl) -> None:
        if url.isRelative() and url.path().endswith(".md"):
            self.show_topic(Path(url.path()).stem)
        else:
            QDesktopServices.openUrl(url)
