"""What the frame of the window shows on every page."""

from sqlmodel import Session

from tracker.model.rows import AppState
from tracker.model.tables import Setting
from tracker.queries.exports import count_pending
from tracker.queries.history import last_act
from tracker.queries.writable import why_read_only

DEMO_KEY = "demo"


def read_state(session: Session) -> AppState:
    """Return the state of the ledger as a whole; its last act is what undo would take back."""
    last = last_act(session, session.info.get("run", ""))
    return AppState(
        demo=is_demo(session),
        actor=last.actor if last else "",
        data_path=session.info["shown"],
        pending_returns=count_pending(session),
        last_label=last.label if last else "",
        last_batch_id=last.id if last else None,
        server=session.get_bind().dialect.name != "sqlite",
        read_only=why_read_only(session),
        notice=session.info.get("notice", ""),
    )


def is_demo(session: Session) -> bool:
    """Tell whether this ledger holds demonstration data."""
    flag = session.get(Setting, DEMO_KEY)
    return bool(flag and flag.value)
