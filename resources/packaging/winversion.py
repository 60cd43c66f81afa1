"""The version resource of the Windows programs, as Explorer shows it; runs inside PyInstaller on Windows."""

from PyInstaller.utils.win32.versioninfo import (
    FixedFileInfo,
    StringFileInfo,
    StringStruct,
    StringTable,
    VarFileInfo,
    VarStruct,
    VSVersionInfo,
)

PRODUCT = "智造台账"
#: Simplified Chinese, Unicode.
LANGUAGE, CODE_PAGE = 0x0804, 1200


def resource(version: str, file_name: str) -> VSVersionInfo:
    """Return the resource of one program; `version` like 1.2.3."""
    numbers = (*(int(part) for part in version.split(".")[:3]), 0)
    words = {
        "CompanyName": PRODUCT,
        "FileDescription": PRODUCT if file_name != "ledger.exe" else f"{PRODUCT}命令行",
        "FileVersion": version,
        "InternalName": file_name.removesuffix(".exe"),
        "LegalCopyright": "MIT",
        "OriginalFilename": file_name,
        "ProductName": PRODUCT,
        "ProductVersion": version,
    }
    table = StringTable(f"{LANGUAGE:04X}{CODE_PAGE:04X}", [StringStruct(name, word) for name, word in words.items()])
    return VSVersionInfo(
        ffi=FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[StringFileInfo([table]), VarFileInfo([VarStruct("Translation", [LANGUAGE, CODE_PAGE])])],
    )
