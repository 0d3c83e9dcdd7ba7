"""Files as answers: the original as an attachment that runs nothing, pictures and static files that may be kept."""

import os
import unicodedata
from pathlib import Path, PurePath
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from lexo.document import Document, MediaType

# Nothing in a downloaded file may run in LEXO's origin, should a browser show it after all.
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
KEEP_FOR_EVER = "private, max-age=31536000, immutable"
ASK_AGAIN = "private, no-cache"
SUFFIXES = {
    MediaType.PDF: (".pdf",),
    MediaType.PNG: (".png",),
    MediaType.JPEG: (".jpg", ".jpeg", ".jpe", ".jfif"),
    MediaType.TIFF: (".tif", ".tiff"),
    MediaType.WEBP: (".webp",),
    MediaType.HEIC: (".heic", ".heif", ".hif"),
    MediaType.BMP: (".bmp", ".dib"),
    MediaType.GIF: (".gif",),
}


class KeptFiles(StaticFiles):
    """Static files; under an address with `v`, which changes with their content, they may be kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file; raises HTTPException 404, 405."""
        response = await super().get_response(path, scope)
        is_versioned = b"v=" in scope["query_string"]
        response.headers["Cache-Control"] = KEEP_FOR_EVER if is_versioned else ASK_AGAIN
        return response


def original(document: Document, path: Path) -> FileResponse:
    """The file as it came, with its name; the suffix is the content's, so that `evil.html` does not open as a page."""
    name = document.filename
    suffixes = SUFFIXES[document.media_type]
    if PurePath(name).suffix.lower() not in suffixes:
        name += suffixes[0]
    headers = {"Content-Disposition": attachment(name), "Content-Security-Policy": SANDBOX}
    return FileResponse(path, media_type=document.media_type.value, headers=headers)


def attachment(name: str) -> str:
    """A Content-Disposition that names a file: plain ASCII for old clients, UTF-8 (RFC 5987) for all others."""
    visible = "".join(char for char in name if unicodedata.category(char)[0] != "C" and char not in '/\\"')
    plain = unicodedata.normalize("NFKD", visible).encode("ascii", "ignore").decode().strip() or "document"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(visible, safe='')}"


def picture(request: Request, path: Path, media_type: str = "image/jpeg") -> Response:
    """A picture with an ETag. Under an address with `v`, which changes with the picture, it may be kept for ever."""
    status = os.stat(path)
    headers = {
        "ETag": f'"{status.st_mtime_ns:x}-{status.st_size:x}"',
        "Cache-Control": KEEP_FOR_EVER if "v" in request.query_params else ASK_AGAIN,
    }
    if headers["ETag"] in [tag.strip() for tag in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type=media_type, headers=headers, stat_result=status)
