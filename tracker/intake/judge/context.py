"""What stands around a clause: the heading above it, the lead-in before it, the kind of paper, who speaks."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.intake.judge.clause_words import words_of
from tracker.intake.lexicon import COUNTRIES, OWN, PLACES, SECTIONS
from tracker.intake.text.clauses import Clause
from tracker.intake.text.marks import heading_level, heading_number
from tracker.intake.text.passage import Passage, Role

_PAPERS: tuple[tuple[str, str], ...] = (
    ("note", "电话|便[笺签函条]|交办|督办单|转办|值班|批示|手记|传真|传阅"),
    ("order", "方案|计划|实施意见|通知|办法|工作要点|规划|措施|分解表|清单|任务书"),
    ("minutes", "纪要|通报|决定|反馈意见|整改"),
    ("speech", "讲话|致辞|发言|工作报告|公报|(?:书记|市长|区长|县长)[^，。]{0,12}(?:调研|检查|督查|座谈|强调|要求)"),
    ("study", "报告|研究|分析|思考|对策|综述|调研|论文|困境|瓶颈"),
    ("wish", "提案|建议|来信|一封信|倡议|答复|请求"),
    ("talk", "访|对话|专家谈|问答|圆桌"),
)
_ADVICE = re.compile(
    r"建议|对策|意见|作[^，]{0,4}如下处理|处理决定|请求|措施|如下工作|以下(?:几|工作|方面)|任务|要求|议定|重点(?:抓|做|推进)|下一步|怎么办|药方|(?:怎么|如何)(?:做|改|破|解|补|留|管|抓|推|落实|保证|保障)|该怎么|从哪[里儿]?[^，。]{0,3}(?:改|抓|做|着手|下手|突破)"
    r"|入手|着手|支招|出出主意|开方子|工作要点|从.{0,8}做起|打算"
    r"|(?:讲|提|谈|说)[一二三四五六七八九几两\d]+(?:条|点|件事|个方面)|(?:想法|办法|路子|主意|点子|思路|主张|盘算)[^，。]{0,6}[：:]$"
)
#: Questions on an agenda are no problems: 强调几个问题.
_AGENDA = re.compile(r"(?:强调|讲|谈|说|回答|讨论|研究|注意|处理|解决)[^，。]{0,8}(?:问题|困难)")
_PROBLEM = re.compile(r"问题|困难|原因|不足|难处|之痛|挑战|发现|短板|症结|不放心|不容乐观|担忧")
_LESSON = re.compile(r"经验|做法|借鉴|国外|外地|启示")
#: What was done, and is no advice: 近年来，我们做了以下工作：
_DONE = re.compile(r"(?:做|开展|采取|推进|完成|抓)(?:好)?了[^，。]{0,12}(?:工作|措施|行动)[^，。]{0,6}[：:]$")
_SITUATION = re.compile(
    r"(?:情况|现将|研究|报告|通报|答复|纪要).{0,12}如下|(?:特征|特点|内涵|表现|含义|变化|趋势|成效|优势|阶段|原则|类型)[^，]{0,4}[：:。]?$"
)
#: Lines above a text that may say what kind of paper it is, and their longest, in characters.
_HEAD_LINES, _SHORT_HEAD = 3, 12


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a clause stands: kinds of section, lead-in and paper, all "" where they do not show."""

    section: str
    outer: str
    lead: str
    paper: str
    asked: str  # by the question before, where a person answers
    numbered: bool
    headed: tuple[Passage, ...]  # the headings above, outermost first
    asking: bool = False  # in the words of somebody who asks
    label: str = ""  # what the label of its paragraph says it is: order, outcome or problem


