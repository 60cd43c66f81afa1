"""What speaks for a candidate, in words a reviewer understands."""

from tracker.intake.judge.clause_words import Words
from tracker.intake.judge.context import Setting
from tracker.intake.text.clauses import Clause

_SIGNS = {
    "past": "说的是已经做过的事",
    "question": "以问句提出",
    "person first": "对象是个人或各地各级",
    "virtue": "说的是态度和作风",
    "aim": "是总的方向或目标",
    "body first": "以单位或机构为主语",
    "figure": "写了数量",
    "due": "写了时间",
    "issue": "提到问题",
    "law": "提到现行规定或历史",
}
_LEADS = {"advice": "前文引出建议", "problem": "前文引出问题", "lesson": "前文引出外地经验"}
MOST = 5
ONLY_LIKE = "写法与同类文章相近"


def reasons_of(clause: Clause, words: Words, setting: Setting, *, elsewhere: bool) -> tuple[str, ...]:
    """Return the reasons for what a candidate is taken for, the strongest first."""
    out = []
    if setting.headed:
        out.append(f"列在“{setting.headed[-1].text[:16]}”之下")
    if setting.lead in _LEADS:
        out.append(_LEADS[setting.lead])
    if words.modal:
        out.append(f"用了“{words.modal}”")
    if words.verb:
        out.append(f"以“{words.verb}”开头")
    elif words.preposition in ("把", "将", "对", "由"):
        out.append(f"“{words.preposition}”字句")
    if clause.ordinal:
        out.append(f"有序号“{clause.ordinal.strip('，, ')}”")
    if elsewhere:
        out.append("提到外地")
    out += [sign for mark, sign in _SIGNS.items() if mark in words.marks]
    return tuple(out[:MOST]) or (ONLY_LIKE,)
