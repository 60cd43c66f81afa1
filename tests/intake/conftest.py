"""Texts and files for the intake, all written for the tests."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.intake.propose import propose
from tracker.intake.read.source_text import SourceText
from tracker.model.rows.intake import (
    Candidate,
    KnownOffice,
    KnownRecommendation,
    LedgerKnowledge,
    Proposal,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

KNOWLEDGE = LedgerKnowledge(
    (
        KnownOffice("市经信局", ("市经济和信息化局", "经信局")),
        KnownOffice("市财政局", ("财政局",)),
        KnownOffice("市教育局", ("教育局",)),
        KnownOffice("市科技局", ()),
        KnownOffice("人行江海市中心支行", ("人民银行江海市分行",)),
        KnownOffice("各区（县、市）", ()),
    ),
    (
        KnownRecommendation(
            "A1", "建设工业互联网平台", "建设面向中小企业的工业互联网公共服务平台", ("数字化",), "市经信局"
        ),
        KnownRecommendation("A2", "严格保护专利和商标", "侵犯专利的案件从快办理，从重处罚", ("知识产权",), ""),
        KnownRecommendation("A3", "培育技能人才", "开展企业新型学徒制", ("人才",), ""),
    ),
)


def article(body: str, heading: str = "四、对策建议") -> str:
    """Put sentences below a heading in an article of the usual shape."""
    return (
        f"关于园区发展的调研报告\n\n课题组\n\n一、基本情况\n\n园区现有企业不少，但服务跟不上。\n\n{heading}\n\n{body}\n"
    )


@pytest.fixture
def proposed() -> Callable[..., Proposal]:
    def run(text: str, knowledge: LedgerKnowledge = KNOWLEDGE, *, wrapped: bool = True) -> Proposal:
        return propose(SourceText("文.txt", "txt", text, wrapped=wrapped), knowledge)

    return run


@pytest.fixture
def leaves(proposed: Callable[..., Proposal]) -> Callable[..., list[Candidate]]:
    """Return the actions proposed for sentences below a heading."""

    def run(body: str, heading: str = "四、对策建议") -> list[Candidate]:
        return [c for c in proposed(article(body, heading)).candidates if c.kind.value in ("task", "subtask")]

    return run


def docx_bytes(body: str, **parts: str) -> bytes:
    """Return a .docx with this XML inside the body; other parts by name, `_` for `/`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", content)
    return buffer.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph of a .docx."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf_bytes(content: bytes = b"") -> bytes:
    """Return a small PDF of one page with this content stream, its references in order."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        start,
    )


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def run(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return run
