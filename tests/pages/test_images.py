"""The image door: every format, mode and orientation; what is too large, cut off or odd."""

from pathlib import Path

import PIL.Image
import PIL.ImageDraw
import pillow_heif
import pytest

from lexo.document import MediaType
from lexo.errors import DamagedFile, ImageTooLarge, IncompleteFile, UnpackedTooLarge
from lexo.pages import images
from lexo.pages.document_file import open_file
from lexo.pages.images import ImageFile


def picture(mode: str = "RGB", size: tuple[int, int] = (827, 1169)) -> PIL.Image.Image:
    """White paper of A4 shape with a dark patch in its upper left corner."""
    image = PIL.Image.new("L", size, 255)
    PIL.ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=0)
    return image.convert(mode)


def corners(path: Path, media_type: MediaType) -> list[int]:
    """Grey values of the four corners of page 1: upper left, upper right, lower left, lower right."""
    with open_file(path, media_type) as file:
        dpi = file.native_dpi(1)
        assert dpi is not None
        page = file.render(1, dpi, grey=True)
    last = page.width_px * (page.height_px - 1)
    return [page.pixels[k] for k in (0, page.width_px - 1, last, last + page.width_px - 1)]


@pytest.mark.parametrize("media_type", [kind for kind in MediaType if kind is not MediaType.PDF])
def test_render_every_format_shows_the_same_page(tmp_path: Path, media_type: MediaType) -> None:
    path = tmp_path / "a"
    if media_type is MediaType.HEIC:
        pillow_heif.from_pillow(picture()).save(path, quality=90)
    else:
        picture().save(path, media_type.removeprefix("image/"))
    dark, *white = corners(path, media_type)
    assert dark < 20
    assert min(white) > 235


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16"])
def test_render_every_mode_shows_the_same_page(tmp_path: Path, mode: str) -> None:
    image = picture("L") if mode == "I;16" else picture(mode)
    if mode == "I;16":
        image = image.convert("I").point(lambda value: value * 257).convert("I;16")
    image.save(tmp_path / "a.tif")
    dark, *white = corners(tmp_path / "a.tif", MediaType.TIFF)
    assert dark < 20
    assert min(white) > 235


def test_render_transparent_pixels_are_paper(tmp_path: Path) -> None:
    PIL.Image.new("RGBA", (100, 140), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert corners(tmp_path / "a.png", MediaType.PNG) == [255, 255, 255, 255]


def test_render_applies_the_cameras_orientation(tmp_path: Path) -> None:
    exif = PIL.Image.Exif()
    exif[0x0112] = 6  # the camera was turned: show it a quarter turn clockwise
    picture().save(tmp_path / "a.jpg", exif=exif)
    with ImageFile(tmp_path / "a.jpg", MediaType.JPEG) as file:
        size = file.inspect().pages[0]
    assert size.width_pt > size.height_pt
    _, dark, *_ = corners(tmp_path / "a.jpg", MediaType.JPEG)
    assert dark < 20


def test_render_rotation_turns_clockwise(tmp_path: Path) -> None:
    picture(size=(400, 600)).save(tmp_path / "a.png", dpi=(100, 100))
    with ImageFile(tmp_path / "a.png", MediaType.PNG) as file:
        page = file.render(1, 100, grey=True, rotation=90)
    assert (page.width_px, page.height_px) == (600, 400)
    assert page.pixels[page.width_px - 1] == 0


def test_inspect_tiff_has_all_its_pages(tmp_path: Path) -> None:
    first, second = picture(size=(827, 1169)), picture(size=(1169, 827))
    first.save(tmp_path / "a.tif", save_all=True, append_images=[second], dpi=(100, 100))
    with ImageFile(tmp_path / "a.tif", MediaType.TIFF) as file:
        sizes = [(round(page.width_pt), round(page.height_pt)) for page in file.inspect().pages]
        second_page = file.render(2, 100, grey=True)
    assert sizes == [(595, 842), (842, 595)]
    assert (second_page.width_px, second_page.height_px) == (1169, 827)


@pytest.mark.parametrize("stated", [None, (72, 72), (96, 96), (1, 1), (30_000, 30_000)])
def test_native_dpi_silly_is_guessed_from_a4(tmp_path: Path, stated: tuple[int, int] | None) -> None:
    extra = {"dpi": stated} if stated else {}
    picture(size=(1654, 2339)).save(tmp_path / "a.png", **extra)
    with ImageFile(tmp_path / "a.png", MediaType.PNG) as file:
        assert file.native_dpi(1) == 200


def test_native_dpi_stated_is_believed(tmp_path: Path) -> None:
    picture(size=(600, 900)).save(tmp_path / "a.png", dpi=(150, 150))
    with ImageFile(tmp_path / "a.png", MediaType.PNG) as file:
        assert file.native_dpi(1) == 150


def test_render_one_long_side_lowers_the_dpi(tmp_path: Path) -> None:
    PIL.Image.new("1", (40_000, 50), 1).save(tmp_path / "a.png", dpi=(300, 300))
    with ImageFile(tmp_path / "a.png", MediaType.PNG) as file:
        page = file.render(1, 300, grey=True)
    assert page.width_px <= 32_767
    assert page.dpi < 300


def test_open_too_many_pixels_is_refused_before_unpacking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture().save(tmp_path / "a.png")
    monkeypatch.setattr(images, "MAX_PIXELS", 1000)
    with pytest.raises(ImageTooLarge) as caught:
        ImageFile(tmp_path / "a.png", MediaType.PNG)
    assert caught.value.details == {"width": 827, "height": 1169}


def test_open_bomb_is_refused(tmp_path: Path) -> None:
    picture("L").save(tmp_path / "a.gif")
    data = bytearray((tmp_path / "a.gif").read_bytes())
    data[6:10] = b"\xff\xff\xff\xff"  # 65535 x 65535
    (tmp_path / "a.gif").write_bytes(data)
    with pytest.raises((ImageTooLarge, UnpackedTooLarge)):
        ImageFile(tmp_path / "a.gif", MediaType.GIF)


@pytest.mark.parametrize("media_type", [MediaType.JPEG, MediaType.PNG])
def test_open_cut_off_is_said_as_such(tmp_path: Path, media_type: MediaType) -> None:
    path = tmp_path / "a"
    PIL.Image.effect_noise((800, 1100), 80).save(path, media_type.removeprefix("image/"))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(IncompleteFile):
        ImageFile(path, media_type)


def test_open_jpeg_without_its_last_mark_is_read(tmp_path: Path) -> None:
    picture("L").save(tmp_path / "a.jpg")
    (tmp_path / "a.jpg").write_bytes((tmp_path / "a.jpg").read_bytes()[:-2] + b" " * 100)
    assert corners(tmp_path / "a.jpg", MediaType.JPEG)[0] < 20


def test_open_rubbish_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"rubbish IEND")
    with pytest.raises(DamagedFile):
        ImageFile(tmp_path / "a.png", MediaType.PNG)


def test_open_other_format_than_announced_is_not_guessed(tmp_path: Path) -> None:
    picture().save(tmp_path / "a.png")
    with pytest.raises(DamagedFile):
        ImageFile(tmp_path / "a.png", MediaType.TIFF)
