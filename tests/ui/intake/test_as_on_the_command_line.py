"""A file dropped on the window is reviewed with exactly what the command line proposes for it."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from tests.keyboard import Keyboard
from tracker.__main__ import main
from tracker.desktop import Desktop
from tracker.model.intake_review.pieces import Piece

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NOTICE = (
    "关于做好园区服务的督办通知\n\n各区县：\n\n一、公共食堂\n\n请市经信局于10月底前建成两处公共食堂，并公布菜价。"
    "个别园区的食堂没有装油烟净化器。\n\n二、接驳巴士\n\n市公安局先把站牌立起来；所需资金由市财政局安排。\n"
)
ROWS = (
    ("序号", "任务", "责任单位", "完成时限"),
    ("1", "建设园区公共食堂20处", "市经信局、市财政局", "6月底"),
    ("2", "开通园区巴士", "市公安局", "长期坚持"),
)
FIELDS = ("id", "kind", "parent", "title", "spans", "quote", "path", "themes", "lead_office", "office_named",
          "co_offices", "due_text", "due_on", "indicators", "score", "reasons", "flags")  # fmt: skip


def words(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx() -> bytes:
    table = "".join("<w:tr>" + "".join(f"<w:tc>{words(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in ROWS)
    body = words("园区服务任务分解表") + f"<w:tbl>{table}</w:tbl>" + words("要尽快开设园区职工夜校。")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return buffer.getvalue()


def page() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    return f"<html><body><h1>园区服务</h1><p>应当延长班车时间。</p><table>{rows}</table></body></html>".encode()


def shape(piece: Piece) -> dict[str, Any]:
    """Return a piece of the review as the command line would print it."""
    said: dict[str, Any] = json.loads(json.dumps({name: getattr(piece, name) for name in FIELDS}, default=str))
    return said | {"lead_office": said["lead_office"] or None, "due_text": said["due_text"] or None}


@pytest.mark.parametrize(
    ("name", "data"),
    [("通知.txt", NOTICE.encode("gb18030")), ("任务.docx", docx()), ("服务.html", page())],
)
def test_the_review_shows_what_the_command_line_prints(
    day: Desktop, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes
) -> None:
    keys = Keyboard(day, qtbot)
    path = tmp_path / name
    path.write_bytes(data)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    day.window.dropEvent(QDropEvent(QPointF(700, 400), copy, dropped, left, Qt.KeyboardModifier.NoModifier))
    keys.settle()
    keys.press(Qt.Key.Key_Return)  # what it is for: an article to be reviewed
    review = day.window.page().intake.view.review  # type: ignore[attr-defined]

    capsys.readouterr()
    base = ["--data", str(tmp_path / "another"), "--today", day.context.today().isoformat()]
    assert main([*base, "intake", str(path), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    candidates = [{field: candidate[field] for field in FIELDS} for candidate in printed["candidates"]]
    assert [shape(piece) for piece in review.pieces() if not piece.folded] == candidates
    assert len(candidates) > 2
    assert printed["text"] == review.proposal.text
