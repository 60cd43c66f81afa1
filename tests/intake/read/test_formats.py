"""Every kind of file gives its text; what cannot be read gives one sentence."""

import base64
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from tracker.errors import InputError
from tracker.files.limits import LIMITS
from tracker.intake.read import document, pdf, reader
from tracker.intake.read.document import answer, read_document
from tracker.intake.read.docx import read_docx
from tracker.intake.read.pdf import without_margins
from tracker.intake.read.plain_text import decoded
from tracker.intake.read.quality import BLANK, NO_TEXT, RUBBISH, check_readable
from tracker.intake.read.reader import ArticleReader, load_bytes

TEXT = "关于园区发展的建议\r\n\r\n建议由市财政局牵头设立园区发展基金。\r\n"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, **parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", content)
    return buffer.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf_of(pages: int, content: bytes = b"") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("gb18030", "gb18030"),
        ("utf-16-le", "utf-16-le"),
    ],
)
def test_text_files_in_every_encoding(encoding: str, said: str) -> None:
    source = read_document(TEXT.encode(encoding), "文.txt")
    assert (source.text, source.encoding, source.format) == (TEXT, said, "txt")


def test_an_encoding_the_user_names() -> None:
    assert decoded("臺灣".encode("big5"), "big5") == ("臺灣", "big5")
    with pytest.raises(InputError, match="不认识编码"):
        decoded(b"x", "klingon")
    with pytest.raises(InputError, match="不是 utf-8 编码"):
        decoded("建议".encode("gb18030"), "utf-8")


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(InputError, match="认不出文件的文字编码"):
        decoded(b"abc\xff\xff " * 50)
    with pytest.raises(InputError, match="文件里不是文字"):
        decoded(bytes(range(1, 256)) * 4)


def test_docx_gives_paragraphs_tables_and_headings_in_order() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p('任务')}</w:tc><w:tc>{p('建立台账')}</w:tc></w:tr></w:tbl>"
    styles = f'<w:styles xmlns:w="{W}"><w:style w:styleId="H"><w:name w:val="heading 1"/></w:style></w:styles>'
    body = p("一、任务", '<w:pStyle w:val="H"/>') + p("前文写在这里。") + table + p("后文写在这里。")
    source = read_document(docx(body, styles=styles), "文.docx")
    assert source.text == "一、任务\n前文写在这里。\n任务\t建立台账\n后文写在这里。"
    assert [(source.text[s:e], level) for s, e, level in source.marks] == [("一、任务", 1)]
    assert (source.wrapped, source.encoding) == (False, None)


def test_docx_accepts_changes_and_keeps_notes_apart() -> None:
    body = (
        "<w:p><w:r><w:t>建立</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>机制。</w:t></w:r></w:p>"
    )
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{p("脚注的话")}</w:footnote></w:footnotes>'
    source = read_document(docx(body, footnotes=notes), "文.docx")
    assert source.text == "建立新机制。"
    assert source.notes == ("文件有 1 条脚注或尾注，未计入正文",)


def test_docx_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('框里的话。')}</w:txbxContent>"
    twice = f"<w:r><w:pict>{box}</w:pict></w:r><w:r><w:Fallback>{box}</w:Fallback></w:r>"
    body = f"<w:p><w:r><w:t>正文的话。</w:t></w:r>{twice}</w:p>"
    assert read_document(docx(body), "文.docx").text == "正文的话。\n框里的话。"


def test_docx_automatic_numbers_are_written_out() -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="3">{level}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
    )
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
    source = read_document(docx(p("总体要求", number) + p("重点任务", number), numbering=numbering), "文.docx")
    assert source.text == "一、总体要求\n二、重点任务"


HTML = (
    '<html><head><meta charset="{}"><title>不算</title><script>var a=1</script></head><body><nav>首页</nav>'
    "<h1>园区建议</h1><p>建议由<b>市财政局</b>\n牵头。</p><footer>版权</footer></body></html>"
)


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_web_pages(charset: str) -> None:
    source = read_document(HTML.format(charset).encode("gb18030" if charset == "gb2312" else charset), "文.html")
    assert (source.format, source.text) == ("html", "园区建议\n建议由市财政局牵头。")
    assert source.marks[0][2] == 0


