"""The key that row tokens and snapshots of this installation are signed with."""

from sqlmodel import Session

from tracker.errors import StoreError
from tracker.model.tables import Setting
from tracker.store.opening import TOKEN_KEY


def token_secret(session: Session) -> bytes:
    """Return the installation's key. Raises StoreError when the ledger has none."""
    kept = session.get(Setting, TOKEN_KEY)
    if kept is None:
        raise StoreError("台账缺少行编码的密钥；请重新打开程序。")
    return bytes.fromhex(kept.value)
