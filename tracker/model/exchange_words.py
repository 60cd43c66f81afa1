"""Closed lists of what goes between us and the offices: who sits there, rounds, channels, days off."""

from tracker.model.enums import WordedEnum


class OfficeKind(WordedEnum):
    """What sort of body an office is; a person says it."""

    NONE = "none", ""
    GOVERNMENT = "government", "政府部门"
    PARTY = "party", "党委部门"
    DISTRICT = "district", "区县"
    CENTRAL = "central", "中央驻甬"
    MASS = "mass", "群团"
    SCHOOL = "school", "院校"
    OTHER = "other", "其他"


class OfficeState(WordedEnum):
    """Whether an office still exists; those that do not stay readable and leave the pickers."""

    ACTIVE = "active", "在用"
    MERGED = "merged", "已合并"
    RENAMED = "renamed", "已更名"
    DISSOLVED = "dissolved", "已撤销"


class PersonRole(WordedEnum):
    """What a person does for their office; mail and reminders go to the main liaison."""

    LIAISON = "liaison", "联络员"
    HEAD = "head", "主要负责人"
    DEPUTY = "deputy", "分管领导"
    OTHER = "other", "其他"


class HelpState(WordedEnum):
    """How far a co-office is with what it has to do for a task (配合状态)."""

    NONE = "none", "未开始"
    IN_PROGRESS = "in_progress", "配合中"
    DONE = "done", "已完成"
    NOT_OURS = "not_ours", "不涉及"


class RoundState(WordedEnum):
    """Whether answers to a round (第 n 批) are still waited for."""

    OPEN = "open", "进行中"
    CLOSED = "closed", "已关闭"


class ExportChannel(WordedEnum):
    """How a workbook reached its office (渠道)."""

    NONE = "none", ""
    MAIL = "mail", "邮件"
    DISK = "disk", "U盘"
    PAPER = "paper", "纸质"


class EntryChannel(WordedEnum):
    """How what an entry says was told to us."""

    MANUAL = "manual", "手工"
    PHONE = "phone", "电话"
    CHAT = "chat", "微信"
    IN_PERSON = "in_person", "当面"
    MEETING = "meeting", "会议"
    PAPER = "paper", "书面"


class DayKind(WordedEnum):
    """What a day of the holiday arrangement is, against its weekday."""

    OFF = "off", "放假"
    WORK = "work", "调休上班"


class DayOrigin(WordedEnum):
    """Where an entry of the holiday arrangement came from."""

    SHIPPED = "shipped", "随程序"
    HAND = "hand", "手工"
