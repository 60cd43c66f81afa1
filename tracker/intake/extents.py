"""From the label of every clause to extents: which clauses together say one thing, and under which group it stands."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.intake.judge.clause_words import states, words_of
from tracker.intake.judge.orders import charges
from tracker.intake.judge.weights import LABELS, Judged
from tracker.intake.text.clauses import Clause
from tracker.intake.text.marks import heading_level
from tracker.intake.text.passage import Passage
from tracker.model.enums import RecommendationKind as Kind

_KINDS = {"U": Kind.UMBRELLA, "L": Kind.LESSON, "P": Kind.PRACTICE, "X": Kind.EXHORTATION}
_ASKING = frozenset(("spoken", "quota", "treated", "effort"))
_POSSIBLE, _LIKELY = 0.1, 0.3
#: Modals that demand by themselves, with a verb right behind.
_DEMANDING = frozenset(("应当", "应该", "必须", "务必"))
_LONGEST_HEADING = 28
_LONGEST_NAME = 14
_MEANS = re.compile(
    r"(?:要|应|应当|并|同时|建议)?(?:以[^，]{2,40}为[^，]{0,10}|(?:围绕|聚焦|依托|通过|针对|结合|面向|根据|按照|对照|瞄准|在)[^，]{2,24}(?:下|中|上|时|阶段|基础|方面|领域|平台|园区|院校)?"
    r"|由[^，]{2,20}(?:牵头|统筹|负责|主导)|(?:建议|希望|请)?[^，]{2,16}会同[^，]{2,20})"
)
#: What an action is good for, when it stands after it.
_PURPOSE = re.compile(
    r"(?:从而|进而|以便|以此|真正|切实|有效|进一步|更好地?|不断|努力)?(?:促进|实现|做到|确保|防止|避免|消除|缓解|满足|惠及|助力|助推|带动|激发|降低|缩短|缩小|增强|方便|杜绝)"
)
#: How an action is kept going and what hangs on it.
_PART = re.compile(
    r"(?:实行|执行)[^，]{0,4}[月季周年日][^，]{0,3}(?:调度|通报|报告|例会)"
    r"|(?:考核|评价|评估|评定|检查|绩效)?(?:结果|成效)[^，]{0,10}(?:挂钩|依据|参考)|(?:并)?与[^，]{2,16}挂钩"
    r"|(?:领导小组|联席会议|专班|指挥部)?(?:下设)?办公室设在|日常(?:工作|事务)由"
    r"|并(?:及时|定期)?(?:向社会|予以)(?:公开|公布|公示|通报|发布)"
    r"|(?:到?20\d\d年[底末]?前?|每年|累计)[^，]{0,10}(?:不少于|不低于|达到|超过)\d"
)
#: A list or a guide that somebody draws up; what rules and plans are to hold usually stands below their heading.
_LIST = re.compile(
    r"(?:研究|尽快|抓紧|及时|组织|联合)?(?:梳理|编制|制定|制订|拟定|绘制|编写|编印|修订|列出|建立|印发|发布|公布)"
    r"[^，。的]{0,24}(?:清单|目录|名录|台账|图谱|地图|手册|指南)"
)
#: A line that only leads in: 建议：
_LEAD_IN = re.compile(r"[^，。；：:]{0,6}[：:]")
#: Who leads and who helps, before what they are to do: 请农业农村局牵头，商务等部门参与，
_SHARED_OUT = re.compile(r"[^，。；]{2,24}(?:牵头|主办|负责|配合|参与|参加|协助|协同|会商)[，,]?")
_PREPOSITIONAL = re.compile(r"[建设制定出台开展实施推动推进组织成立设立完善健全]{2}")


@dataclass(frozen=True, slots=True)
class Extent:
    """Clauses `first` to `last` say one thing; `parent` is the index of the group above, in the same list."""

    kind: Kind
    first: int
    last: int
    score: float
    parent: int | None = None


def extents_of(passages: Sequence[Passage], clauses: Sequence[Clause], judged: Judged) -> list[Extent]:
    """Return what the labels come to, in the order of the text."""
    labels = _smoothed(clauses, _without_statements(clauses, _with_wishes(clauses, judged)))
    raw = _with_headings(clauses, _without_lone_headings(clauses, _runs(clauses, labels, judged)))
    return _grouped(passages, clauses, _without_lists(clauses, raw))


def _with_wishes(clauses: Sequence[Clause], judged: Judged) -> str:
    """Make a clause that wishes or urges in so many words an action, where that reading is possible at all."""
    begins = LABELS.index("T")
    return "".join(
        "T"
        if (label in "OUX" and judged.shares[i][begins] >= _POSSIBLE and _wishes(clauses[i]))
        or (label == "O" and judged.shares[i][begins] >= _LIKELY and _must(clauses[i]))
        else label
        for i, label in enumerate(judged.labels)
    )


def _without_statements(clauses: Sequence[Clause], labels: str) -> str:
    """Make a sentence nothing that tells the public something, cites a rule, or only says what something is."""
    marks: dict[int, set[str]] = defaultdict(set)
    whole: dict[int, str] = defaultdict(str)
    for clause in clauses:
        words = words_of(clause.text, clause.ordinal)
        asks = words.modal or words.verb or words.preposition in ("将", "把") or not _ASKING.isdisjoint(words.marks)
        shown = set(words.marks) if clause.first else set(words.marks) - {"pointing"}  # only its subject is pointed at
        marks[clause.sentence].update(shown, ("modal",) if words.modal else (), ("asks",) if asks else ())
        whole[clause.sentence] += clause.text
    reporting_nothing = {sentence for sentence, shown in marks.items() if _says_nothing_to_do(shown, whole[sentence])}
    reporting_nothing |= {sentence for sentence, said in whole.items() if _LEAD_IN.fullmatch(said.strip())}
    return "".join(
        "O" if label in "TtG" and clause.sentence in reporting_nothing else label
        for clause, label in zip(clauses, labels, strict=True)
    )


def _says_nothing_to_do(shown: set[str], sentence: str) -> bool:
    """Tell by the marks of a whole sentence that it asks for nothing.

    It is a notice, a citation, a courtesy, turned down, a statement, a question or a remark on one before.
    """
    if shown & {"notice", "citing", "declined", "courtesy"}:
        return True
    if "announcing" in shown and not shown & {"list"}:
        return True
    if shown & {"modal", "modal inside", "wish"}:
        return False
    if "asked" in shown and "spoken" not in shown:
        return True
    return bool(shown & {"stating", "standing"} or states(sentence) or ("pointing" in shown and "asks" not in shown))


def _wishes(clause: Clause) -> bool:
    marks = words_of(clause.text, clause.ordinal).marks
    return (
        clause.speaker not in ("记者", "主持人", "问")
        and not {"wish", "urged", "weighed"}.isdisjoint(marks)
        and "assembled" not in marks
    )


def _must(clause: Clause) -> bool:
    """Tell whether a sentence of one clause begins with what must be done: 应当延长班车时间。"""
    words = words_of(clause.text, clause.ordinal)
    return clause.first and clause.last and words.modal in _DEMANDING and bool(words.verb)


def _smoothed(clauses: Sequence[Clause], labels: str) -> str:
    """Make a continuation that has nothing before it a beginning."""
    out = list(labels)
    for i, label in enumerate(out):
        if label == "t" and (i == 0 or out[i - 1] not in "Tt" or clauses[i].passage != clauses[i - 1].passage):
            out[i] = "T"
        elif (label == "T" and i and out[i - 1] == "T" and _is_named_first(clauses[i - 1], clauses[i])) or (
            label in "TOU" and i and out[i - 1] in "Tt" and _belongs_before(clauses[i - 1], clauses[i], label)
        ):
            out[i] = "t"
        elif (
            label == "T"
            and i
            and out[i - 1] == "O"
            and clauses[i - 1].first
            and _is_named_first(clauses[i - 1], clauses[i])
        ):
            out[i - 1], out[i] = "T", "t"
    for i in range(len(out) - 2, -1, -1):
        if out[i] in "OTUt" and out[i + 1] == "T" and _shares_out(clauses[i], clauses[i + 1]):
            out[i], out[i + 1] = "t" if out[i] == "t" else "T", "t"
    for i in range(len(out) - 1):
        leads = out[i] in "TG" or (out[i] == "O" and "exampled" in words_of(clauses[i].text, clauses[i].ordinal).marks)
        if leads and out[i + 1] == "T" and _only_leads(clauses[i], clauses[i + 1]):
            out[i], out[i + 1] = "T", "t"
    return "".join(out)


def _is_named_first(clause: Clause, following: Clause) -> bool:
    """Tell whether a clause only names what an office does in the next one.

    所需经费，由市财政局安排; 两条断头路，东城区要在年底前打通.
    """
    if clause.sentence != following.sentence or clause.closing not in "，,":
        return False
    words = words_of(clause.text, clause.ordinal)
    whose = words.preposition in ("对", "就") and words.core.rstrip("，,").endswith(("的", "方面", "问题"))
    asks = words.modal or words.verb or (words.preposition and not whose) or not _ASKING.isdisjoint(words.marks)
    if asks:
        return False
    after = words_of(following.text, following.ordinal).bare
    named = words.core.rstrip("，, ")
    alone = whose or (not words.inner_verb and len(named) <= _LONGEST_NAME) or named.startswith("关于")
    return after.startswith(("由", "均由", "统一由", "分别由")) or (
        alone and not charges(words.bare) and charges(after)
    )


def _belongs_before(clause: Clause, following: Clause, label: str) -> bool:
    """Tell whether a clause says only what the one before, of its sentence, is good for or how it is kept going."""
    if clause.sentence != following.sentence or clause.closing not in "，,":
        return False
    words = following.text.strip(" ，,")
    return bool(_PART.match(words) or (label == "T" and _PURPOSE.match(words)))


def _shares_out(clause: Clause, following: Clause) -> bool:
    """Tell whether a clause says only who does what the next one, of its sentence, says, or who helps."""
    same = clause.sentence == following.sentence and clause.closing in "，,"
    return same and bool(_SHARED_OUT.fullmatch(clause.text.removeprefix(clause.ordinal).strip()))


def _only_leads(clause: Clause, following: Clause) -> bool:
    """Tell whether a clause says only by what means or in what frame the next one, of its sentence, is done."""
    same = clause.sentence == following.sentence and clause.closing in "，,"
    words = clause.text.removeprefix(clause.ordinal).strip(" ，,")
    return same and bool(_MEANS.fullmatch(words)) and not _PREPOSITIONAL.search(words[3:])


def _runs(clauses: Sequence[Clause], labels: str, judged: Judged) -> list[Extent]:
    out: list[Extent] = []
    label_before, sentence = "", -1
    for i, label in enumerate(labels):
        share = judged.shares[i][LABELS.index(label)]
        if label == "O":
            label_before = ""
            continue
        same_sentence = clauses[i].sentence == sentence
        goes_on = label == "t" or (label not in "TG" and label == label_before and same_sentence)
        goes_on = goes_on or (label == "G" and label_before == "G" and same_sentence)
        if goes_on and out:
            out[-1] = replace(out[-1], last=i)
        else:
            kind = Kind.TASK if label == "T" else Kind.GROUP if label == "G" else _KINDS[label]
            out.append(Extent(kind, i, i, share))
        label_before, sentence = label, clauses[i].sentence
    return out


def _with_headings(clauses: Sequence[Clause], raw: Sequence[Extent]) -> list[Extent]:
    """Make a short numbered sentence with unnumbered actions right behind it their heading."""
    out = list(raw)
    for i in range(len(out) - 1):
        first, last = clauses[out[i].first], clauses[out[i].last]
        after = clauses[out[i + 1].first]
        behind = out[i + 1].first == out[i].last + 1 and after.passage == last.passage
        alone = first.first and last.last and first.sentence == last.sentence and last.closing not in "；;"
        short = last.end - first.start <= _LONGEST_HEADING
        leaves = out[i].kind is Kind.TASK and out[i + 1].kind is Kind.TASK
        if leaves and behind and alone and short and first.ordinal and not after.ordinal:
            out[i] = replace(out[i], kind=Kind.GROUP)
    return out


def _without_lone_headings(clauses: Sequence[Clause], raw: Sequence[Extent]) -> list[Extent]:
    """Make a short sentence that asks for something itself, without number and two actions below, an action."""
    out = list(raw)
    for i, extent in enumerate(out):
        clause = clauses[extent.first]
        if extent.kind is not Kind.GROUP or clause.ordinal:
            continue
        words = words_of(clause.text, clause.ordinal)
        below = 0
        for leaf in out[i + 1 :]:
            if leaf.kind is not Kind.TASK or clauses[leaf.first].passage != clause.passage:
                break
            below += 1
        if below < 2 and (words.verb or words.modal or words.preposition in ("将", "把")):
            out[i] = replace(extent, kind=Kind.TASK)
    return out


def _without_lists(clauses: Sequence[Clause], raw: Sequence[Extent]) -> list[Extent]:
    """Make a heading that orders a list drawn up an action: the list can be shown, whatever stands below."""
    return [
        replace(extent, kind=Kind.TASK) if extent.kind is Kind.GROUP and _draws_up(clauses[extent.last]) else extent
        for extent in raw
    ]


def _draws_up(clause: Clause) -> bool:
    return bool(_LIST.fullmatch(words_of(clause.text, clause.ordinal).core.strip(" 。；，")))


def _grouped(passages: Sequence[Passage], clauses: Sequence[Clause], raw: Sequence[Extent]) -> list[Extent]:
    """Hang leaves under their groups; a group with a single leaf and that leaf are one task."""
    below: dict[int, list[int]] = {}
    group: int | None = None
    for i, extent in enumerate(raw):
        if extent.kind is Kind.GROUP:
            group = i
            below[i] = []
        elif group is not None and extent.kind is Kind.TASK:
            if _belongs(passages, clauses, raw[group], extent):
                below[group].append(i)
            else:
                group = None
    out: list[Extent] = []
    index_of: dict[int, int] = {}
    swallowed = {members[0] for number, members in below.items() if _is_one(raw, number, members)}
    parents = {member: number for number, members in below.items() if len(members) > 1 for member in members}
    for i, extent in enumerate(raw):
        if i in swallowed:
            continue
        index_of[i] = len(out)
        if extent.kind is Kind.GROUP:
            out.append(_settled(raw, i, below[i]))
        elif i in parents:
            out.append(replace(extent, kind=Kind.SUBTASK, parent=index_of[parents[i]]))
        else:
            out.append(extent)
    return out


def _is_one(raw: Sequence[Extent], number: int, members: Sequence[int]) -> bool:
    """Tell whether a heading and the single action below it, next to it, are one task."""
    return len(members) == 1 and raw[members[0]].first == raw[number].last + 1


def _settled(raw: Sequence[Extent], number: int, members: Sequence[int]) -> Extent:
    """Return what a heading is: a group, a task together with the one below, or a task of its own."""
    extent = raw[number]
    if len(members) > 1:
        return extent
    if members:
        leaf = raw[members[0]]
        joined = leaf.last if _is_one(raw, number, members) else extent.last
        return replace(extent, kind=Kind.TASK, last=joined, score=max(extent.score, leaf.score))
    return replace(extent, kind=Kind.TASK, score=extent.score / 2)


def _belongs(passages: Sequence[Passage], clauses: Sequence[Clause], group: Extent, leaf: Extent) -> bool:
    """Tell whether a leaf stands below a group: in its passage, or in those after it up to the next number."""
    here, there = clauses[group.first].passage, clauses[leaf.first].passage
    if here == there:
        return True
    between = passages[here + 1 : there + 1]
    level = heading_level(passages[here].text) or 9
    return len(between) <= 4 and not any(
        p.level or (heading_level(p.text) and heading_level(p.text) <= level) for p in between
    )
