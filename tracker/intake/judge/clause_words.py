"""What a clause says by its words: modal, first verb, means, purpose, past, place, person, figure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.intake.lexicon import (
    ADVERBS,
    AIMS,
    BODIES,
    ISSUES,
    LEADS,
    MEANS,
    MODALS,
    OBJECTS,
    OWN,
    PAST,
    PERSONS,
    PURPOSE,
    VERBS,
    VIRTUES,
)
from tracker.intake.text.clauses import Clause

_LONGEST_WORD = 5
#: Letters behind a verb that make it a noun, an adjective or something over and done.
_NOMINAL = frozenset("后的者率性型业了过着")
_PREPOSITIONS = frozenset("由对把将在从以向与给为按据凭让请经用于至到就")
_NOT_MODAL = re.compile(
    r"主要|重要|需要|只要|要求|要素|必要|首要|纪要|摘要|提要|要点|要害|要闻|紧要|概要|要么|只需|急需|所需|适应|供应|响应|应用|反应|相应|效应|应对|应急|感应|对应|应届"
    r"|该(?:市|县|区|镇|村|省|国|项|条|款|局|委|办|院|校|馆|站|厂|店|所|中心|公司|集团|企业|单位|平台|系统|机构|小区|社区|书|文|案|报告|办公室|地|人|同志)|望(?:着|见|去|远)|希望工程"
    r"|要不要|要知道|要看到|也要看|要说|要是|要想|要在于|可能|可以说|可见|认可|许可|可靠|可持续|可复制|可推广|可行|可观|可比|必须说|不应|应该说|不要总怪"
)
#: What only stresses the modal behind it: 特别要, 更应当.
_STRESSED = re.compile(r"(?:特别|尤其|更|还|也|都|首先|同时)(?=要|应|须|需|必须)")
_REAL_MODAL = re.compile(
    r"应当|应该|必须|需要|务必|可以|可考虑|不妨|建议|希望|能不能|能否|可否|亟需|亟待|有必要|还要|也要|都要|更要|要|应|须|需|请|宜|可|最好|不得|严禁|力争|争取"
)
_COMPLETED = re.compile(
    r"[\u4e00-\u9fff]了(?!解|望|算)|已经|已[^，]{0,8}|曾|先后|累计|截至|(?<![按照以])去年|近(?:年|\d+年|[一二三四五六七八九十两几]+年)来?|过去|以来|同比|比上年|较上年|据统计|据介绍"
)
_WISH = re.compile(
    r"能不能|能否|可否|可不可以|行不行|好不好|如何不|吧[。！？，]?$|也?可以.{0,2}嘛|就更好|^希望|^盼|^建议|^请(?!问|看)|恳请|不妨|完全可以|也行|要是.{0,12}就"
)
_URGED = re.compile(
    r"(?:他|她|们|[\u4e00-\u9fff]{2,3}|代表|委员|专家|与会者)(?:则|还|也)?(?:建议|主张|呼吁|提议)|(?:认为|提出|指出)[，：]?(?:可以|可|应|要|需)"
)
_ASSEMBLED = re.compile(
    r"(?:全会|大会|会议|常委会|座谈会|省委|市委)[^，。]{0,10}(?:提出|强调|要求|指出|部署|明确|号召)"
)
_NOTICE = re.compile(
    r"(?:读者|乘客|旅客|观众|市民|用户|车主)(?:朋友)?(?:应|请|须|凭|需|可)(?:提前|留意|注意|携带|配合|凭|持|预约|关注|乘坐)"
    r"|(?:读者|乘客|观众|市民)凭|请(?:广大)?(?:市民|读者|乘客|旅客|观众|用户|车主)"
    r"|(?:周[一二三四五六日天]|[本下]周|\d日|即日)起[^，。]{0,8}(?:开放|运行|营业|调整|检修|停水|停电|施工|封闭|改道|恢复|暂停|延长|开通)"
)
_PREDICATES = (
    "路径|途径|选择|保障|源泉|之义|必由之路|前提|基础|重要方面|内容|所在|课题|支撑|标志|本质|体现|力量|要求|条件|动力|灵魂|方式|手段|"
    "关键|核心|根本|抓手|举措|环节|法宝|资源|产物|结果|生产力|竞争力|理念|行为|概念|形态|过程|总和|统称|象征|缩影|密码"
)
_STATING = re.compile(
    rf"(?:(?<![其别或于但])是|乃|成为)[^，。]{{0,30}}(?:{_PREDICATES})[，。！；]?$"
    r"|势在必行|刻不容缓|至关重要|任重道远|迫在眉睫|大势所趋"
)
#: 再就是 goes on with a list, as 二是 does, and says nothing of what something is.
_MORE = re.compile(r"^(?:再|还有|另外|此外|剩下的|最后)?就是")
#: The same over several clauses: the subject and 是, what it is good for, the noun at the end.
_STATING_LONG = re.compile(
    rf"^(?!第?[一二三四五六七八九十]是|[^，]{{0,12}}(?:关键|重点|当务之急|首要|办法|出路|突破口|建议|想法|做法|任务|目的)是)"
    rf"[^。；：]{{2,40}}(?<![使便但凡若只要可就总还更其别或于])是[^。；：]{{4,160}}(?:{_PREDICATES})[。！]?$"
)
#: Who wrote a text and how it came about is no part of what it asks for.
_CREDIT = re.compile(
    r"^[（(【](?:作者|本文|本刊|执笔|来源|摄影|整理)"
    r"|(?:课题组|调研组|研究团队|研究小组|编辑部|本(?:中心|文|报|刊|院|所|课题)|我[院所])[^。]{0,40}(?:组织|邀请|组建|进行|开展|走访|形成|选取|选登|摘登|梳理|采访|刊发)"
)
_METHOD = re.compile(
    r"(?:课题组|研究(?:团队|小组|院|所|中心))[^，。]{0,16}(?:组建|成立|邀请|走访|研究|考察)|(?:研讨|梳理|比较分析)了|摘要刊"
)
_PREAMBLE = re.compile(r"制定本|特制定|现[^，。]{0,12}如下|结合我?[^，。]{0,4}实际|为深入贯彻|为进一步贯彻")
_CITING = re.compile(
    r"写着|写得|写明|规定[：“]|^(?:您|你|贵)[^，。]{0,3}(?:在[^，。]{0,8}[中里上]|来信|来电)[^，。]{0,4}(?:提出|指出|反映|提到|建议|认为)"
)
#: What was asked for and is turned down: 暂不具备条件.
_DECLINED = re.compile(
    r"未(?:能)?(?:形成|达成|取得)一致|留待(?:下次|以后|进一步)|未予采纳|不(?:予)?采纳|(?:暂|尚)(?:时)?(?:不具备|不予|不宜|不作|不考虑|无法|难以)|条件[^，。]{0,4}不成熟|不予采纳|难以采纳"
)
#: What letters and answers end with.
_COURTESY = re.compile(
    r"(?:感谢|谢谢)[^，。]{0,12}(?:关心|支持|关注|意见|建议|理解)|^(?:以上[^，。]{0,8}|请求)?(?:妥否|当否)|^特此(?:报告|通知|通报|请示|函告|函复|批复|说明)|^如无不妥"
    r"|(?:请|恳请|望|敬请)[^，。]{0,6}(?:批示|批复|审示|指正|谅解|批准)[。！]?$|^请(?:认真|切实|遵照|参照)?(?:抓好|做好)?(?:贯彻|遵照|参照)?(?:落实|执行|办理)[。！]?$"
    r"|(?:希望|欢迎)(?:您|你们?|各位|大家)?(?:今后|以后)?(?:继续|一如既往|多)[^，。]{0,6}(?:提|关心|支持|关注)"
)
#: How many things follow: 今年要办好几件事.
_ANNOUNCING = re.compile(
    r"(?:办|做|抓|讲|谈|提|说|强调)[^，。]{0,4}(?:几|以下|[一二三四五六七八九十两\d]+)(?:件|点(?![一二三四五六七八九\d])|个|项|条)[^，。]{0,3}(?:事|实事|方面|意见|要求|工作)?[。：]$"
)
#: What is asked to be answered, not to be done: 钱从哪里来？
_ASKED = re.compile(r"(?:哪[里儿些个]|怎么|怎样|如何|为什么|为何|什么|谁|多少|何处)[^。？?]{0,14}[？?]")
#: A complaint at the end of a sentence: 问题仍然突出.
_STANDING = re.compile(r"(?:问题|矛盾|现象|短板|差距)[^，。]{0,6}(?:突出|存在|严重|凸显|明显|不少)[。；]?$")
_SOME_PAST, _SOME_VIRTUE, _SOME_AIM, _SOME_ISSUE, _SOME_OBJECT = (
    re.compile("|".join(map(re.escape, sorted(listed)))) for listed in (PAST, VIRTUES, AIMS, ISSUES, OBJECTS)
)
#: What is striven for has not come about: 努力达到, 力争取得.
_STILL_TO_COME = re.compile(r"(?:努力|力争|争取|确保|要|应|须|不断|逐步)(?:率先)?(?:达到|获得|取得|实现增长)")
#: A shortcoming that is to be mended is none that is complained of: 缩小差距, 补齐短板.
_MENDED = re.compile(
    rf"(?:缩小|补齐|补上|破解|解决|化解|消除|缓解|克服|弥补|防范|防止|避免|攻克|突破|打破|降低|排查|疏通|打通)"
    rf"[^，。；了]{{0,16}}?(?:{_SOME_ISSUE.pattern})"
)
_PERSONS, _ADVERBS = tuple(PERSONS), tuple(ADVERBS)
_QUESTION = re.compile(r"[？?]")
_FIGURE = re.compile(r"\d")
_BEING = re.compile(r"(?<![但凡若只要可就总还更正其别或于])是(?!否)")
_DUE = re.compile(r"20\d\d年|年底|月底|年内|[一二三两\d]+年内|季度|上半年|下半年|\d月")
_LAW = re.compile(r"按照.{0,8}规定|规定|同时废止|施行|法律|条例.{0,6}(?:要求|明确)|依法应|原定|当年|当时|历史|曾提出")
_EXAMPLED = re.compile(r"以[^，。]{2,30}为例|^(?:例如|比如|譬如|如[^，。]{2,12}(?:公司|集团|企业))")
#: Individuals or everybody as the subject of what is demanded.
_PERSON_TO = re.compile(
    r"[^，。]{0,8}(?:青年|党员|干部|群众|市民|学生|同学|教师|医生|工作者|企业家|职工|员工|劳动者|公民|家长|子女|家庭|人人|每个人)"
    r"(?:们|朋友)?(?:都|更|也|还|尤其|特别)?(?:要|应|必须|须|需|不能|不要|勇|争做|甘)"
)
#: How people ask for something when they talk.
_SPOKEN = re.compile(
    r"(?<![觉值获取使懂晓记显变算来舍说做过赢])得(?!多[，。；！了]|多$)(?=[有把让先给赶再加多建办找靠用改提涨管出跟补算尽弄搞想另])"
    r"|别(?=[光总再把让一只]|都)|不许|不准|一律|该(?=[补管建改放给让有办拆修关停下收减免罚])|(?:就行|就够|才行|为好|为宜)[了。，；]|再也?不能|不妨"
    r"|[一-龥]一[一-龥](?=[。，；吧])(?<=[管试改查提补问看议听修理量走跑练谈学])"
)
#: What is done to something without a verb in front: 对老旧设备进行更新, 对首次参展的给予补助.
_TREATED = re.compile(r"(?:对于?|就)[^，。]{2,40}?(进行|予以|给予|加以|实行|实施|开展|作出)(?![了过着])")
#: What something is to come to, said in talk at the end of a clause: 收拾出来, 报上来, 装上, 换掉.
_BROUGHT_ABOUT = re.compile(
    r"(?:[上下出起过回进]来|[出上下过回]去|到位|清楚|明白|一遍|下去|[接换装补管拆定配搬停清退看写修关调派拉守办做弄挂贴铺][上下齐掉走好完住清]|[统拆换关补还定退][^，。]?了)[，。；！？吧]*$"
)
#: Haste, or the small favour in which people put a demand.
_PRESSED = re.compile(
    r"早日|赶快|赶紧|赶早|马上|立马|立即|当天|随时|抓紧|尽快|尽早|一下(?=[，。；！？]|$)|(?:给|帮)(?:我们?|个|大家|人家|他们|她|他)(?![们的])|^先(?!后|进|前|是|说|讲|生)"
)
#: What is to be left off: 不搞迎送, 不要通知下面.
_LEFT_OFF = re.compile(
    r"^(?:也|就|都|再)?(?:不(?:搞|发|设|收|办|打|清|留|用|许|准|得|再|可)|少(?=[讲说搞开发])|别|勿|切勿|严禁|杜绝)"
)
#: A measure that something has to keep to.
_BOUND = re.compile(r"不(?:超过|少于|低于|高于|大于|小于|晚于|迟于)|控制在|压(?:缩|减)(?:到|至)|以内|一律|统一")
#: A way is weighed against another or an alternative offered.
_WEIGHED = re.compile(
    r"与其|倒?不如|何不|何妨|不妨|倒(?:可以|是)|要么|索性|干脆|(?:行不行|好不好|可不可以|成不成)|就(?:好|够|行|成)了?[。！？]"
)
#: What the writer, an office, says it will do: 我局将, 下一步拟.
_OWN_WILL = re.compile(
    r"(?:我[局委办院市区县们部厅中]|本[局委院办])[^，。]{0,6}?(?:将(?!近)|拟|计划|准备|打算|继续)|^(?:还|也|下一步)?(?:拟|计划|将)(?![近来])"
)
#: An effort called for, whatever the verb behind it.
_EFFORT = re.compile(
    r"(?:积极|主动|大力|努力|着力|加快|持续|全力|稳步|有序|深入|抓紧|尽快|不断|加速|逐步|率先)地?(?=[一-龥]{3})(?!了|性|的)"
)
#: How many for each: 每个街道建一处.
_QUOTA = re.compile(
    r"每(?:个|所|座|家|村|镇|街道|社区|学校|区|县|年|季度?|月|半年|周|户|人|处|类|条)[^，。]{0,14}(?:至少|不少于|不低于|配|建|办|开|选|派|组织|[一两二三\d]+(?:次|名|处|个|所|场|位|家|回|遍))"
)
_REJECTED = re.compile(
    r"有人(?:说|认为|建议|担心)|也有人|不可取|不太赞成|这种看法|误区|以为|总觉得|难道|不能.{0,8}了之|不是办法"
)
_CONDITION = re.compile(
    r"^(?:只要|如果|若|一旦|只有|唯有|除非|当|要实现|要想|即使|虽然|尽管|不论|无论|由于|因为|随着|鉴于|凡是?)"
)


@dataclass(frozen=True, slots=True)
class Words:
    """What one clause says; `bare` is without ordinal, lead-in and adverbs, `core` without modal as well."""

    bare: str
    core: str
    modal: str
    verb: str
    inner_verb: str
    preposition: str
    marks: tuple[str, ...]


@lru_cache(maxsize=8192)
def words_of(text: str, ordinal: str) -> Words:
    """Return what the words of a clause show."""
    bare = _without_lead(text.strip(" 　").removeprefix(ordinal).strip(" 　“‘「，,"))
    core, modal = _without_modal(_without_own_subject(bare))
    core = _without_adverbs(core)
    return Words(
        bare, core, modal, _first_verb(core), _inner_verb(core),
        core[:1] if core[:1] in _PREPOSITIONS else "", tuple(_marks(bare, core, text)),
    )  # fmt: skip


def _without_lead(text: str) -> str:
    """Drop words before a comma that lead in, and small words at the beginning."""
    head, comma, rest = text.partition("，")
    if comma and len(rest) > 2 and (head in LEADS or len(head) <= 16):
        text = rest
    changed = True
    while changed:
        changed = False
        for lead in ("同时", "此外", "另外", "并且", "而且", "并", "还", "也", "再", "则", "如", "即", "但", "而"):
            if text.startswith(lead) and len(text) > len(lead) + 2:
                text, changed = text[len(lead) :].lstrip("，"), True
    return text


def _without_own_subject(text: str) -> str:
    """Drop the own place or 我们 where it is what a modal behind it calls upon: 我市要, 我们应当."""
    own = next((name for name in OWN if text.startswith(name)), "")
    return text[len(own) :] if own and _without_modal(text[len(own) :])[1] else text


def _without_modal(text: str) -> tuple[str, str]:
    """Return a clause without the modal it begins with, and the modal, "" without one."""
    if _NOT_MODAL.match(text) and not text.startswith(("需要", "必要")):
        return text, ""
    for length in range(_LONGEST_WORD, 0, -1):
        if text[:length] in MODALS and len(text) > length:
            return text[length:], text[:length]
    stressed = _STRESSED.match(text)
    return _without_modal(text[stressed.end() :]) if stressed else (text, "")


def _without_adverbs(text: str) -> str:
    changed = True
    while changed and text.startswith(_ADVERBS):
        changed = False
        for adverb in ADVERBS:
            rest = text[len(adverb) :].lstrip("地") if text.startswith(adverb) else ""
            if len(rest) > 2 and (first_word(rest, VERBS) or rest[0] in _PREPOSITIONS):
                text, changed = rest, True
                break
    return text


def first_word(text: str, words: frozenset[str]) -> str:
    """Return the longest of these words that a text begins with, "" for none."""
    return next((text[:n] for n in range(_LONGEST_WORD, 0, -1) if text[:n] in words), "")


def _first_verb(core: str) -> str:
    """Return the verb that a clause begins with, "" where its word only names or dates something: 改造后的, 服务业.

    Where what is treated comes first, the verb is the one behind it: 对设备进行更新.
    """
    if treated := _TREATED.match(core):
        return treated[1]
    verb = first_word(core, VERBS)
    return "" if core[len(verb) : len(verb) + 1] in _NOMINAL else verb


def _inner_verb(core: str) -> str:
    """Return the first verb of two letters behind the beginning of a clause."""
    return next((core[i : i + 2] for i in range(1, len(core) - 2) if core[i : i + 2] in VERBS), "")


def _marks(bare: str, core: str, text: str) -> list[str]:
    """Return the signs of a clause by name."""
    plain = _NOT_MODAL.sub("■", bare)
    modal = _REAL_MODAL.search(plain)
    signs = (
        _asking(bare, core, text)
        | _telling(text)
        | {
            "purpose": first_word(core, PURPOSE),
            "means": first_word(core, MEANS),
            "modal inside": modal and modal.start() > 0,
            "past": _COMPLETED.search(text) or _SOME_PAST.search(_STILL_TO_COME.sub("■", text)),
            "question": _QUESTION.search(text),
            "figure": _FIGURE.search(text),
            "being": _BEING.search(bare),
            "due": _DUE.search(text),
            "law": _LAW.search(text),
            "assembled": _ASSEMBLED.search(text),
            "notice": _NOTICE.search(text),
            "preamble": _PREAMBLE.search(text),
            "stating": _STATING.search(_MORE.sub("", bare)),
            "method": _METHOD.search(text),
            "pointing": bare.startswith(("这", "那", "它")),
            "rejected": _REJECTED.search(text),
            "condition": _CONDITION.search(bare),
            "person first": bare.startswith(_PERSONS) or _PERSON_TO.match(bare),
            "exampled": _EXAMPLED.search(text),
            "body first": body_first(bare),
            "virtue": _SOME_VIRTUE.search(text),
            "aim": _SOME_AIM.search(text),
            "issue": _SOME_ISSUE.search(_MENDED.sub("■", text)),
            "object": _SOME_OBJECT.search(text),
            "quoted": "“" in text,
            "list": "、" in text,
            "not": re.search(r"不(?!断|少于|超过|低于|得|动产|再|妨|同)|没有|未", text),
            "reported": re.search(r"强调|指出|认为|提出|要求|表示|呼吁", bare[:16]),
        }
    )
    return [name for name, shown in signs.items() if shown]


def _asking(bare: str, core: str, text: str) -> dict[str, object]:
    """Return the signs that a clause asks for something, other than modal and verb."""
    return {
        "wish": _WISH.search(bare),
        "urged": _URGED.search(text),
        "spoken": _SPOKEN.search(text),
        "quota": _QUOTA.search(text),
        "treated": _TREATED.match(core),
        "brought about": _BROUGHT_ABOUT.search(text),
        "pressed": _PRESSED.search(bare),
        "left off": _LEFT_OFF.match(core),
        "bound": _BOUND.search(text),
        "weighed": _WEIGHED.search(text),
        "own will": _OWN_WILL.search(bare),
        "effort": _EFFORT.match(_without_modal(bare)[0]),
    }


def _telling(text: str) -> dict[str, object]:
    """Return the signs that a clause only tells something or leads to what follows."""
    return {
        "citing": _CITING.search(text.strip()),
        "declined": _DECLINED.search(text),
        "courtesy": _COURTESY.search(text),
        "announcing": _ANNOUNCING.search(text),
        "asked": _ASKED.search(text),
        "standing": _STANDING.search(text),
    }


def states(sentence: str) -> bool:
    """Tell whether a sentence only says what something is, or how the text came about: X 是实现 Y 的重要途径."""
    return bool(_STATING_LONG.match(sentence) or _CREDIT.search(sentence))


def body_first(bare: str) -> bool:
    """Tell whether a clause begins with an office or a group that an office can work on."""
    head = re.split(r"要|应|须|可|每|将|对|把|负责|牵头|会同|组织|建|开|设", bare, maxsplit=1)[0]
    return 2 <= len(head) <= 16 and any(head.endswith(body) for body in BODIES)


def places_in(clause: Clause, elsewhere: re.Pattern[str]) -> bool:
    """Tell whether a clause begins with, or names early, a place elsewhere."""
    return bool(elsewhere.search(clause.text[:14]))
