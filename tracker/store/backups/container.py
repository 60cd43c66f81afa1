"""One backup is one zip: the ledger's file and a manifest that says what it holds, so that damage is seen."""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from tracker import __version__
from tracker.errors import InputError
from tracker.files.disk_space import disk_space
from tracker.files.limits import LIMITS, MB
from tracker.files.system_words import system_words
from tracker.store.backups.raw_file import look_at

FORMAT = 1
LEDGER, MANIFEST = "ledger.db", "manifest.json"
_FLAT = frozenset({LEDGER, MANIFEST})
_MANIFEST_BYTES = 64 * 1024
_RATIO = 200
_PIECE = MB
#: What reading a zip of unknown origin may end in.
_DAMAGE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, ValueError, TypeError, KeyError, RuntimeError, EOFError,
    RecursionError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says it holds; `sha256` and `size` (bytes) are those of the ledger's file."""

    ledger_uid: str
    seq: int
    schema: str
    made_at: str  # UTC, ISO
    sha256: str
    size: int
    desk: str = ""
    reason: str = ""
    program: str = __version__
    format: int = FORMAT
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def moment(self) -> datetime:
        """Return when the backup was made."""
        return datetime.fromisoformat(self.made_at)


def write_container(ledger: Path, target: Path, *, desk: str, reason: str) -> Manifest:
    """Pack a verified copy of a ledger into `target`, which must not exist; return its manifest."""
    said = look_at(ledger)
    manifest = Manifest(
        said.ledger_uid, said.seq, said.schema, datetime.now(UTC).isoformat(timespec="seconds"),
        _digest_of(ledger), ledger.stat().st_size, desk, reason, rows=said.rows,
    )  # fmt: skip
    with target.open("xb") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            packed.write(ledger, LEDGER)
            packed.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
        stream.flush()
        os.fsync(stream.fileno())
    return manifest


def read_manifest(path: Path) -> Manifest:
    """Return what a backup says it holds, without reading the ledger in it. Raises InputError for no backup."""
    with _opened(path) as packed:
        return _manifest_in(packed, path.name)


def unpack_container(path: Path, target: Path) -> Manifest:
    """Write the ledger of a backup to `target` and return the manifest.

    Raises InputError unless the zip holds exactly what a backup holds and the ledger is the one that was packed.
    """
    with _opened(path) as packed:
        manifest = _manifest_in(packed, path.name)
        _require_room(manifest.size, target.parent)
        with packed.open(LEDGER) as source, target.open("xb") as into:
            _copy_bounded(source, into, manifest)
    return manifest


def verify_container(path: Path) -> Manifest:
    """Read a backup through and return its manifest; nothing is written. Raises InputError where it is not whole."""
    with _opened(path) as packed:
        manifest = _manifest_in(packed, path.name)
        with packed.open(LEDGER) as source:
            _copy_bounded(source, None, manifest)
    return manifest


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Yield an open zip; whatever is wrong with it becomes a sentence."""
    try:
        with zipfile.ZipFile(path) as packed:
            yield packed
    except OSError as error:
        raise InputError(f"无法读取备份文件 {path.name}：{system_words(error)}。") from error
    except _DAMAGE as error:
        raise InputError(f"备份文件 {path.name} 已损坏，没有恢复；请换一个备份文件。") from error


def _manifest_in(packed: zipfile.ZipFile, name: str) -> Manifest:
    entries = packed.infolist()
    if len(entries) != len(_FLAT) or {entry.filename for entry in entries} != _FLAT:
        raise InputError(f"{name} 不是台账备份，没有恢复；请选择用“备份”得到的文件。")
    ledger, said = packed.getinfo(LEDGER), packed.getinfo(MANIFEST)
    if any(entry.flag_bits & 1 for entry in entries) or said.file_size > _MANIFEST_BYTES:
        raise ValueError("not as packed")
    if ledger.file_size > LIMITS.backup_bytes or ledger.file_size > max(ledger.compress_size, 4096) * _RATIO:
        raise ValueError("not as packed")
    manifest = _from_json(json.loads(packed.read(MANIFEST)))
    if manifest.format > FORMAT:
        raise InputError(f"{name} 由更新版本的程序备份，没有恢复；请安装新版本后再恢复。")
    if manifest.size != ledger.file_size:
        raise ValueError("not as packed")
    return manifest


def _from_json(said: Any) -> Manifest:
    """Return a manifest whose fields have their types. Raises ValueError for any other."""
    if not isinstance(said, dict):
        raise ValueError("no manifest")
    known = {part.name for part in fields(Manifest)}
    manifest = Manifest(**{key: value for key, value in said.items() if key in known})
    texts = (manifest.ledger_uid, manifest.schema, manifest.made_at, manifest.sha256, manifest.desk, manifest.reason)
    numbers = (manifest.seq, manifest.size, manifest.format)
    if not all(type(text) is str for text in texts) or not all(type(number) is int for number in numbers):
        raise ValueError("no manifest")
    if not isinstance(manifest.rows, dict) or manifest.size < 0 or manifest.moment.tzinfo is None:
        raise ValueError("no manifest")
    return manifest


def _copy_bounded(source: IO[bytes], into: IO[bytes] | None, manifest: Manifest) -> None:
    """Copy what a manifest tells of. Raises ValueError where there is more or less, or something else."""
    digest, count = hashlib.sha256(), 0
    while piece := source.read(_PIECE):
        count += len(piece)
        if count > manifest.size:
            raise ValueError("longer than said")
        digest.update(piece)
        if into is not None:
            into.write(piece)
    if count != manifest.size or digest.hexdigest() != manifest.sha256:
        raise ValueError("not what was packed")


def _digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _require_room(size: int, folder: Path) -> None:
    space = disk_space(folder)
    if space is not None and size * 2 > space.free:
        raise InputError(f"磁盘空间不够，没有恢复；请腾出约 {size * 2 // MB + 1} MB 后再试。")
