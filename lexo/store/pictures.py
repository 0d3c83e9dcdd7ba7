"""Where the pictures of pages are kept. Each is made again when it is missing, so the folder may be emptied."""

from pathlib import Path

WIDTHS_PX = {"thumb": 300, "full": 1600}


class Pictures:
    """The folder `cache/pages`. A picture's name says content, page, turn and size: it never goes stale."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str, number: int, rotation: int, size: str) -> Path:
        """Where the picture is or would be; its folder is made. `size` is a key of WIDTHS_PX."""
        folder = self.root / sha256[:2] / sha256
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder / f"{number}-{rotation}-{size}.jpg"