def settings_of(passages: Sequence[Passage], clauses: Sequence[Clause]) -> list[Setting]:
    """Return where each clause stands."""
    papers = _papers_of(passages)
    headings = headings_of(passages)
    labels = labels_of(passages)
    kinds = {id(p): section_kind(p.text) for p in passages if p.role is Role.HEADING}
    out: list[Setting] = []
    lead, asked, above, lead_at, asked_at = "", "", None, -9, -9
    askers = {clause.passage for clause in clauses if re.match(r"记者|主持|问$|问者", clause.speaker)}
    last_of = {clause.passage: clause for clause in clauses}
    within = 0  # the level of the item that a lead-in in its middle speaks for, 0 where it speaks for what follows
    for clause in clauses:
        headed, (article, paper) = headings[clause.passage], papers[clause.passage]
        if (article, headed) != above:
            lead, asked = "", asked if above and article == above[0] else ""
            above = article, headed
        level = heading_level(passages[clause.passage].text) if clause.passage != lead_at else 0
        if within and 0 < level <= within:
            lead, within = "", 0
        if _is_asking(clause, passages):
            kind = lead_kind(clause.text)
            asked = kind or (asked if clause.passage == asked_at else "other")
            asked_at = clause.passage
        named = [kinds[id(p)] for p in headed if kinds[id(p)]]
        numbered = heading_number(passages[clause.passage].text) > 0
        shown = lead if lead != "problem" or clause.passage <= lead_at + 3 else ""
        out.append(
            Setting(
                named[-1] if named else "", named[0] if named else "", shown, paper, asked, numbered, headed,
                clause.passage in askers, labels[clause.passage],
            )
        )  # fmt: skip
        if _leads_in(clause):
            lead, lead_at = lead_kind(clause.text) or lead, clause.passage
            within = 0 if last_of[clause.passage] is clause else heading_level(passages[clause.passage].text)
    return out


def _is_asking(clause: Clause, passages: Sequence[Passage]) -> bool:
    """Tell whether somebody asks here: by what he is called, or in a passage that is a question to its end."""
    if not clause.speaker:
        return False
    whole = passages[clause.passage].text.rstrip("”")
    return bool(re.match(r"记者|主持|问", clause.speaker)) or (whole.endswith(("？", "?")) and len(whole) < 60)


def _leads_in(clause: Clause) -> bool:
    """Tell whether a clause announces what follows: with a colon, or by counting it."""
    text = clause.text
    counted = re.search(
        r"[一二三四五六七八九几两\d]+(?:条|点|个|方面|件|项|大|类)[^，]{0,8}(?:建议|意见|问题|困难|难处|请求|事|对策|任务)"
        r"|(?:讲|提|谈|说)[一二三四五六七八九几两\d]+(?:条|点|件事|个方面)",
        text,
    )
    return (
        text.endswith(("：", ":"))
        or bool(counted and (clause.last or clause.first) and "完成" not in counted[0])
        or "如下" in text
    )


def lead_kind(text: str) -> str:
    """Return what a lead-in announces: advice, problem, lesson, or "" where it does not show."""
    if _SITUATION.search(text):
        return ""
    if _DONE.search(text):
        return "practice"
    if _ADVICE.search(text) and not re.search(r"提出的?.{0,4}(?:问题|困难)|意见难", text):
        return "advice"
    if _LESSON.search(text):
        return "lesson"
    if _PROBLEM.search(text) and not _AGENDA.search(text):
        return "problem"
    return ""


#: What the label of a paragraph says of it: 批示内容, 审计意见 against 落实情况, 处理结果.
_LABELS = (
    ("outcome", re.compile(r"(?:情况|进展|结果|成效|回复|答复|反馈|结论)$")),
    ("problem", re.compile(r"(?:问题|原因|困难|事由|案情|背景|摘要|现状|诉求)$")),
    ("order", re.compile(r"(?:批示|意见|指示|要求|内容|事项|决定|办法|措施|建议|安排|通知|打算|作业|任务|嘱托)$")),
)
_LABEL = re.compile(
    r"(?:[（(【]?[\d一二三四五六七八九十]{1,2}[）)】、.．])?\s*[【]?([^，。；：:“”（(\d]{2,8})(?:[（(][^）)]{1,12}[）)])?[：:】]"
)


def labels_of(passages: Sequence[Passage]) -> list[str]:
    """Return for each passage what its label says it is, or the label that stands alone above it."""
    out: list[str] = []
    above = ""
    for passage in passages:
        match = _LABEL.match(passage.text)
        kind = next((kind for kind, ends in _LABELS if ends.search(match[1])), "") if match else ""
        alone = match is not None and match.end() == len(passage.text)
        if kind or match or passage.role is not Role.BODY:
            above = kind if alone else ""
        out.append(kind or above)
    return out


def _papers_of(passages: Sequence[Passage]) -> list[tuple[int, str]]:
    """Return for each passage the number of its article, counted by titles, and the kind of paper that it is.

    A title may stand below its article, so that a text with one title is one article.
    """
    titles = [i for i, p in enumerate(passages) if p.role is Role.TITLE]
    if len(titles) < 2:
        return [(0, paper_kind(passages))] * len(passages)
    bounds = [0, *titles[1:], len(passages)]
    kinds = [paper_kind(passages[start:end]) for start, end in pairwise(bounds)]
    return [(n, kinds[n]) for n, (start, end) in enumerate(pairwise(bounds)) for _ in range(start, end)]


