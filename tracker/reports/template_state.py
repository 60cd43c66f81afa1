"""The template a paper would be made from: what is wrong with it, and which pictures it shows."""

from dataclasses import dataclass
from pathlib import Path

from tracker.errors import InputError
from tracker.reports.names import PICTURES, names_of
from tracker.reports.template_check import check_template, findings_sentence
from tracker.reports.template_files import find_template
from tracker.reports.template_parts import open_template
from tracker.reports.template_tags import marks_in


@dataclass(frozen=True, slots=True)
class TemplateState:
    """A template that was looked at; `faults` is "" where it can be filled, else every finding on a line of its own."""

    path: Path
    faults: str
    pictures: frozenset[str] = frozenset()  # placeholders of the pictures it shows
    names: int = 0  # how many placeholders of the table it uses


def read_state(paper: str, data: Path | None = None) -> TemplateState:
    """Look at the user's own template of a paper in the folder `data`, or at the shipped one. Reads the file."""
    path = find_template(paper, data)
    try:
        template = open_template(path)
        findings = check_template(template, paper)
    except InputError as error:
        return TemplateState(path, str(error))
    used = {mark.name for _, parts in template.parts() for each in parts for mark in marks_in(each.text)}
    known = used & names_of(paper).keys()
    faults = findings_sentence(path, findings) if findings else ""
    return TemplateState(path, faults, frozenset(known) & frozenset(PICTURES), len(known))
