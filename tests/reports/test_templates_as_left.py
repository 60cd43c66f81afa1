"""Eighteen templates as Word, WPS and people leave them, and eight files that are none."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from resources.packaging.papers.sheet import Page, package
from resources.packaging.papers.words import cell, paragraph, row, run, table
from tracker.errors import InputError
from tracker.reports.fill import fill_template
from tracker.reports.names import CIRCULAR
from tracker.reports.template_files import shipped_template
from tracker.reports.template_parts import paragraphs_of, text_of

Make = Callable[..., Path]
ROWS = [{"名次": 1, "单位": "市教育局"}, {"名次": 2, "单位": "市科技局"}]
VALUES = {"任务总数": 95, "引言": "引言在此", "单位排名": ROWS}


def p(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def bold(text: str) -> str:
    return run(text, "<w:b/>")


def rows(*lines: tuple[str, ...]) -> str:
    return table([40, 40], [row(cell(40, paragraph(text, "TableText")) for text in line) for line in lines])


PROOF = '<w:proofErr w:type="spellStart"/>'
BOOKMARK = '<w:bookmarkStart w:id="1" w:name="x"/>'
DELETED = '<w:del w:id="2" w:author="a"><w:r><w:delText>红灯 }} {{ 乱写</w:delText></w:r></w:del>'
INSERTED = f'<w:ins w:id="3" w:author="a">{run("任务总数")}</w:ins>'
ALONE = f"</w:p>{p(run('有'))}{p(run('{%p endif %}'))}</w:tc></w:tr>"
CHOICE = ("{%p if 要求 %}", "有", "{%p else %}", "没有", "{%p endif %}")
BOX = (
    '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent>'
    f"{p(run('框里{{ 任务总数 }}'))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)
#: What was written, and the paragraphs that come out.
LEFT = {
    "proofing marks": (p(run("共{{ "), PROOF, run("任务总数"), PROOF, run(" }}项")), ["共95项"]),
    "bold in the middle": (p(run("共{{ 任务"), bold("总数 }}"), run("项")), ["共95项"]),
    "braces apart": (p(run("共{"), run("{ 任务总数 }"), bold("}"), run("项")), ["共95项"]),
    "a bookmark": (p(run("共{{ 任务总"), BOOKMARK, run("数 }}项")), ["共95项"]),
    "a line break inside": (p(run("共{{ 任务总数"), "<w:r><w:br/></w:r>", run(" }}项")), ["共95项"]),
    "a tracked insertion": (p(run("共{{ "), INSERTED, run(" }}项")), ["共95项"]),
    "a tracked deletion": (p(run("共{{ 任务总数"), DELETED, run(" }}项")), ["共95项"]),
    "full-width spaces": (p(run("共{{　任务总数　}}项")), ["共95项"]),
    "no spaces": (p(run("共{{任务总数}}项")), ["共95项"]),
    "curly quotes around": (p(run("“{{ 任务总数 }}”")), ["“95”"]),
    "several in one paragraph": (p(run("{{ 任务总数 }}/{{ 任务总"), run("数 }}，{{ 引言 }}")), ["95/95，引言在此"]),
    "an inline condition": (p(run("共{{ 任务总数 }}项{% if 引言 %}，有{% else %}，无{% endif %}。")), ["共95项，有。"]),
    "a paragraph loop": (
        p(run("{% p for 行 in 单位排名 %}")) + p(run("{{ 行.名次 }}、{{ 行.单位 }}")) + p(run("{%p endfor %}")),
        ["1、市教育局", "2、市科技局"],
    ),
    "a condition that does not hold": (
        "".join(p(run(text)) for text in CHOICE), ["没有"],
    ),
    "a table loop split over runs": (
        rows(("{%tr for 行 in 单位排名 %}", ""), ("{{ 行.名次 }}", "{{ 行.单位 }}"), ("{%tr endfor %}", "")),
        ["1", "市教育局", "2", "市科技局"],
    ),
    "a cell that loses its only paragraph": (
        rows(("甲", "{%p if 要求 %}")).replace("</w:p></w:tc></w:tr>", ALONE),
        ["甲", ""],
    ),
    "a text box": (BOX, ["", "框里95"]),
    "nothing left out": (p(run("没有标记")), ["没有标记"]),
}  # fmt: skip


def texts(content: bytes) -> list[str]:
    return [text_of(paragraph.element) for paragraph in paragraphs_of(docx.Document(io.BytesIO(content)).element.body)]


def test_there_are_eighteen() -> None:
    assert len(LEFT) == 18


@pytest.mark.parametrize("name", LEFT)
def test_a_template_is_filled_whole(template: Make, name: str) -> None:
    body, expected = LEFT[name]
    assert texts(fill_template(template(body), CIRCULAR, VALUES)) == expected


def test_headers_and_footers_are_filled(template: Make, with_parts: Callable[..., bytes]) -> None:
    footer = (
        '<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"{p(run('共{{ 任务'), bold('总数 }}项'))}</w:ftr>"
    )
    path = template("正文")
    path.write_bytes(with_parts(path.read_bytes(), {"word/footer1.xml": footer.encode()}))
    document = docx.Document(io.BytesIO(fill_template(path, CIRCULAR, VALUES)))
    assert [paragraph.text for paragraph in document.sections[0].footer.paragraphs] == ["共95项"]


NO_DOCX = "“{}”不是 docx 文件，或加了密码；请在 Word、WPS 中另存为不加密的 .docx。"
DAMAGED = (
    "模板“{}”不能使用：文件已损坏，或者解压后超过50MB、部件超过500个或不像正常的 Word 文件；"
    "请在 Word、WPS 中另存后再试。"
)
SOUND = package(paragraph("甲", "Body"), Page())
MACROS = b"application/vnd.ms-word.document.macroEnabled.main+xml"
MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def test_an_old_or_encrypted_document_is_none(tmp_path: Path) -> None:
    assert refusal(tmp_path, "通报.doc", b"\xd0\xcf\x11\xe0" + bytes(600)) == NO_DOCX.format("通报.doc")


def test_an_encrypted_docx_is_none(tmp_path: Path) -> None:
    assert refusal(tmp_path, "通报.docx", b"\xd0\xcf\x11\xe0" + bytes(600)) == NO_DOCX.format("通报.docx")


def test_a_text_is_none(tmp_path: Path) -> None:
    assert refusal(tmp_path, "通报.docx", "不是压缩包".encode()) == NO_DOCX.format("通报.docx")


def test_a_workbook_is_none(tmp_path: Path, with_parts: Callable[..., bytes]) -> None:
    book = with_parts(SOUND, {"[Content_Types].xml": b"<Types/>"})
    assert refusal(tmp_path, "通报.docx", book) == NO_DOCX.format("通报.docx")


def test_a_document_with_macros_is_none(tmp_path: Path, with_parts: Callable[..., bytes]) -> None:
    types = zip_part(SOUND, "[Content_Types].xml").replace(MAIN, MACROS)
    assert refusal(tmp_path, "通报.docx", with_parts(SOUND, {"[Content_Types].xml": types})) == NO_DOCX.format(
        "通报.docx"
    )


def test_half_a_file_is_none(tmp_path: Path) -> None:
    assert refusal(tmp_path, "通报.docx", SOUND[: len(SOUND) // 2]) == DAMAGED.format("通报.docx")


def test_broken_text_inside_is_none(tmp_path: Path, with_parts: Callable[..., bytes]) -> None:
    broken = with_parts(SOUND, {"word/document.xml": b"<w:document>"})
    assert refusal(tmp_path, "通报.docx", broken) == "模板“通报.docx”已损坏，请在 Word、WPS 中打开修复、另存后再试。"


def test_too_many_parts_are_none(tmp_path: Path, with_parts: Callable[..., bytes]) -> None:
    many = with_parts(SOUND, {f"word/media/{number}.png": b"x" for number in range(501)})
    assert refusal(tmp_path, "通报.docx", many) == DAMAGED.format("通报.docx")


def test_a_file_too_large_is_none(tmp_path: Path) -> None:
    assert refusal(tmp_path, "通报.docx", bytes(5 * 1024 * 1024 + 1)) == (
        "模板“通报.docx”超过5MB，请删去其中的图片等内容后再用。"
    )


def test_what_a_template_would_fetch_is_refused(tmp_path: Path, with_parts: Callable[..., bytes]) -> None:
    relations = zip_part(SOUND, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'attachedTemplate" Target="http://example.invalid/x.dotm" TargetMode="External"/></Relationships>',
    )
    assert refusal(tmp_path, "通报.docx", with_parts(SOUND, {"word/_rels/document.xml.rels": relations})) == (
        "模板“通报.docx”引用了外部文件“http://example.invalid/x.dotm”，不予使用；请改为嵌入后再试。"
    )


def test_entities_are_refused(tmp_path: Path, with_parts: Callable[..., bytes]) -> None:
    evil = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + zip_part(SOUND, "word/document.xml").split(b"?>\n", 1)[1]
    assert "文档类型声明" in refusal(tmp_path, "通报.docx", with_parts(SOUND, {"word/document.xml": evil}))


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"模板“没有\.docx”读不出"):
        fill_template(tmp_path / "没有.docx", CIRCULAR, {})


@pytest.mark.libreoffice
def test_a_template_saved_by_libreoffice_is_filled_again(
    tmp_path: Path, printer: Callable[[str, list[Path], Path], list[Path]]
) -> None:
    (odt,) = printer("odt", [shipped_template(CIRCULAR)], tmp_path)
    (again,) = printer("docx", [odt], tmp_path)
    filled = docx.Document(io.BytesIO(fill_template(again, CIRCULAR, VALUES)))
    section = filled.sections[0]
    assert [round(side.mm) for side in (section.top_margin, section.left_margin, section.right_margin)] == [37, 28, 26]
    body = "".join(texts(fill_template(again, CIRCULAR, VALUES)))
    assert "引言在此" in body
    assert "市科技局" in body
    assert "{" not in body


def refusal(folder: Path, name: str, content: bytes) -> str:
    """Return the sentence a file is refused with; nothing may be left behind."""
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        fill_template(path, CIRCULAR, VALUES)
    assert [left.name for left in folder.iterdir()] == [name]
    return refused.value.sentence


def zip_part(content: bytes, name: str) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
