"""Texts of mails: names are filled, unknown ones are refused, a kept setting of another shape does no harm."""

from dataclasses import fields, replace
from types import ModuleType

import pytest

from tracker.errors import InputError
from tracker.model import mail_settings, paper_settings
from tracker.model.mail_settings import (
    MAIL_NAMES,
    MailFacts,
    MailKind,
    MailSettings,
    MailText,
    check_mail_settings,
    filled,
    unknown_names,
)

FACTS = MailFacts("市经信局", "张三", 12, 9, 4, "11月28日", 3)
WHO = MailSettings(sender="市督查室", contact="王敏", phone="0574-87180000")


@pytest.mark.parametrize("kind", list(MailKind))
def test_the_shipped_texts_have_no_name_left(kind: MailKind) -> None:
    text = filled(WHO, kind, FACTS)
    assert "{" not in text.subject + text.body
    assert text.body.startswith("张三：")
    assert text.body.endswith("市督查室\n联系人：王敏　电话：0574-87180000")
    check_mail_settings(WHO)


def test_every_name_is_filled() -> None:
    body = "\n".join(f"{{{{ {name} }}}}" for name in MAIL_NAMES)
    text = filled(replace(WHO, assign=MailText("主题", body)), MailKind.ASSIGN, FACTS)
    assert text.body.splitlines() == [
        "市经信局", "张三", "12", "9", "4", "11月28日", "已逾期 3 天", "市督查室", "王敏", "0574-87180000",
    ]  # fmt: skip


def test_what_is_not_known_stays_readable() -> None:
    text = filled(MailSettings(), MailKind.REMIND, MailFacts("市经信局", round=1))
    assert "联络员同志" in text.body
    assert "要求的日期" in text.body
    assert "尚未逾期" in text.body
    assert "联系人" not in text.body


def test_sentences_are_added_behind() -> None:
    text = filled(WHO, MailKind.REMIND, replace(FACTS, more=("另请补报佐证：“方案.pdf”列在A1.1，但没有随附",)))
    assert text.body.endswith("但没有随附")


def test_a_value_with_braces_is_no_name() -> None:
    text = filled(WHO, MailKind.ASSIGN, replace(FACTS, office="{{电话}}"))
    assert "{{电话}}" in text.subject


@pytest.mark.parametrize(
    ("body", "unknown"),
    [
        ("{{单位}}", ()),
        ("{{单价}}和{{金额}}、{{单价}}", ("单价", "金额")),
        ("{{}}", ("",)),
        ("{{单位", ("{{",)),
        ("单位}}", ("}}",)),
        ("{单位}", ()),
    ],
)
def test_unknown_names_are_named(body: str, unknown: tuple[str, ...]) -> None:
    assert unknown_names(MailText("主题", body)) == unknown
    settings = replace(WHO, reply=MailText("主题", body))
    if unknown:
        with pytest.raises(InputError, match="退回修改的邮件里有认不出的名称"):
            check_mail_settings(settings)
    else:
        check_mail_settings(settings)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (MailText(" ", "正文"), "要有主题和正文"),
        (MailText("主题", ""), "要有主题和正文"),
        (MailText("第一行\n第二行", "正文"), "写在一行里"),
    ],
)
def test_what_cannot_be_sent_is_refused(text: MailText, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        check_mail_settings(replace(WHO, assign=text))


def test_settings_are_kept_as_what_differs_and_read_back() -> None:
    assert MailSettings().to_dict() == {}
    changed = replace(WHO, remind=MailText("催", "快报"))
    assert changed.to_dict().keys() == {"sender", "contact", "phone", "remind"}
    assert MailSettings.from_dict(changed.to_dict()) == changed


def test_a_kept_setting_of_another_shape_does_no_harm() -> None:
    assert MailSettings.from_dict({"sender": 5, "assign": "text", "other": 1}) == MailSettings()
    assert MailSettings.from_dict({"assign": {"subject": "x"}}).assign.subject == "x"


@pytest.mark.parametrize("module", [mail_settings, paper_settings], ids=["mail", "papers"])
def test_every_setting_has_the_word_by_which_two_editors_are_told_apart(module: ModuleType) -> None:
    """A setting without one would be kept as it is, whatever its form says."""
    kind = module.MailSettings if module is mail_settings else module.PaperSettings
    assert {field.name for field in fields(kind)} == set(module.SETTING_WORDS)