def test_a_page_that_lies_about_its_encoding() -> None:
    assert "市财政局" in read_document(HTML.format("utf-8").encode("gb18030"), "文.html").text


def test_saved_web_archives() -> None:
    content = base64.encodebytes(HTML.format("utf-8").encode()).decode()
    mht = f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{content}"
    source = read_document(mht.encode(), "文.mht")
    assert (source.format, source.text) == ("mht", "园区建议\n建议由市财政局牵头。")
    with pytest.raises(InputError, match="没有正文"):
        read_document(b"MIME-Version: 1.0\nContent-Type: image/png\n\nx", "文.mht")


def test_a_pdf_gives_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    class Page:
        def extract_text(self, **_: object) -> str:
            return "园区建议\n建议由市财政局牵头设立基金。\n- 1 -"

    class Reader:
        is_encrypted = False
        pages: Sequence[Any] = (Page(),)

        def __init__(self, *_: object, **__: object) -> None: ...

    monkeypatch.setattr("pypdf.PdfReader", Reader)
    source = read_document(b"%PDF-1.7 ...", "文.pdf")
    assert (source.format, source.text) == ("pdf", "园区建议\n建议由市财政局牵头设立基金。")


def test_lines_that_recur_on_pages_are_no_text() -> None:
    pages = [["内部参阅", *body, f"第 {n} 页"] for n, body in enumerate(("春夏秋", "东南西", "甲乙丙"), 1)]
    assert without_margins(pages) == [["春", "夏", "秋"], ["东", "南", "西"], ["甲", "乙", "丙"]]
    assert without_margins([["只有一页", "正文"]]) == [["只有一页", "正文"]]


def encrypted_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_of(1))))
    writer.encrypt("geheim", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "文件是空的"),
        (b" \r\n ", "文件是空的"),
        (OLE + bytes(600), "另存为 .docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "设了打开密码"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "文件是图片"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "文件是图片"),
        (b"{\\rtf1 x}", "RTF"),
        (b"Rar!\x1a\x07", "压缩包"),
        (pdf_of(2), NO_TEXT),
        (b"%PDF-1.4\nnonsense", "PDF 已损坏"),
        (encrypted_pdf(), "设了打开密码"),
        (b"PK\x03\x04 broken", "已损坏"),
        (docx("<w:p>"), "已损坏"),
        (docx(""), NO_TEXT),
        ("\ufeff \n\u3000\n".encode(), BLANK),
        (b"<html><body> <p></p></body></html>", BLANK),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence.replace("（", ".").replace("）", ".")):
        read_document(data, "文.bin")


def hostile(document_xml: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", document_xml)
    return buffer.getvalue()


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + f'<w:document xmlns:w="{W}">&b;</w:document>'


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (hostile(BOMB), "实体声明"),
        (hostile(f'<w:document xmlns:w="{W}">' + "<w:tbl>" * 200 + "</w:tbl>" * 200 + "</w:document>"), "嵌套太深"),
        (hostile("<x>" + " " * 60_000_000 + "</x>"), "不予读取"),
        (docx(p("建议" * 1_200_000)), "不予读取"),
    ],
)
def test_hostile_documents_are_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        read_document(data, "坏.docx")


def test_rubbish_of_a_broken_font_is_refused() -> None:
    with pytest.raises(InputError, match="不成句"):
        check_readable("".join(chr(0x7A00 + 7 * n % 2000) for n in range(300)))
    with pytest.raises(InputError, match="不成句"):
        check_readable("\ue001\ue002\ufffd" * 30)
    assert RUBBISH != NO_TEXT
    check_readable(TEXT)


