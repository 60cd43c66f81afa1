"""Who may read a data folder on Windows, by the rights it has there, and that it can be kept for one user."""

from pathlib import Path
from typing import Any

import pytest

from tracker.files import folder_rights
from tracker.files.folder_rights import WindowsRights, keep_for_owner, open_to, readers

PROFILE = "D:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIID;FA;;;S-1-5-21-1-2-3-1001)"
DRIVE = "D:AI(A;OICIID;FA;;;BA)(A;OICIID;FA;;;SY)(A;OICIID;0x1200a9;;;BU)(A;ID;0x1301bf;;;AU)(A;OICIIOID;SDGXGWGR;;;AU)"


@pytest.mark.parametrize(
    ("rights", "who"),
    [
        (PROFILE, ()),
        (DRIVE, ("Users 组", "所有登录用户")),
        ("D:P(A;OICI;FA;;;WD)", ("所有人",)),
        ("D:P(A;OICI;FR;;;S-1-1-0)", ("所有人",)),
        ("D:NO_ACCESS_CONTROL", ("所有人",)),
        ("D:(D;OICI;FA;;;BU)(A;OICI;FA;;;BU)", ()),
        ("D:(A;OICI;FA;;;BU)(D;OICI;FA;;;BU)", ("Users 组",)),
        ("D:(A;;0x120116;;;BU)", ()),  # may write, and not read
        ("D:(A;;0x1;;;BG)", ("Guests 组",)),
        ("D:(A;;GR;;;S-1-5-21-9-8-7-513)", ("域用户",)),
        ("D:(XA;;FX;;;WD;(@User.x==1))(A;;FR;;;WD)", ("所有人",)),
        ("O:BAG:SYD:P(A;;FA;;;BA)S:(AU;SAFA;FA;;;WD)", ()),  # who is written down is let in by nothing
        ("", ()),
    ],
)
def test_groups_that_may_read_are_found(rights: str, who: tuple[str, ...]) -> None:
    assert readers(rights) == who


class Rights:
    """The rights of one folder as Windows keeps them."""

    def __init__(self, rights: str, refuses: bool = False) -> None:
        self.rights, self._refuses = rights, refuses

    def rights_of(self, _folder: str) -> str:
        if self._refuses:
            raise OSError
        return self.rights

    def set_rights(self, _folder: str, rights: str) -> None:
        if self._refuses:
            raise OSError
        self.rights = rights

    def user(self) -> str:
        return "S-1-5-21-1-2-3-1001"


def test_a_folder_is_kept_for_its_user(tmp_path: Path) -> None:
    system = Rights(DRIVE)
    assert open_to(tmp_path, system)
    assert keep_for_owner(tmp_path, system)
    assert open_to(tmp_path, system) == ()
    assert "S-1-5-21-1-2-3-1001" in system.rights
    assert system.rights.startswith("D:P"), "nothing of the folder above comes in again"


def test_where_windows_says_nothing_nobody_is_warned(tmp_path: Path) -> None:
    system = Rights(DRIVE, refuses=True)
    assert open_to(tmp_path, system) == ()
    assert not keep_for_owner(tmp_path, system)


def test_other_systems_have_their_own_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_rights.sys, "platform", "linux")
    assert open_to(tmp_path) == ()
    assert not keep_for_owner(tmp_path)


class Library:
    """Answers the calls of both libraries as Windows does: fills what is pointed at, 0 or 1 for success."""

    def __init__(self, rights: str) -> None:
        self.rights, self.set_to, self.freed = rights, "", 0
        self._texts: list[Any] = []
        self.LocalFree = self._Function(self._free)
        self.GetCurrentProcess = self._Function(lambda: 1)

    class _Function:
        def __init__(self, run: Any) -> None:
            self.run = run

        def __call__(self, *given: Any) -> Any:
            return self.run(*given)

    def _free(self, _memory: Any) -> None:
        self.freed += 1

    def GetNamedSecurityInfoW(self, folder: Any, *_rest: Any) -> int:
        return 0 if folder.value == "C:\\台账" else 2

    def ConvertSecurityDescriptorToStringSecurityDescriptorW(self, *given: Any) -> int:
        given[3]._obj.value = self.rights
        return 1

    def ConvertStringSecurityDescriptorToSecurityDescriptorW(self, text: Any, _r: int, _d: Any, _n: Any) -> int:
        self.set_to = text.value
        return 1

    def GetSecurityDescriptorDacl(self, *_given: Any) -> int:
        return 1

    def SetNamedSecurityInfoW(self, _folder: Any, _kind: int, what: Any, *_rest: Any) -> int:
        assert what.value == 0x8000_0004, "the list alone, cut off from the folder above"
        self.rights = self.set_to
        return 0

    def OpenProcessToken(self, *_given: Any) -> int:
        return 1

    def GetTokenInformation(self, _token: Any, _kind: int, content: Any, _size: Any, needed: Any) -> int:
        needed._obj.value = 32
        return int(content is not None)

    def ConvertSidToStringSidW(self, _sid: Any, text: Any) -> int:
        text._obj.value = "S-1-5-21-1-2-3-1001"
        return 1

    def CloseHandle(self, _token: Any) -> int:
        return 1


def test_windows_is_asked_in_its_own_words() -> None:
    library = Library(DRIVE)
    system = WindowsRights(library, library)
    folder = Path("C:\\台账")
    assert open_to(folder, system) == ("Users 组", "所有登录用户")
    assert keep_for_owner(folder, system)
    assert library.rights == "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;S-1-5-21-1-2-3-1001)"
    assert open_to(folder, system) == ()
    assert open_to(Path("C:\\weg"), system) == ()
    assert library.freed >= 5
