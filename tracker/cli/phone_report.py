"""The command that writes down what an office told us beside its workbook."""

import argparse

from sqlmodel import Session

from tracker.cli.opened_ledger import OpenLedger
from tracker.cli.output import say
from tracker.errors import InputError
from tracker.model.changes import Changes
from tracker.model.exchange_words import EntryChannel, HelpState
from tracker.queries.offices import find_office
from tracker.services.helping import Report, record_report
from tracker.services.write_basics import task_of_code


def run_report(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """Write down a report. Raises InputError for a task or an office that is not there."""
    channel = EntryChannel.from_word(wanted.channel)
    assert channel is not None  # the parser knows no other

    def write(session: Session) -> Changes:
        task = task_of_code(session, wanted.code)
        office = find_office(session, wanted.office)
        if office is None:
            raise InputError(f"没有名为“{wanted.office}”的单位；请用台账里的单位名称或别名。")
        report = Report(
            office=office.name,
            by=wanted.by,
            channel=channel,
            on=wanted.on or opened.today,
            progress=wanted.progress,
            state=HelpState.from_word(wanted.state) if wanted.state else None,
            note=wanted.note,
            problems=wanted.problems,
            next_steps=wanted.next_steps,
        )
        return record_report(session, task.id, report, opened.today)

    say(opened.write(write).label)
    return 0
