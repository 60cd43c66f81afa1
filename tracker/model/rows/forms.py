"""What stands on a printed form."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormRow:
    """A task as its form shows it: what we know of it now, and the code by which a machine knows the form again."""

    payload: str
    code: str
    title: str
    office: str
    co_offices: tuple[str, ...]
    due: str
    progress: str
    progress_note: str
    problems: str
    next_steps: str
    round: int = 0  # in which it was sent last, 0 never
