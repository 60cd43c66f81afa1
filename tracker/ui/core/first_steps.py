"""Where the first steps on 今日 stand at this desk, and whether a start begins with them."""

from tracker.ui.core.context import Context

#: The name of the state that a desk remembers, and its values beside "": on the way, or closed by hand.
STEPS, OPEN, CLOSED = "first-run", "open", "closed"


def stand(context: Context) -> str:
    """Return where the steps stand: "" where nobody has seen them, or where they were gone."""
    return context.settings.states.get(STEPS, "")


def note(context: Context, where: str) -> None:
    """Remember where the steps stand; nothing is written where that is known."""
    if stand(context) != where:
        context.remember_state(STEPS, where)


def begin_a_start(context: Context) -> bool:
    """Tell whether a start shows 今日: the steps are on their way, or the ledger is new to this desk."""
    new = context.first_view is None and not context.settings.page
    return stand(context) == OPEN or (new and not stand(context))
