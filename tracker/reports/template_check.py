"""Everything that is wrong with a template, found before it is filled, each in a Chinese sentence with its where."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from tracker.errors import InputError
from tracker.reports import template_tags as tags
from tracker.reports.names import PAPERS, PLACEHOLDERS, Placeholder, names_of, papers_of
from tracker.reports.template_parts import Paragraph, TemplateFile, W, open_template
from tracker.reports.template_tags import Mark, marks_in, text_beside

_WIDE = re.compile(r"[｛{][｛{%％#]?[^{}｛｝]*[%％#]?[｝}]?[｝}]")
_HALF_OPEN = re.compile(r"\{\{[^{}]*\}?|\{%[^{}]*\}?|\{#[^{}]*")
_HALF_SHUT = re.compile(r"\{?[^{}\0]*(?:\}\}|%\}|#\})")
_SINGLE = re.compile(r"(?<!\{)\{\s*([^\W\d]\w*)\s*\}(?!\})")
_PICTURES = (f"{W}drawing", f"{W}pict", f"{W}object")
_ONLY_NAMES = "只能使用名称表中的名称，不能写“{}”。"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong and where: 第12段, 表1第2行第3格, 页眉第1段."""

    where: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}：{self.sentence}"


def paper_of(path: Path) -> str | None:
    """Return the paper a template is for, by its file name; none where the name says nothing."""
    return next((paper for paper in PAPERS if path.stem.startswith(paper)), None)


def check_template(template: TemplateFile | Path, paper: str | None = None) -> list[Finding]:
    """Return all findings in reading order; without a `paper` the file's name tells it, or all names are known.

    Raises InputError where the file is no template at all.
    """
    if isinstance(template, Path):
        template = open_template(template)
    paper = paper or paper_of(template.path)
    known = names_of(paper) if paper else {placeholder.name: placeholder for placeholder in PLACEHOLDERS}
    check = _Check(known, paper)
    for root, paragraphs in template.parts():
        check.part(paragraphs)
        check.hidden(root)
    return check.findings


def require_sound(template: TemplateFile, paper: str | None = None) -> None:
    """Raise InputError with every finding of a template, each on a line."""
    if findings := check_template(template, paper):
        raise InputError(findings_sentence(template.path, findings))


def findings_sentence(path: Path, findings: Sequence[Finding]) -> str:
    """Return the findings as the window and the command line say them."""
    if len(findings) == 1:
        return f"模板“{path.name}”{findings[0]}"
    return "\n".join((f"模板“{path.name}”有{len(findings)}处要改：", *map(str, findings)))


@dataclass(slots=True)
class _Open:
    """A block that waits for its end: where it began and in which paragraph, parent or table it must end."""

    mark: Mark
    paragraph: Paragraph
    scope: Any