def test_answers_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer(b"", "文.txt", None) == "文件是空的，没有可读的文字。"

    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(document, "read_document", exhausted)
    assert answer(b"x", "文.txt", None) == document.TOO_MUCH_MEMORY


def test_a_child_reads_many_files_and_names_the_bad_one(tmp_path: Path) -> None:
    good, bad = tmp_path / "好.txt", tmp_path / "坏.pdf"
    good.write_bytes(TEXT.encode("gb18030"))
    bad.write_bytes(pdf_of(1))
    with ArticleReader() as articles:
        assert articles.read(good).text == TEXT
        with pytest.raises(InputError, match=r"「坏\.pdf」文件里没有文字"):
            articles.read(bad)
        assert articles.read(good).encoding == "gb18030"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with ArticleReader() as articles, pytest.raises(InputError, match=r"「没有\.txt」找不到"):
        articles.read(tmp_path / "没有.txt")


def test_folders_and_huge_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="不是文件"):
        load_bytes(tmp_path)
    large = tmp_path / "大.txt"
    large.write_bytes(b"x" * 40)

    class Small:
        file_bytes = 20

    monkeypatch.setattr(reader, "LIMITS", Small)
    with pytest.raises(InputError, match="超过"):
        load_bytes(large)
    assert LIMITS.file_bytes > 20


def test_pages_beyond_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_MOST_PAGES", 1)
    with pytest.raises(InputError, match="超过 1 页"):
        pdf.read_pdf(pdf_of(2))


@pytest.mark.parametrize(
    ("entries", "compression", "sentence"),
    [
        ([f"word/{n}.xml" for n in range(LIMITS.zip_entries + 1)], zipfile.ZIP_STORED, "不像正常的文档"),
        (["word/document.xml"], zipfile.ZIP_LZMA, "请用 Word 或 WPS 另存为 .docx 再选"),
        (["word/../../x.xml"], zipfile.ZIP_STORED, "不予读取"),
    ],
)
def test_a_refused_docx_is_called_a_document(entries: list[str], compression: int, sentence: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as package:
        for name in ("[Content_Types].xml", *entries):
            package.writestr(name, "<w/>")
    with pytest.raises(InputError) as refusal:
        read_docx(buffer.getvalue())
    assert sentence in refusal.value.sentence
    assert "工作簿" not in refusal.value.sentence
    assert "Excel" not in refusal.value.sentence


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("xl/workbook.xml", "Excel 工作簿"),
        ("ppt/presentation.xml", "演示文稿"),
        ("OFD.xml", "OFD 版式文件"),
        ("content.xml", "OpenDocument 文档"),
        ("META-INF/container.xml", "电子书"),
        ("readme.txt", "压缩包，请先解压"),
    ],
)
def test_other_packages_are_called_what_they_are(part: str, words: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(part, "x")
    with pytest.raises(InputError, match=words):
        read_document(buffer.getvalue(), "文.docx")


@pytest.mark.parametrize(
    "data",
    [
        b"BM\x36\x10\x00\x00\x00\x00\x00\x00\x36\x00",
        b"\x89PNG\r\n\x1a\n",
        b"\x00\x00\x00\x18ftypheic\x00\x00",
        b"\xff\xd8\xff\xe0",
    ],
)
def test_a_picture_is_one_whatever_it_is_called(data: bytes) -> None:
    with pytest.raises(InputError, match="是图片"):
        read_document(data + b"\x01" * 64, "文.pdf")


def test_a_text_that_begins_like_a_bitmap_is_a_text() -> None:
    assert read_document("BMW 园区建议由市财政局设立发展基金。".encode(), "文.txt").format == "txt"


def test_a_locked_package_is_a_document_not_a_workbook() -> None:
    data = bytearray(docx(p("园区")))
    for sign in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.index(sign) + (6 if sign == b"PK\x03\x04" else 8)
        data[at] |= 1
    with pytest.raises(InputError, match="请去掉密码后再选") as refused:
        read_docx(bytes(data))
    assert "对方" not in refused.value.sentence
