"""Changing the texts of the mails over what another desk changed meanwhile."""

from dataclasses import replace

from sqlmodel import Session

from tracker.model.changes import Changes
from tracker.model.mail_settings import SETTING_WORDS, MailSettings
from tracker.queries.mail import MAIL_KEY, read_mail_settings
from tracker.services.edit_conflicts import settle_setting
from tracker.services.sending.drafts import set_mail_settings


def change_mail_settings(session: Session, wanted: MailSettings, seen: MailSettings) -> Changes:
    """Keep the texts that differ from what was `seen`.

    Raises ConflictError where somebody else changed one of them meanwhile, else what `set_mail_settings` raises.
    """
    now = read_mail_settings(session)
    settled = settle_setting(session, MAIL_KEY, "邮件设置", SETTING_WORDS, now, wanted, seen)
    return set_mail_settings(session, replace(now, **settled))
