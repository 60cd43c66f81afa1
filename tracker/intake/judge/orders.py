"""How much the words of a paper that instructs offices speak for an order, clause by clause, beside the trained weights.

Talk and notices put an order in words that no list of verbs holds: 统计局每月15日给我一份表. What shows it is who is
addressed, until when, and that it must be; in other kinds of text the same words mostly report.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from tracker.intake.judge.clause_words import Words, first_word, words_of
from tracker.intake.judge.context import Setting
from tracker.intake.lexicon import ADVERBS, VERBS
from tracker.intake.text.clauses import Clause
from tracker.intake.text.passage import Passage, Role


@dataclass(frozen=True, slots=True)
class Order:
    """How a clause orders: by its own words and whether those say who is to do it; and what speaks for an action.

    `begins` and `goes_on` are added, in logarithms, to what the weights say; `strength` is one of the figures below.
    """

    strength: float
    addressed: bool
    begins: float
    goes_on: float


#: What papers that instruct offices say beside what they report is more often an order than elsewhere.
EAGER = 0.7
ROUTED, CHARGED, DECIDED, DEMANDED, WISHED = 5.0, 4.0, 3.0, 2.0, 1.0
#: Behind an order in its sentence.
GOES_ON = 1.5
REPORTED = -3.0
#: A text in which so many paragraphs, and this share of all, charge offices is one of orders.
_FEWEST, _MOST = 4, 0.6
#: Characters of a clause that can order something by itself.
_SHORTEST = 5
#: Kinds of paper in which offices are told what to do.
_INSTRUCTING = frozenset(("order", "minutes", "speech", "note"))
_TITLES = re.compile(
    r"批示|督办|交办|责令|电话记录|传真|明传|提示函|的函|通报|(?:现场|调度|部署|协调|推进|视频|动员|办公)会"
    r"|(?:书记|市长|区长|县长)[^，。]{0,6}(?:调研|检查|督查|现场|座谈)"
)
_MEETING = re.compile(r"(?:会议|会上)[^，。]{0,6}(?:要求|强调|决定|议定|明确|指出|同意)")
_LEADER = re.compile(r"(?:市长|书记|区长|县长|镇长|主席|局长)")
_LEADER_ASKS = re.compile(r"(?:^|[。”])[^，。：“]{2,8}(?:要求|强调)[，：]")
_BODY = re.compile(
    r"局(?![部面势限])|委(?![托员派任屈])|办(?![法理事公案])|室(?![内外设])|(?<![全局内外大干])部(?![分署件位])|厅|院(?!校|士)|政府|所有单位|派出所|研究所|站(?!位|点|在)|队(?!伍)|银行|供销社|(?<![小片校园景城地库灾山厂老新])区(?![域别间分内])|县(?!城)|镇|乡|"
    r"公司|集团|中心|街道|学校|医院|企业|单位|部门|指挥部|管委会|委员会|居委会|村委会|家委会|社区|工会|妇联|残联|大学|协会|商会|专班|网格员|窗口|各校|各园"
)
_SHORT = (
    "住建|水务|城管|民政|残联|审计|消防|公安|交警|应急|环保|生态环境|经信|发改|财政|教育|卫健|商务|文旅|水利|农业农村|人社|市场监管|市监|统计|"
    "宣传|网信|纪检|司法|信访|规划|自规|国资|金融|税务|交通|供电|气象|海警|渔政|妇联|团委|工会|医保|林业|科技|大数据|海关|海事"
)
#: A date or a rhythm right behind the subject: 统计局每月15日, 交通局于5月底前.
_WHEN = r"(?:(?:于|在|从|自)?(?:\d|[一二两三四五六七八九十半]{1,3}[月日天周个旬季年]|本[月周年]|下[月周]|今[年冬春夏秋天晚夜]|明[年天早晚]|当[天日晚]|连夜|汛前|节前|年[底内]|月[底内]|春节|国庆|即日)|每)"
_TO = re.compile(
    rf"要|应|须|需|可|得|不得|必须|务必|负责|牵头|会同|会商|商|配合|参加|把|将|给|向|先|也|都|逐|按|对|以|立即|马上|自行|单独|各(?=[^级地])|在(?=[^，。]{{2,14}}(?:前|时|内|里|处|侧|口|上|下)[^，。]{{2}})|{_WHEN}"
)
_SHORT_SUBJECT = re.compile(rf"(?:{_SHORT})(?:[、和](?:{_SHORT}))*(?:等?部门)?")
_LONGEST_SUBJECT = 22
_ASKED = re.compile(
    r"(?:请|由)(?=[^，。]{2})(?!问|示|看|假|予|他们说|于|此)|[^，。心看问]{0,10}(?:可否|能否|能不能)(?=[^，。]{3})"
)
_BY = re.compile(
    rf"(?:[^，。的]{{2,14}})?(?:于|在|最迟)?(?:{_WHEN}[^，。]{{0,9}}?(?:前|之前|以前|底|以内|之内|内|起))(?=[^，。]{{3}})|(?:力争|确保|争取)"
)
_MUST = re.compile(
    r"不得|严禁|不许|不准|务必|必须|须(?!知)|一律|^先(?!后|进|前|是|说|讲|看)|一个不|逐[个一户件项段店站校村条](?=[一-龥])|全部(?=[一-龥])|限期|责令|(?<![主重需只首纪摘紧概必])要(?![求点素么闻害是])"
)
#: From when to when something is so: 22时至次日6时, 自14日中午起.
_HOURS = re.compile(r"(?:自|从)?\d{1,2}[时点日][^，。的]{0,8}(?:至|到|起)[^，。]{4}")
_DECIDED = re.compile(
    r"^(?:会议)?(?:决定|议定|明确|同意|商定|要求)[，：]?(?=[^，。]{5})(?!以下|如下|下列|[^，。]*(?:请示|方案|报告|汇报|意见|规划)[，。；]?$)"
)
#: Who is to pay or do it, behind what is named first: 所需资金由市财政安排.
_BY_WHOM = re.compile(rf"[^，。的]{{2,14}}由(?:市|区|县|各)?(?:{_SHORT}|[^，。]{{0,8}}(?:{_BODY.pattern}))")
#: An office at the very beginning, and anything it could do behind: 国资委盘一盘.
_NAMED = re.compile(
    r"(?:市|区|县)?[^，。的]{1,5}(?:局|委|办|支队|集团|公司|街道|管委会)(?!长|面|部|负责人|[了已正曾说讲称认反介汇有是的在和、也还])(?=[^，。]{3})(?![^，。]*(?:了|过|问题|情况)[，。；]?$)"
)
#: Somebody settles what is to be done, in what follows: 李明当场定：…；…
_DECIDES = re.compile(r"[^，。：“]{1,12}(?:当场定|定下|拍板|交代|部署|要求|决定|议定)[：:，]")
#: A paragraph that names at its head whom it is for: 给教育局的作业：, —— 市城管局：
_ADDRESSED = re.compile(
    rf"(?:——|[—\-•●▲■◆*]|\d{{1,2}}[.、．]|[（(][\d一二三四五六七八九十]+[）)])?\s*(?:给|对|请)?[^，。：；]{{0,16}}"
    rf"(?:(?:{_BODY.pattern})(?:[）)])?|(?:{_SHORT})|[^，。：]们)(?:的[^，。：]{{1,4}})?[：:](?=.{{6}})|给[^，。：]{{2,10}}的[^，。：]{{1,4}}[：:]"
)
_SOON = re.compile(
    r"明年|今年|年[内底]|[本下]月|月[内底]|\d日|[一二三两四五六七八九十\d]+(?:天|日|周|个月)[之以]?内|今[天晚]|明[天早]|前"
)
#: Where a paper with a note of a leader goes.
_ROUTED = re.compile(
    r"转[^，。]{2,24}(?:阅处|办理|研处|阅研|核处|研究|处理|落实|阅)|(?:此件|结果|情况|进展|处理情况)[^，。]{0,6}(?:告|报|发|送|转|抄)(?=[^，。]{1,12}[，。；])"
)
_POINTED_OUT = re.compile(r"[^，。]{0,6}(?:会议|会上)?(?:指出|认为)[，：]?")
_PERSON = re.compile(
    r"[^，。]{1,6}同志(?:你)?(?:来|要|负责|牵头|抓|当|去|把|带|具体)|(?:你们|大家|各家)(?:要|把|去|先|拿|回|每|都要|抓紧)"
)
#: What is told, thought or heard, and not ordered.
_TOLD = re.compile(
    r"听取|听说|据悉|了解到|汇报了|作了|通报了|介绍了|反映的|发现(?!一)|^据|审议通过|原则通过|讨论了|报告了|主持召开|参加(?:会议|了)|召开了|开展了|如下|会议认为"
    r"|同意[^，。]{2,30}(?:请示|方案|报告|汇报|意见|规划|计划|安排)[，。；]?$"
)
#: What a sentence of a report begins or ends with: how many there are of what, when it was, that something is amiss.
_REPORTS = re.compile(
    r"^(?:有\d+|有[^，。]{0,6}[家个所处名户人的](?![要应须])|个别|多数|大多|部分|不少|少数|一些|昨[天日]|前[天几]|刚才|上[周月]|抽查的|目前|现在|眼下|这[个份些件]|账上|统计表明|数据显示|会议指出)"
    r"|无人|没人|仍(?:然|未|有|在)|[只仅]完成|停滞|尚未|有水分|至今|过[近远高低多少慢大小]|不[全齐清严实细分够畅][，。；]|没有(?!就|的)[^，。]{1,6}[，。；]?$"
)
#: What makes an order of a sentence that also tells of what was done.
_DEMANDS = re.compile(r"[要应须请]|务必|由|负责|牵头|前")
#: What an order is about that is more than an attitude.
_TANGIBLE = frozenset(("figure", "due", "object", "issue", "list", "treated"))
_HELD = frozenset(
    ("past", "rejected", "virtue", "stating", "courtesy", "citing", "announcing", "preamble", "method", "notice")
)


def orders_of(passages: Sequence[Passage], clauses: Sequence[Clause], settings: Sequence[Setting]) -> list[Order]:
    """Return for every clause how it orders, and what speaks for an action beginning there or going on."""
    words = [words_of(clause.text, clause.ordinal) for clause in clauses]
    orders = [_order(clause, said) for clause, said in zip(clauses, words, strict=True)]
    instructs = _is_instructing(passages) or _is_of_orders(clauses, orders)
    ordering = {clause.passage for clause, (strength, _) in zip(clauses, orders, strict=True) if strength > EAGER}
    addressed = {number for number, p in enumerate(passages) if _ADDRESSED.match(p.text) or _LEADER_ASKS.match(p.text)}
    decided = -1  # the passage in which somebody has begun to say what is to be done
    asking = {
        clause.passage
        for clause, said in zip(clauses, words, strict=True)
        if said.modal or _ASKED.match(said.bare) or _DECIDED.match(said.bare) or _MUST.search(said.bare)
    }
    reported_at = {clause.sentence: i for i, clause in enumerate(clauses) if "past" in words[i].marks}  # the last one
    out: list[Order] = []
    sentence, ordered = -1, False
    for i, (clause, said, setting) in enumerate(zip(clauses, words, settings, strict=True)):
        strength, own = orders[i]
        if clause.sentence != sentence:
            sentence, ordered = clause.sentence, False
        instructed = instructs or setting.paper in _INSTRUCTING or setting.label == "order"
        if not instructed or setting.section in ("lesson", "practice") or setting.label == "outcome":
            out.append(Order(strength, own, 0.0, 0.0))
            continue
        begins = strength
        if setting.lead == "problem" and clause.passage not in asking:
            begins = 0.0 if strength > EAGER else REPORTED
        elif strength == CHARGED and reported_at.get(clause.sentence, -1) >= i and not _DEMANDS.search(clause.text):
            begins = 0.0
        elif strength == EAGER:
            begins = max(_eager(clause, said, ordering, addressed), DEMANDED if clause.passage == decided else 0.0)
        decided = clause.passage if _DECIDES.match(clause.text) else decided
        after = GOES_ON if ordered and begins >= 0 and not _is_held(said) else min(begins, 0.0)
        out.append(Order(strength, own, begins, max(after, 0.0 if own else begins)))
        ordered = ordered or begins > EAGER
    return out


def _eager(clause: Clause, said: Words, ordering: Set[int], addressed: Set[int]) -> float:
    """Return what a clause without signs of its own gains from the passage it stands in."""
    if clause.passage in addressed:
        return CHARGED if _SOON.search(said.bare) else DECIDED
    return EAGER if clause.passage in ordering else 0.0


def _is_instructing(passages: Sequence[Passage]) -> bool:
    """Tell whether a text says that it instructs: by its title, or because it reports what a meeting or leader asks."""
    titles = " ".join(p.text for p in passages if p.role is Role.TITLE)
    body = [p.text for p in passages if p.role is Role.BODY]
    met = sum(bool(_MEETING.search(text)) for text in body)
    if any(_LEADER.search(text) for text in body[:2]):
        met += sum(bool(_LEADER_ASKS.search(text) and not _MEETING.search(text)) for text in body)
    return bool(_TITLES.search(titles)) or (met >= min(2, len(body) / 5) and 5 * met >= len(body) > 0)


def _is_of_orders(clauses: Sequence[Clause], orders: Sequence[tuple[float, bool]]) -> bool:
    """Tell whether most paragraphs of a text give offices something to do, whatever it is called."""
    strong = {
        clause.passage
        for clause, (strength, _) in zip(clauses, orders, strict=True)
        if strength >= CHARGED and _DEMANDS.search(clause.text)
    }
    return len(strong) >= _FEWEST and len(strong) >= _MOST * len({clause.passage for clause in clauses})


def _order(clause: Clause, words: Words) -> tuple[float, bool]:
    """Return how strongly a clause orders something, and whether it says itself who is to do it."""
    said = words.bare
    if len(said) < _SHORTEST:
        return (REPORTED if clause.first and clause.last else 0.0), False
    if _TOLD.search(clause.text) or (_POINTED_OUT.match(clause.text) and not _MUST.search(said)):
        return REPORTED, False
    if _is_held(words):
        return 0.0, False
    if _ROUTED.match(said):
        return ROUTED, True
    if not words.modal and not _MUST.search(said) and _REPORTS.search(said) and not _ASKED.match(said):
        return REPORTED, False
    if _ASKED.match(said) or _PERSON.match(said) or charges(said):
        return CHARGED, True
    if _NAMED.match(said) and "figure" not in words.marks:
        return DEMANDED, True
    return _demand(said, words), False


def _demand(said: str, words: Words) -> float:
    """Return how strongly a clause orders something that does not begin with who is to do it."""
    if _BY_WHOM.match(said):
        return CHARGED
    if _DECIDED.match(said) or _BY.match(said) or _HOURS.match(said):
        return DECIDED
    if "person first" in words.marks or "being" in words.marks:
        return 0.0
    if "quota" in words.marks or _MUST.search(said.replace("要", "")):
        return DEMANDED
    if words.modal or _MUST.search(said):
        return DEMANDED if _TANGIBLE.intersection(words.marks) else WISHED
    if "issue" in words.marks and not words.inner_verb:
        return 0.0
    return EAGER


def _is_held(words: Words) -> bool:
    """Tell whether a clause tells something instead; an attitude with a figure or a date is none: 精神科上调至1.3."""
    held = _HELD.intersection(words.marks)
    return bool(held) and (held != {"virtue"} or not {"figure", "due"}.intersection(words.marks))


def charges(said: str) -> bool:
    """Tell whether a clause begins with offices and what they are to do."""
    short = _SHORT_SUBJECT.match(said)
    if short and _TO.match(said, short.end()):
        return True
    return any(
        match.start() and not re.search(r"[的“”（(：]", said[: match.start()]) and acts(said[match.end() :])
        for match in _BODY.finditer(said[:_LONGEST_SUBJECT])
    )


def acts(rest: str) -> bool:
    """Tell whether what stands behind an office is what it is to do."""
    return bool(_TO.match(rest) or rest.startswith(tuple(ADVERBS)) or (len(rest) > 3 and first_word(rest, VERBS)))
