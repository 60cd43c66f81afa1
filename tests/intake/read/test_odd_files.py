"""Files that are not what they seem, or hold more than one sees: the right text, or one sentence."""

import io
import zipfile

import pytest
from pypdf import PdfReader, PdfWriter

from tests.intake.conftest import docx_bytes, paragraph, pdf_bytes
from tracker.errors import InputError
from tracker.intake.read import document
from tracker.intake.read.document import answer, read_document

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
TEXT = "關於園區發展的建議\n\n我們認為應當由市財政局設立園區發展基金，這個問題不能再等了，大家都在看。\n"


def with_aes() -> bytes:
    """Return a PDF that may be opened without password, its words locked by AES as most programs do."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_bytes(b"BT /F1 12 Tf (abc) Tj ET"))))
    writer.encrypt("", owner_password="geheim", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    filters = b"/CF <</StdCF <</CFM /AESV2 /AuthEvent /DocOpen /Length 16>>>> /StmF /StdCF /StrF /StdCF"
    data = buffer.getvalue().replace(b"/V 2", b"/V 4").replace(b"/R 3", b"/R 4")
    return data.replace(b"/Filter /Standard", b"/Filter /Standard " + filters)


def packed(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (with_aes(), "PDF 加了密"),
        (OLE + "Workbook".encode("utf-16-le"), "旧版 Excel 或 WPS 表格.*另行导入"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "旧版演示文稿"),
        (OLE + "__substg1.0_001A001F".encode("utf-16-le"), "Outlook 邮件"),
        (OLE + "WordDocument".encode("utf-16-le"), "旧版 Word.*另存为 .docx"),
        (OLE, "旧版 Word 或 WPS"),
        (packed("通知.docx", "附件.xlsx"), "压缩包，请先解压"),
        (packed("[Content_Types].xml", "a.xml"), "不是 Word 文档"),
        (("鑫犇猋骉" * 20).encode("gb18030"), "多半是文字编码不对"),
    ],
)
def test_what_cannot_be_read_is_called_what_it_is(data: bytes, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        read_document(data, "文.docx")


def test_whatever_a_library_stumbles_over_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr(document, "_pdf", stumble)
    assert answer(b"%PDF-1.7", "文.pdf", None) == document.UNREADABLE


def test_text_in_big5_is_known_without_being_named() -> None:
    source = read_document(TEXT.encode("big5"), "文.txt")
    assert (source.text, source.encoding) == (TEXT, "big5")


def test_simplified_text_of_rare_words_stays_what_it_is() -> None:
    words = "鳜鲈鲟鲤鲫鳙鲢鳊"
    source = read_document(words.encode("gb18030"), "文.txt")
    assert (source.text, source.encoding) == (words, "gb18030")


def test_a_mail_gives_its_words_without_its_headers() -> None:
    lines = ("From: <a@b.cn>", "Subject: x", "MIME-Version: 1.0", "Content-Type: text/plain; charset=gb2312")
    head = "\r\n".join(lines) + "\r\n\r\n"
    source = read_document(head.encode() + "建议设立园区发展基金。".encode("gb18030"), "信.eml")
    assert (source.text, source.encoding) == ("建议设立园区发展基金。", "gb18030")


def test_hidden_words_of_a_docx_are_left_out_and_said() -> None:
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见的话。</w:t></w:r></w:p>"
    shown = '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>看得见的话。</w:t></w:r></w:p>'
    source = read_document(docx_bytes(paragraph("建议设立基金。") + hidden + shown), "文.docx")
    assert source.text == "建议设立基金。\n看得见的话。"
    assert ["隐藏的文字" in note for note in source.notes] == [True]


def test_rows_struck_out_of_a_docx_table_are_left_out() -> None:
    cell = "<w:tc>{}</w:tc>"
    kept = "<w:tr>" + cell.format(paragraph("任务")) + cell.format(paragraph("责任单位")) + "</w:tr>"
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + cell.format(paragraph("旧")) + cell.format(paragraph("旧局")) + "</w:tr>"
    assert read_document(docx_bytes(f"<w:tbl>{kept}{gone}</w:tbl>"), "文.docx").text == "任务\t责任单位"


def test_comments_of_a_docx_are_no_text() -> None:
    words = f'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{paragraph("批注")}</w:comments>'
    assert read_document(docx_bytes(paragraph("建议设立基金。"), comments=words), "文.docx").text == "建议设立基金。"


@pytest.mark.parametrize(
    "unseen",
    [
        '<div style="display: none">看不见<div>里面</div></div>',
        "<p hidden>看不见",
        '<span style="visibility:hidden">看不见</span>',
        "<textarea>看不见</textarea>",
    ],
)
def test_what_a_web_page_does_not_show_is_no_text(unseen: str) -> None:
    page = f"<html><body>{unseen}<p>建议设立基金。</p></body></html>"
    assert read_document(page.encode(), "文.html").text == "建议设立基金。"


def test_a_page_that_is_one_form_is_read() -> None:
    page = "<html><head><title>x</title><body><form id=f><input type=hidden value=1><p>建议设立基金。</p></form></html>"
    assert read_document(page.encode(), "文.html").text == "建议设立基金。"


def test_cells_that_claim_to_go_over_millions_of_columns() -> None:
    wide = "<tr><td colspan=99999999 rowspan=99999999>任务</td><td>单位</td></tr>"
    page = f"<table>{wide}<tr><td>甲</td><td>乙</td></tr></table>"
    source = read_document(page.encode(), "文.html")
    assert source.text.split() == ["任务", "单位", "甲", "乙"]
    assert max(len(row) for table in source.tables for row in table) < 200
