"""The texts of mail drafts: three templates with names in double braces, and who writes."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from tracker.errors import InputError
from tracker.model.enums import WordedEnum

#: What may stand between the braces, and what it means.
MAIL_NAMES: Mapping[str, str] = {
    "单位": "收件单位",
    "联络员": "主要联络员的姓名",
    "批次": "第几批",
    "任务数": "牵头的任务有几项",
    "配合数": "配合的任务有几项",
    "反馈日期": "要求反馈的日期",
    "逾期天数": "已经逾期几天",
    "发件单位": "设置里的发件单位",
    "联系人": "设置里的联系人",
    "电话": "设置里的电话",
}
_NAME = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_BRACES = re.compile(r"\{\{|\}\}")


#: The fields of the setting, in words.
SETTING_WORDS: Mapping[str, str] = {
    "sender": "发件单位", "contact": "联系人", "phone": "电话", "assign": "交办邮件", "remind": "催报邮件",
    "reply": "退回修改邮件",
}  # fmt: skip


class MailKind(WordedEnum):
    """What a mail is written for."""

    ASSIGN = "assign", "交办"
    REMIND = "remind", "催报"
    REPLY = "reply", "退回修改"


@dataclass(frozen=True, slots=True)
class MailText:
    """Subject and body of a mail, plain text with names in double braces."""

    subject: str
    body: str


_SIGNED = "\n\n{{发件单位}}\n联系人：{{联系人}}　电话：{{电话}}"
_STANDARD = {
    MailKind.ASSIGN: MailText(
        "第{{批次}}批任务交办：{{单位}}",
        "{{联络员}}：\n\n附件是第{{批次}}批任务工作簿，其中{{单位}}牵头 {{任务数}} 项、配合 {{配合数}} 项，"
        "请填写后于{{反馈日期}}前发回原文件。佐证材料请以任务编号开头命名，一并打包发来。" + _SIGNED,
    ),
    MailKind.REMIND: MailText(
        "催报：第{{批次}}批任务工作簿",
        "{{联络员}}：\n\n第{{批次}}批任务工作簿应于{{反馈日期}}前反馈，{{逾期天数}}，"
        "{{单位}}尚未反馈，请尽快填报发回。" + _SIGNED,
    ),
    MailKind.REPLY: MailText(
        "退回修改：第{{批次}}批任务工作簿",
        "{{联络员}}：\n\n{{单位}}的反馈有需要补正的地方，详见附件的“系统反馈”列和“问题清单”，"
        "请修改后于{{反馈日期}}前发回。" + _SIGNED,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The setting row `mail`; every field has a default that can be sent."""

    sender: str = ""
    contact: str = ""
    phone: str = ""
    assign: MailText = _STANDARD[MailKind.ASSIGN]
    remind: MailText = _STANDARD[MailKind.REMIND]
    reply: MailText = _STANDARD[MailKind.REPLY]

    def text(self, kind: MailKind) -> MailText:
        """Return the template of a kind."""
        return {MailKind.ASSIGN: self.assign, MailKind.REMIND: self.remind, MailKind.REPLY: self.reply}[kind]

    def to_dict(self) -> dict[str, Any]:
        """Return the settings for the row in the database: only what is not the default."""
        standard = asdict(MailSettings())
        return {name: value for name, value in asdict(self).items() if value != standard[name]}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "MailSettings":
        """Read kept settings: what is missing or of the wrong kind takes its default."""
        standard, kept = cls(), dict[str, Any]()
        for each in fields(cls):
            value, default = stored.get(each.name), getattr(standard, each.name)
            if isinstance(default, MailText) and isinstance(value, Mapping):
                kept[each.name] = MailText(
                    str(value.get("subject", default.subject)), str(value.get("body", default.body))
                )
            elif isinstance(default, str) and isinstance(value, str):
                kept[each.name] = value
        return replace(standard, **kept)


@dataclass(frozen=True, slots=True)
class MailFacts:
    """What the names of a mail stand for; `late` is the days an answer is late, 0 where it is not."""

    office: str
    person: str = ""
    round: int = 0
    tasks: int = 0
    helped: int = 0
    due: str = ""
    late: int = 0
    more: tuple[str, ...] = field(default=())  # sentences behind the body, before nobody asked for them

    def values(self, settings: MailSettings) -> dict[str, str]:
        """Return the text of each name; what is not known stays readable."""
        return {
            "单位": self.office,
            "联络员": self.person or "联络员同志",
            "批次": str(self.round),
            "任务数": str(self.tasks),
            "配合数": str(self.helped),
            "反馈日期": self.due or "要求的日期",
            "逾期天数": f"已逾期 {self.late} 天" if self.late else "尚未逾期",
            "发件单位": settings.sender,
            "联系人": settings.contact,
            "电话": settings.phone,
        }


def filled(settings: MailSettings, kind: MailKind, facts: MailFacts) -> MailText:
    """Return subject and body with what the names stand for; an empty line of names that say nothing goes."""
    text, values = settings.text(kind), facts.values(settings)
    lines = [_fill(line, values) for line in text.body.splitlines()]
    body = "\n".join(lines).rstrip()
    if not (settings.contact or settings.phone):
        body = body.replace("联系人：　电话：", "").rstrip()
    if facts.more:
        body = f"{body}\n\n" + "\n".join(facts.more)
    return MailText(" ".join(_fill(text.subject, values).split()), body)


def unknown_names(text: MailText) -> tuple[str, ...]:
    """Return what stands between braces and is no name, each once; a brace without its partner as it stands."""
    both = f"{text.subject}\n{text.body}"
    unknown = [name for name in _NAME.findall(both) if name not in MAIL_NAMES]
    return tuple(dict.fromkeys((*unknown, *_BRACES.findall(_NAME.sub("", both)))))


def check_mail_settings(settings: MailSettings) -> None:
    """Raise InputError where a mail could not be written with the settings."""
    for kind in MailKind:
        text = settings.text(kind)
        if unknown := unknown_names(text):
            names = "、".join(f"“{name}”" for name in unknown)
            raise InputError(
                f"{kind.word}的邮件里有认不出的名称{names}；可以用的是：{'、'.join(MAIL_NAMES)}，写成 {{{{单位}}}}。"
            )
        if not text.subject.strip() or not text.body.strip():
            raise InputError(f"{kind.word}的邮件要有主题和正文。")
        if "\n" in text.subject.strip() or "\r" in text.subject.strip():
            raise InputError(f"{kind.word}的邮件主题要写在一行里。")


def _fill(text: str, values: Mapping[str, str]) -> str:
    return _NAME.sub(lambda match: values.get(match.group(1), match.group()), text)
