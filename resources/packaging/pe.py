"""Looks into a Windows bundle without Windows: every library it asks for is inside or Windows' own."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

AMD64 = 0x8664
#: Import table and delayed imports.
_TABLES = (1, 13)
#: Libraries that Windows 10 itself has; the api-ms-win sets belong to it too.
_NAMES = """
advapi32 authz avrt bcrypt bcryptprimitives cabinet cfgmgr32 combase comctl32 comdlg32 crypt32 cryptbase d2d1 d3d11
d3d12 d3d9 dbghelp dcomp dnsapi dwmapi dwrite dxgi gdi32 gdi32full hid icuuc imm32 iphlpapi kernel32 kernelbase mpr
mscms msimg32 mswsock ncrypt netapi32 normaliz ntdll ole32 oleacc oleaut32 opengl32 pdh powrprof propsys psapi rpcrt4
secur32 setupapi shcore shell32 shlwapi srvcli sspicli ucrtbase uiautomationcore user32 userenv usp10 uxtheme version
winhttp wininet winmm wintrust wldap32 ws2_32 wsock32 wtsapi32
"""
WINDOWS = frozenset({f"{name}.dll" for name in _NAMES.split()} | {"winspool.drv"})
#: What fills Wine's gaps in the test prefix; none of it may be shipped.
STUBS = ("icuuc.dll", "mscms.dll", "bcryptprimitives.dll", "ucrtbase.dll")


def programs(folder: Path) -> list[Path]:
    """Return every program and library under a folder."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".dll", ".pyd", ".exe"))


def imports(path: Path) -> Iterator[str]:
    """Yield the names of the libraries a PE file asks for, in lower case."""
    import pefile  # installed by `package` only

    with pefile.PE(str(path), fast_load=True) as image:
        image.parse_data_directories(directories=list(_TABLES))
        for table in ("DIRECTORY_ENTRY_IMPORT", "DIRECTORY_ENTRY_DELAY_IMPORT"):
            for entry in getattr(image, table, ()):
                yield entry.dll.decode("ascii").lower()


def machine(path: Path) -> int:
    """Return the processor a PE file is made for."""
    import pefile

    with pefile.PE(str(path), fast_load=True) as image:
        return int(image.FILE_HEADER.Machine)


def strangers(wants: Mapping[str, list[str]], inside: frozenset[str]) -> dict[str, list[str]]:
    """Return the libraries that are neither inside nor Windows' own, with who wants them."""
    return {
        name: users
        for name, users in sorted(wants.items())
        if name not in inside and name not in WINDOWS and not name.startswith(("api-ms-win-", "ext-ms-win-"))
    }


def faults(folder: Path) -> list[str]:
    """Return one sentence per fault of a bundle: wrong processor, missing library, a piece of the test prefix."""
    files = programs(folder)
    wants: dict[str, list[str]] = defaultdict(list)
    for path in files:
        for name in imports(path):
            wants[name].append(path.name)
    inside = frozenset(path.name.lower() for path in files)
    found = [f"{path.name} is not made for 64-bit Windows" for path in files if machine(path) != AMD64]
    found += [
        f"{name} is missing, wanted by {', '.join(users[:3])}" for name, users in strangers(wants, inside).items()
    ]
    return found + [f"{name} is a stub of the test prefix" for name in STUBS if name in inside]
