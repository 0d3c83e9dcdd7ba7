"""LEXO never watches its own folders, nor a whole account, and tells when papers lie in a cloud's folder."""

from pathlib import Path

import pytest

from lexo.errors import UnsafeFolders, sentence
from lexo.intake.folders import check_folders


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "checkout").mkdir()
    return tmp_path / "checkout"


def test_check_folders_apart_from_each_other_is_fine(tmp_path: Path, own_home: Path, checkout: Path) -> None:
    assert check_folders(own_home / "OCR", own_home / "library", checkout) == ()


@pytest.mark.parametrize("watch", ["library", "library/files", "", "Library", "checkout/in", "."])
def test_check_folders_overlap_is_refused(own_home: Path, watch: str) -> None:
    (own_home / "library").mkdir()
    with pytest.raises(UnsafeFolders) as caught:
        check_folders(own_home / watch, own_home / "library", own_home / "checkout")
    assert caught.value.exit_code == 9
    assert str(own_home / watch) in str(caught.value)


def test_check_folders_root_is_refused(own_home: Path, checkout: Path) -> None:
    with pytest.raises(UnsafeFolders):
        check_folders(Path("/"), own_home / "library", checkout)


def test_check_folders_home_inside_the_watched_folder_is_refused(own_home: Path, checkout: Path) -> None:
    with pytest.raises(UnsafeFolders):
        check_folders(own_home / "OCR", own_home / "OCR" / "lexo", checkout)


def test_check_folders_link_does_not_hide_an_overlap(tmp_path: Path, own_home: Path, checkout: Path) -> None:
    (own_home / "library" / "files").mkdir(parents=True)
    (tmp_path / "looks-harmless").symlink_to(own_home / "library" / "files")
    (tmp_path / "account").symlink_to(own_home)
    for watch in ("looks-harmless", "account"):
        with pytest.raises(UnsafeFolders):
            check_folders(tmp_path / watch, own_home / "library", checkout)


def test_check_folders_names_that_only_begin_alike_are_fine(own_home: Path, checkout: Path) -> None:
    assert check_folders(own_home / "library-of-papers", own_home / "library", checkout) == ()


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Library/Mobile Documents/com~apple~CloudDocs/OCR", "iCloud Drive"),
        ("Library/CloudStorage/Dropbox/OCR", "Dropbox"),
        ("Library/CloudStorage/GoogleDrive-me@example.org/OCR", "Google Drive"),
        ("Library/CloudStorage/OneDrive-Personal", "OneDrive"),
        ("Dropbox/OCR", "Dropbox"),
        ("Nextcloud/OCR", "Nextcloud"),
    ],
)
def test_check_folders_in_a_cloud_warns(own_home: Path, checkout: Path, folder: str, service: str) -> None:
    (warning,) = check_folders(own_home / folder, own_home / "data", checkout)
    assert (warning.code, warning.details["service"]) == ("synced_folder", service)
    assert service in sentence(warning.code, warning.details)


def test_check_folders_desktop_in_icloud_warns(own_home: Path, checkout: Path) -> None:
    assert check_folders(own_home / "Desktop" / "OCR", own_home / "data", checkout) == ()
    (own_home / "Library" / "Mobile Documents" / "com~apple~CloudDocs" / "Desktop").mkdir(parents=True)
    (warning,) = check_folders(own_home / "Desktop" / "OCR", own_home / "data", checkout)
    assert warning.details["service"] == "iCloud Drive"