@dataclass
class _Check:
    """The walk through one template: the names, the blocks that are open, what was found."""

    known: Mapping[str, Placeholder]
    paper: str | None
    findings: list[Finding] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)

    def part(self, paragraphs: Iterable[Paragraph]) -> None:
        for paragraph in paragraphs:
            marks = list(marks_in(paragraph.text))
            self._beside(paragraph, marks)
            for mark in marks:
                self._mark(mark, paragraph)
            self._loose(paragraph)
        while self.open:
            self._never_closed(self.open.pop())

    def hidden(self, root: Any) -> None:
        """Find marks where no text is: in descriptions of pictures, in field codes."""
        for element in root.iter():
            hidden = element.text or "" if element.tag == f"{W}instrText" else ""
            for text in (hidden, *element.attrib.values()):
                if mark := next(marks_in(text), None):
                    self._say("图片说明或域代码", f"里面有标记“{mark.text}”，生成时不能替换，请删去。")

    def _say(self, where: str, sentence: str) -> None:
        finding = Finding(where, sentence)
        if finding not in self.findings:
            self.findings.append(finding)

    def _mark(self, mark: Mark, paragraph: Paragraph) -> None:
        if mark.kind == tags.OTHER:
            self._say(paragraph.where, _ONLY_NAMES.format(_short(mark.text)))
        elif mark.kind in tags.OPENERS:
            self._reference(mark, paragraph)
            self.open.append(_Open(mark, paragraph, _scope(mark, paragraph)))
        elif mark.kind == tags.SHOW:
            self._reference(mark, paragraph)
        elif mark.kind in tags.CLOSERS:
            self._close(mark, paragraph)
        elif not any(block.mark.kind == tags.IF and block.scope is _scope(mark, paragraph) for block in self.open):
            self._say(paragraph.where, "有“else”，没有与它配对的“if”。")

    def _close(self, mark: Mark, paragraph: Paragraph) -> None:
        scope, opener = _scope(mark, paragraph), tags.CLOSERS[mark.kind]
        fits = [
            block for block in self.open
            if block.mark.kind == opener and block.mark.level == mark.level and block.scope is scope
        ]  # fmt: skip
        if not fits:
            self._say(_where(mark, paragraph), f"有“{mark.kind}”，没有与它配对的“{opener}”。")
            return
        while self.open[-1] is not fits[-1]:
            self._never_closed(self.open.pop())
        self.open.pop()

    def _never_closed(self, block: _Open) -> None:
        mark = block.mark
        self._say(_where(mark, block.paragraph), f"有“{mark.said}”，没有“{tags.OPENERS[mark.kind]}”。")

    def _reference(self, mark: Mark, paragraph: Paragraph) -> None:
        listed = self._loop_of(mark.name)
        if listed is not None:
            self._column(mark, listed, paragraph)
        elif (placeholder := self.known.get(mark.name)) is None:
            self._say(paragraph.where, self._unknown(mark.name))
        elif mark.column:
            self._say(paragraph.where, _ONLY_NAMES.format(_short(mark.text)))
        elif mark.kind == tags.FOR and not placeholder.columns:
            self._say(paragraph.where, f"“{mark.name}”不是清单，不能写“{mark.said}”。")
        elif mark.kind == tags.SHOW and placeholder.columns:
            self._say(paragraph.where, f"“{mark.name}”是清单，要用“for 行 in {mark.name}”逐行写。")

    def _loop_of(self, name: str) -> Placeholder | None:
        """Return the list a loop's variable runs over; an unknown list stands for any columns."""
        for block in reversed(self.open):
            if block.mark.kind == tags.FOR and block.mark.variable == name:
                return self.known.get(block.mark.name, Placeholder(block.mark.name, "", ""))
        return None

    def _column(self, mark: Mark, listed: Placeholder, paragraph: Paragraph) -> None:
        if mark.kind == tags.FOR or not mark.column:
            self._say(paragraph.where, _ONLY_NAMES.format(_short(mark.text)))
        elif listed.columns and mark.column not in listed.columns:
            words = f"“{listed.name}”没有“{mark.column}”这一栏，可用：{'、'.join(listed.columns)}。"
            self._say(paragraph.where, words)

    def _unknown(self, name: str) -> str:
        if self.paper and (others := papers_of(name)):
            return f"“{name}”在{self.paper}里没有，只用于{'、'.join(others)}。"
        near = get_close_matches(name, self.known, n=1, cutoff=0.5)
        return f"不认识“{name}”，{f'是不是“{near[0]}”？' if near else '可用的名称见帮助“出文与模板”。'}"

    def _beside(self, paragraph: Paragraph, marks: Sequence[Mark]) -> None:
        """Find what would be lost with a block's paragraph or row."""
        for level, word in ((tags.PARAGRAPH, "段"), (tags.ROW, "行")):
            block = [mark for mark in marks if mark.level == level and mark.kind != tags.OTHER]
            if not block:
                continue
            if level == tags.ROW and paragraph.row is None:
                self._say(paragraph.where, f"“{block[0].text}”只能写在表格的一行里，这里请用“{{%p … %}}”。")
                continue
            whole = paragraph.element if level == tags.PARAGRAPH else paragraph.row
            lost = _lost(block[0], paragraph.text if level == tags.PARAGRAPH else _row_text(whole), whole)
            if lost:
                self._say(paragraph.where, f"“{lost}”与标记在同一{word}，生成时会丢失，请另起一{word}。")

    def _loose(self, paragraph: Paragraph) -> None:
        """Find braces that are no mark: full-width, half of one, too few."""
        rest = text_beside(paragraph.text)
        rest = _WIDE.sub(lambda match: self._wide(match.group(), paragraph), rest)
        rest = _SINGLE.sub(lambda match: self._single(match, paragraph), rest)
        rest = _HALF_OPEN.sub(lambda match: self._half(match.group(), paragraph, opened=True), rest)
        _HALF_SHUT.sub(lambda match: self._half(match.group(), paragraph, opened=False), rest)

    def _wide(self, text: str, paragraph: Paragraph) -> str:
        inner = text.strip("｛｝{}%％# \u3000")
        doubled = text[1:2] in ("｛", "{", "%", "％")
        if not set(text) & set("｛｝％") or not (doubled or inner in self.known):
            return text
        sign = "花括号" if set(text) & set("｛｝") else "百分号"
        self._say(paragraph.where, f"“{text}”用了全角{sign}，请改成半角。")
        return "\0"

    def _single(self, match: re.Match[str], paragraph: Paragraph) -> str:
        if match[1] not in self.known:
            return match.group()
        self._say(paragraph.where, f"“{match.group()}”少一对花括号，请写成“{{{{ {match[1]} }}}}”。")
        return "\0"

    def _half(self, text: str, paragraph: Paragraph, opened: bool) -> str:
        text = text.strip()
        if opened:
            end = {"{{": "}}", "{%": "%}", "{#": "#}"}[text[:2]]
            lacks = f"少一个“{'}'}”" if text.endswith("}") and end == "}}" else f"没有“{end}”"
        else:
            begin = {"}}": "{{", "%}": "{%", "#}": "{#"}[text[-2:]]
            lacks = f"少一个“{'{'}”" if text.startswith("{") and begin == "{{" else f"没有“{begin}”"
        self._say(paragraph.where, f"“{_short(text)}”{lacks}。")
        return "\0"


def _scope(mark: Mark, paragraph: Paragraph) -> Any:
    """Return what a block must begin and end in: its paragraph, the paragraph's parent or the table."""
    if mark.level == tags.ROW:
        return paragraph.table
    return paragraph.container if mark.level == tags.PARAGRAPH else paragraph.element


def _where(mark: Mark, paragraph: Paragraph) -> str:
    return paragraph.table_where if mark.level == tags.ROW and paragraph.table_where else paragraph.where


def _lost(block: Mark, text: str, whole: Any) -> str:
    """Return what stands beside a block's mark, short; "图片" where it is one."""
    beside = text.replace(block.text, "", 1).strip()
    if beside:
        return _short(beside)
    return "图片或文本框" if next(whole.iter(*_PICTURES), None) is not None else ""


def _row_text(row: Any) -> str:
    return "".join(element.text or "" for element in row.iter(f"{W}t"))


def _short(text: str, most: int = 30) -> str:
    plain = " ".join(text.replace("\0", "").split())
    return plain if len(plain) <= most else f"{plain[:most]}…"
