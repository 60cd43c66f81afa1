"""Which offices a text names for an action, and which the ledger would suggest."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from tracker.intake.judge.orders import acts
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
#: An office that the ledger does not know, where a sentence charges it: 请市水利局…, 由…牵头, at its beginning.
_LETTER = r"(?:(?![我你本该各有的了把将由请对在和与是到要等让向以间议报交转成同])[\u4e00-\u9fff])"
_BODY = r"局|委|办|支队|集团|中心|街道|管委会|政府|督查室|指挥部|工会|妇联|团委|残联|供销社|红十字会|气象台|公司"
_NUMBER = r"(?:[（(]?[\d一二三四五六七八九十]{1,2}[）)]?[、.．）)]?|第?[一二三四五六七八九]是?，?)?"
_STRANGER = re.compile(
    rf"(?:^{_NUMBER}|[，。；：、]|请|由|责成|责令|会同|同|与|和|建议|希望|恳请|报|转|期间)"
    rf"((?:{_LETTER}{{0,4}}?[市区县省])?{_LETTER}{{2,9}}?(?:{_BODY}))"
)
#: How far behind an office what it is to do may be read, in characters.
_REACH = 40
_OFFICE = re.compile(r"[局委办部厅院会府行社团司区县镇市）)心园队联]$|各")
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
        named = self._called_upon(text)
        at = next((n for n, (_, _, claimed) in enumerate(named) if claimed), None)
        if at is None:
            return None, ()
        while at and text[named[at][0] - 1] in "、和与" and not text[: named[at][0] - 1].endswith(("同", "。", "；")):
            at -= 1  # the first of several that share one verb leads
        lead = named[at][1]
        return lead, tuple(dict.fromkeys(name for _, name, _ in named if name != lead))

    def _called_upon(self, text: str) -> list[tuple[int, str, bool]]:
        """Return the offices of a sentence in its order: place, name, and whether it says what they are to do."""
        known = [
            (at, name, bool(_CLAIM.search(text[at : at + 30])) or text[:at].endswith(("由", "请", "在")))
            for at, name in self.named_in(text)
        ]
        places = {at for at, _, _ in known}
        strangers = [named for named in _strangers(text) if self.resolve(named[1]) is None and named[0] not in places]
        return sorted([*known, *strangers])

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


def _strangers(text: str) -> Iterable[tuple[int, str, bool]]:
    """Yield offices by their look where they may be charged: place, name, and whether what they are to do follows."""
    for match in _STRANGER.finditer(text):
        rest = text[match.end() : match.end() + _REACH]
        charged = bool(_CLAIM.match(rest) or acts(rest))
        if charged or rest.startswith(("、", "和", "与", "，", "等")):
            yield match.start(1), match[1], charged


def _outside_brackets(text: str, marks: str) -> Iterable[str]:
    """Split a list of names at its marks, but not inside brackets: 各区（县、市） is one name."""
    depth, start = 0, 0
    for i, character in enumerate(text):
        depth += (character in "（(") - (character in "）)")
        if depth == 0 and character in marks and i > start:
            yield text[start:i]
            start = i + 1
    yield text[start:]