def paper_kind(passages: Sequence[Passage]) -> str:
    """Return the kind of paper that the titles show, or a short line above the text: 便笺."""
    titles = " ".join(
        p.text
        for i, p in enumerate(passages)
        if p.role is Role.TITLE
        or p.text.startswith("——")
        or (i < _HEAD_LINES and p.role is not Role.BODY and len(p) <= _SHORT_HEAD)
    )
    return next((kind for kind, pattern in _PAPERS if re.search(pattern, titles)), "")


#: What a heading quotes says nothing of its own section; nor does what a meeting only heard or took up.
_CITED = re.compile(r"《[^》]*》")
_TAKEN_UP = re.compile(
    r"(?:听取|审议|讨论|研究|传达)(?:了|并|和|通过)*[^，。]{0,40}(?:汇报|情况|报告|问题|事宜|事项|意见|精神)$"
)


def section_kind(heading: str) -> str:
    """Return what kind of section a heading begins, "" where it does not show.

    What begins with a verb says what is to be done about a problem: 破解停车之难, 全面排查隐患.
    """
    heading = _CITED.sub("", heading)
    if _TAKEN_UP.match(heading[heading_number(heading) :]):
        return ""
    kind = next((kind for kind, signs in SECTIONS if any(sign in heading for sign in signs)), "")
    asks = kind == "problem" and words_of(heading, heading[: heading_number(heading)]).verb
    return "advice" if asks else kind


def headings_of(passages: Sequence[Passage]) -> list[tuple[Passage, ...]]:
    """Return the headings above each passage, outermost first."""
    stack: list[Passage] = []
    out: list[tuple[Passage, ...]] = []
    for passage in passages:
        if passage.role is Role.TITLE:
            stack = []
        if passage.role is Role.HEADING:
            stack = [*(p for p in stack if p.level < passage.level), passage]
        out.append(tuple(stack))
    return out


_WITH_COUNTRY = re.compile(rf"([\u4e00-\u9fff]{{2,6}}?) ?[（(](?:{'|'.join(COUNTRIES)})[）)]")
_CITY = re.compile(
    r"([\u4e00-\u9fff]{2,3})(?:市|县|区)(?:人民政府|委|政府|委员会|[\u4e00-\u9fff]{0,8}(?:行动|方案|条例|纪要|规划|计划|意见))"
)
_NAMED_CITY = re.compile(r"([\u4e00-\u9fff]{2})(?<![我本全各城超夜都股门集菜楼早花鱼])[市县](?!场|民|值|区|直|级|长)")
_OFTEN, _MOSTLY = 3, 6


def places_elsewhere(passages: Sequence[Passage], own: frozenset[str]) -> re.Pattern[str]:
    """Return what names a place elsewhere: those everybody knows, and those a text sets beside their country."""
    stated = {match[1] for p in passages for match in _WITH_COUNTRY.finditer(p.text)}
    names = {name for name in (*PLACES, *stated) if name not in own}
    return re.compile("|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name))))


def own_places(passages: Sequence[Passage], known: Sequence[str] = ()) -> frozenset[str]:
    """Return the places a text speaks for: those of its titles and signatures, and the ledger's own."""
    around = " ".join(p.text for p in passages if p.role in (Role.TITLE, Role.BYLINE, Role.ASIDE))
    body = " ".join(p.text for p in passages[:6])
    stated = {match[1] for match in _CITY.finditer(around + " " + body)}
    titles = " ".join(p.text for p in passages if p.role is Role.TITLE)
    titled = {city for city in PLACES if city in titles}
    whole = " ".join(p.text for p in passages)
    counted = Counter({city: whole.count(city) for city in PLACES - frozenset(COUNTRIES)}).most_common(2)
    leading = counted[0][0] if counted[0][1] >= max(_MOSTLY, 2 * counted[1][1]) else ""
    named = {
        name for name in _NAMED_CITY.findall(around + " " + whole) if name not in PLACES and whole.count(name) >= _OFTEN
    }
    return frozenset((*known, *OWN, *stated, *titled, *named, *([leading] if leading else [])))
