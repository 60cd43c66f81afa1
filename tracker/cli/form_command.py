"""The command `forms`: a form for each task, to be filled in by hand, as a PDF file."""

import argparse

from tracker.cli.opened_ledger import OpenLedger
from tracker.cli.output import say
from tracker.files.whole_files import write_all
from tracker.queries import forms

DONE = 0


def run_forms(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """Write the forms of an office or of some tasks."""
    with opened.database.reading() as session:
        if wanted.office:
            rows = forms.forms_of_office(session, wanted.office)
        else:
            rows = forms.forms_of_tasks(session, wanted.task)
    # Qt is a late guest: other commands do not wait for it
    from tracker.ui.print.forms import FormLayout
    from tracker.ui.print.pdf import pdf_content
    from tracker.ui.print.without_window import begin_drawing

    begin_drawing()
    path = wanted.out if wanted.out.suffix.lower() == ".pdf" else wanted.out.with_name(f"{wanted.out.name}.pdf")
    write_all([(path, pdf_content(FormLayout(rows)))])
    say(str(path))
    return DONE
