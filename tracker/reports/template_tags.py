"""The marks of a template: where they begin and end in a text, and what each of them says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: What a mark may do.
SHOW, FOR, END_FOR, IF, ELSE, END_IF, OTHER = "show", "for", "endfor", "if", "else", "endif", "other"
OPENERS, CLOSERS = {FOR: END_FOR, IF: END_IF}, {END_FOR: FOR, END_IF: IF}
#: What a block takes with it: nothing around it, its paragraph, its table row.
INLINE, PARAGRAPH, ROW = "", "p", "tr"

_MARK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_NAME = r"[^\W\d]\w*"
_REFERENCE = rf"(?P<name>{_NAME})(?:\s*\.\s*(?P<column>{_NAME}))?"
_SHOW = re.compile(rf"\{{\{{\s*{_REFERENCE}\s*\}}\}}")
_FOR = re.compile(rf"\{{%\s*(?:(?P<level>p|tr)\s+)?for\s+(?P<variable>{_NAME})\s+in\s+{_REFERENCE}\s*%\}}")
_IF = re.compile(rf"\{{%\s*(?:(?P<level>p|tr)\s+)?if\s+(?P<negated>not\s+)?{_REFERENCE}\s*%\}}")
_WORD = re.compile(r"\{%\s*(?:(?P<level>p|tr)\s+)?(?P<word>else|endfor|endif)\s*%\}")


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark as it stands in the text, from `start` to `end`; OTHER where it is none of ours."""

    text: str
    start: int
    end: int
    kind: str
    level: str = INLINE
    name: str = ""
    column: str = ""
    variable: str = ""
    negated: bool = False

    @property
    def said(self) -> str:
        """Return what a block says, as a sentence quotes it: for 行 in 单位排名."""
        reference = f"{self.name}.{self.column}" if self.column else self.name
        if self.kind == FOR:
            return f"for {self.variable} in {reference}"
        return f"if {'not ' if self.negated else ''}{reference}" if self.kind == IF else self.kind

    @property
    def written(self) -> str:
        """Return the mark as the engine reads it best."""
        if self.kind == SHOW:
            return f"{{{{ {self.name}.{self.column} }}}}" if self.column else f"{{{{ {self.name} }}}}"
        return f"{{%{self.level} {self.said} %}}" if self.kind != OTHER else self.text


def marks_in(text: str) -> Iterator[Mark]:
    """Yield the marks of a paragraph in order."""
    for match in _MARK.finditer(text):
        yield _read(match.group(), match.start(), match.end())


def _read(text: str, start: int, end: int) -> Mark:
    plain = text.replace("\u3000", " ").replace("\xa0", " ").replace("\n", " ")
    if match := _SHOW.fullmatch(plain):
        return Mark(text, start, end, SHOW, name=match["name"], column=match["column"] or "")
    if match := _FOR.fullmatch(plain):
        where = (match["level"] or INLINE, match["name"], match["column"] or "")
        return Mark(text, start, end, FOR, *where, variable=match["variable"])
    if match := _IF.fullmatch(plain):
        where = (match["level"] or INLINE, match["name"], match["column"] or "")
        return Mark(text, start, end, IF, *where, negated=bool(match["negated"]))
    if match := _WORD.fullmatch(plain):
        return Mark(text, start, end, match["word"], match["level"] or INLINE)
    return Mark(text, start, end, OTHER)


def text_beside(text: str) -> str:
    """Return what is left of a paragraph without its marks."""
    return _MARK.sub("\0", text)
