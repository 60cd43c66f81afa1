"""Which offices a text names for an action, and which the ledger would suggest."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from tracker.intake.lexicon import OFFICE_WORDS
from tracker.model.rows.intake import KnownOffice

_LABEL = re.compile(r"^[^：:]{0,8}[：:]")
_TAIL = re.compile(r"(?:等)?(?:单位|部门)?(?:牵头|配合|负责|按职责分工.*|分别.*|协同|参与)(?:.*)$")
#: 市发改委（牵头）、市财政局
_MARKED = re.compile(r"[（(](牵头|主办|配合|协办|协同)(?:单位|部门)?[）)]")
_ROLES = ("（牵头）", "(牵头)", "（配合）", "(配合)")
_PARTS = re.compile(r"[；;。]|[，,、 ](?=[^，,；;：: ]{2,6}(?:单位|部门|时限|时间)[：:])")
_BANK = re.compile(r"(?:人民银行|人行)[\u4e00-\u9fff]{0,5}(?:分行|中心支行|支行)")
_CLAIM = re.compile(
    r"牵头|负责|会同|应|要|每|将|组织|统一|窗口|统筹|设在|建|出台|制定|研究|抓紧|请|拿出|指导|予以|开展|编制|安排|配合"
)
_OFFICE = re.compile(r"[局委办部厅院会府行社团司区县镇市）)心园队]$|各")
_DUE_PART = re.compile(r"时限|时间|[年月底]前|完成$")


class OfficeBook:
    """The ledger's offices by all their names, longest first."""

    def __init__(self, offices: Sequence[KnownOffice]) -> None:
        self._offices = offices

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Return every name and alias with the office's own name."""
        named = {alias: office.name for office in self._offices for alias in office.aliases}
        named |= {office.name: office.name for office in self._offices}
        return named | {
            bare: name
            for other, name in named.items()
            if (bare := other.removeprefix("市")) not in named and len(bare) >= 3
        }

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        ordered = sorted(self.names, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def resolve(self, text: str) -> str | None:
        """Return the ledger's name of an office, None for one it does not know."""
        text = text.strip()
        if text in self.names:
            return self.names[text]
        if _BANK.fullmatch(text):
            return next((office.name for office in self._offices if office.name.startswith("人行")), None)
        bare = re.sub(r"^[\u4e00-\u9fff]{2,3}(?=市)", "", text)
        return self.names.get(bare) or self.names.get("市" + text)

    def named_in(self, text: str) -> list[tuple[int, str]]:
        """Return place and name of each office that a text names, in its order."""
        if self._pattern is None:
            return []
        return [(match.start(), self.names[match[0]]) for match in self._pattern.finditer(text)]

    def charged(self, text: str) -> tuple[str | None, tuple[str, ...]]:
        """Return the office that a sentence charges with something, and those it is to work with."""
        named = self.named_in(text)
        for at, name in named:
            around = text[max(0, at - 3) : at], text[at : at + 30]
            if _CLAIM.search(around[1]) or around[0].endswith(("由", "请", "在")):
                others = tuple(dict.fromkeys(other for _, other in named if other != name))
                return name, others
        return None, ()

    def listed(self, text: str) -> list[tuple[str, str]]:
        """Return the offices of a list of responsible ones, each with what it is: lead or help."""
        out: list[tuple[str, str]] = []
        text = _MARKED.sub(
            r"\1", text.strip("（( 。") if text.strip(" 。").endswith(_ROLES) else text.strip("（()） 。")
        )
        for part in map(str.strip, _PARTS.split(text)):
            label = _LABEL.match(part)
            if not part or _DUE_PART.search(label[0] if label else ""):
                continue
            helping = part.startswith(("配合", "协同", "协办"))
            out += self._of_part(_LABEL.sub("", part), helping=helping)
        return out

    def _of_part(self, part: str, *, helping: bool) -> list[tuple[str, str]]:
        out: list[tuple[str, str]] = []
        led = False
        for piece in self._pieces(part):
            lead, name = "牵头" in piece, _TAIL.sub("", piece).strip()
            helps = helping or "配合" in piece or (led and not lead and "配合" in part)
            led = led or lead
            if name and (self.resolve(name) or _OFFICE.search(name)):
                out.append((self.resolve(name) or name, "help" if helps and not lead else "lead"))
        return out

    def _pieces(self, part: str) -> Iterable[str]:
        """Yield the single names of a list; a name that the ledger knows is never cut at its 和."""
        for piece in _outside_brackets(part, "、，,/ "):
            known = self.resolve(_TAIL.sub("", piece))
            yield from (piece,) if known else _outside_brackets(piece, "和及与")

    def suggested(self, text: str, alike: Sequence[tuple[str, float]]) -> str | None:
        """Return the office that a text's words, and like recommendations of the ledger, point to."""
        votes: dict[str, float] = {}
        for core, name in self._by_core.items():
            words = OFFICE_WORDS[core]
            votes[name] = sum(len(word) / 2 for word in words if word in text) + 4.0 * (core + "部门" in text)
        for name, weight in alike:
            if name:
                votes[name] = votes.get(name, 0.0) + 3.0 * weight
        best = max(votes, key=lambda name: votes[name], default=None)
        return best if best and votes[best] > 0.5 else None

    @cached_property
    def _by_core(self) -> Mapping[str, str]:
        """Return for each part of an office's name that words point to the first office that has it."""
        offices = {
            core: next((o.name for o in self._offices if core in o.name or any(core in a for a in o.aliases)), None)
            for core in OFFICE_WORDS
        }
        return {core: name for core, name in offices.items() if name}


def _outside_brackets(text: str, marks: str) -> Iterable[str]:
    """Split a list of names at its marks, but not inside brackets: 各区（县、市） is one name."""
    depth, start = 0, 0
    for i, character in enumerate(text):
        depth += (character in "（(") - (character in "）)")
        if depth == 0 and character in marks and i > start:
            yield text[start:i]
            start = i + 1
    yield text[start:]
