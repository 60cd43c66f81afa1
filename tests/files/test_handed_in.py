"""Folders, zips and files become one list; nothing leaves its place, links are never followed."""

from pathlib import Path

import pytest

from tests.zips import Entry, zip_bytes
from tracker.errors import InputError
from tracker.files.handed_in import HandedFile, gather
from tracker.files.limits import MB


def write(path: Path, content: bytes = b"content") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def files_of(*paths: Path) -> dict[str, HandedFile]:
    return {file.path: file for source in gather(paths) for file in source.files}


def in_zip(folder: Path, *entries: Entry) -> dict[str, HandedFile]:
    return files_of(write(folder / "a.zip", zip_bytes(entries)))


def test_a_folder_with_folders(tmp_path: Path) -> None:
    root = tmp_path / "佐证材料"
    write(root / "A1.1_方案.pdf", b"%PDF")
    write(root / "A1.2a 照片" / "1.jpg", b"\xff\xd8")
    (source,) = gather([root])
    assert (source.name, source.encoding) == ("佐证材料", "folder")
    plan, picture = source.files
    assert (plan.path, plan.name, plan.size, plan.folders) == ("A1.1_方案.pdf", "A1.1_方案.pdf", 4, ("佐证材料",))
    assert (picture.path, picture.folders) == ("A1.2a 照片/1.jpg", ("A1.2a 照片", "佐证材料"))
    assert (picture.read(), picture.head()) == (b"\xff\xd8", b"\xff\xd8")


def test_single_files_and_a_zip_beside_them(tmp_path: Path) -> None:
    plan = write(tmp_path / "方案.pdf", b"%PDF")
    packed = write(tmp_path / "照片.zip", zip_bytes([Entry("夹/1.jpg".encode(), b"\xff\xd8")]))
    first, second = gather([plan, packed])
    assert (first.encoding, [file.path for file in first.files]) == ("folder", ["方案.pdf"])
    assert (second.encoding, [file.path for file in second.files]) == ("utf-8", ["夹/1.jpg"])
    assert (second.files[0].folders, second.files[0].read()) == (("夹",), b"\xff\xd8")


@pytest.mark.parametrize("name", ["~$方案.docx", ".DS_Store", "Thumbs.db", "desktop.ini", "._方案.pdf"])
def test_what_programs_leave_behind_is_passed_over_and_listed(tmp_path: Path, name: str) -> None:
    write(tmp_path / "夹" / name)
    packed = write(tmp_path / "a.zip", zip_bytes([Entry(name.encode())]))
    for file in (*files_of(tmp_path / "夹").values(), *files_of(packed).values()):
        assert (bool(file.skipped), file.refusal) == (True, "")


def test_what_a_mac_adds_and_empty_files_are_passed_over(tmp_path: Path) -> None:
    files = in_zip(tmp_path, Entry("__MACOSX/方案.pdf".encode()), Entry(b"a.pdf", b""))
    assert [bool(file.skipped) for file in files.values()] == [True, True]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("../../etc/a.pdf", "越出了压缩包"),
        ("/etc/a.pdf", "越出了压缩包"),
        ("C:/a.pdf", "越出了压缩包"),
        ("c:a.pdf", "越出了压缩包"),
        ("CON.pdf", "系统设备"),
        ("夹/nul", "系统设备"),
        ("a.pdf:stream.exe", "数据流"),
        ("1/2/3/4/5/6/7/8/a.pdf", "第 8 层"),
        ("a.exe", "可执行文件"),
        ("a.svg", "类型不收"),
    ],
)
def test_a_hostile_entry_is_refused_alone(tmp_path: Path, name: str, sentence: str) -> None:
    bad, good = in_zip(tmp_path, Entry(name.encode()), Entry(b"good.pdf", b"%PDF")).values()
    assert sentence in bad.refusal
    assert "/" not in bad.name
    assert good.refusal == good.skipped == ""


def test_links_are_named_and_never_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "secret.pdf")
    root = tmp_path / "夹"
    root.mkdir()
    try:
        (root / "link.pdf").symlink_to(outside)
        (root / "folder").symlink_to(outside.parent, target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    files = files_of(root)
    assert ["是链接" in file.refusal for file in files.values()] == [True, True]
    assert [file.read() for file in files.values()] == [b"", b""]


def test_folders_deeper_than_eight_are_named(tmp_path: Path) -> None:
    deep = tmp_path.joinpath("1", *"2345678")
    write(deep / "last.pdf")
    write(deep / "9" / "beyond.pdf")
    files = files_of(tmp_path / "1")
    assert files["2/3/4/5/6/7/8/last.pdf"].refusal == ""
    assert "第 8 层" in files["2/3/4/5/6/7/8/9"].refusal


@pytest.mark.parametrize("kind", ["rar", "7z"])
def test_other_archives_are_not_opened(tmp_path: Path, kind: str) -> None:
    with pytest.raises(InputError, match="请解压，或另存为 zip"):
        gather([write(tmp_path / f"材料.{kind}")])
    write(tmp_path / "夹" / f"材料.{kind}")
    assert files_of(tmp_path / "夹")[f"材料.{kind}"].refusal == ""  # inside they are files like others


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有“gone”这个文件或文件夹"):
        gather([tmp_path / "gone"])


def test_too_many_files_or_bytes_at_once(tmp_path: Path) -> None:
    entries = [Entry(f"{n}.txt".encode()) for n in range(251)]
    first, second = (write(tmp_path / f"{n}.zip", zip_bytes(entries)) for n in range(2))
    assert len(gather([first])[0].files) == 251
    with pytest.raises(InputError, match="一共 502 个文件、0 MB，一次最多 500 个"):
        gather([first, second])
    large = [Entry(f"{n}.mp4".encode(), size=45 * MB, packed=bytes(MB)) for n in range(12)]
    for path in (first, second):
        write(path, zip_bytes(large))
    with pytest.raises(InputError, match="1080 MB，一次最多 500 个、1024 MB"):
        gather([first, second])


def test_a_name_nobody_can_read_is_doubtful(tmp_path: Path) -> None:
    (file,) = in_zip(tmp_path, Entry(b"\xff\xff\x80.pdf")).values()
    assert file.doubtful
