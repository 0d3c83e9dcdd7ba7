"""Every reason LEXO gives, in the user's words: one class a reason, with a stable code; and the limits behind them.

    LexoError
    ├── FileProblem          a file cannot be read as it is
    ├── FileIgnored          a file that LEXO leaves alone
    ├── FileWaiting          a file or document that waits for time or for a person
    ├── PageProblem          one page; the document goes on
    ├── RequestProblem       what a caller asked for cannot be done
    └── SystemProblem        the machine or the installation

`title` says what happened, `hint` what to do; both are %-templates filled from `details`, and the message ids of the
translations. A code is never reused or renamed.
"""

from typing import ClassVar

MAX_PAGES = 10_000  # pages of one document
MAX_SIDE_PX = 32_767  # Tesseract's own limit for a side of an image
MAX_PIXELS = 178_956_970  # where Pillow calls an image a bomb
MAX_UNPACKED_BYTES = 1 << 30  # one image once unpacked
PAGE_TIMEOUT_S = 120.0
MAX_TEXT_CHARS = 2_000_000  # of one page; more is cut, with a warning
SNIFF_BYTES = 4096

Details = dict[str, str | int]


class LexoError(Exception):
    """Base of all reasons. `status` is the HTTP status, `exit_code` the command line's."""

    code: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong inside LEXO."
    hint: ClassVar[str] = "Your papers are safe. Try again; the log says more."
    status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1
    retryable: ClassVar[bool] = False

    def __init__(self, **details: str | int) -> None:
        super().__init__(self.code)
        self.details: Details = details

    def __str__(self) -> str:
        return sentence(self.code, self.details)


class FileProblem(LexoError):
    """A file cannot be read as it is."""

    code = "file_unreadable"
    title = "This file cannot be read."
    hint = "Open it in another program to check it, then add it again."
    status = 422
    exit_code = 4


class DamagedFile(FileProblem):
    code = "damaged"
    title = "This file is damaged: no page of it could be opened."
    hint = "Ask for it again, or export it anew from the program that made it."


class IncompleteFile(FileProblem):
    code = "incomplete"
    title = "This file is cut off: its end is missing."
    hint = "Copy or download it again; LEXO reads it as soon as it changes."


class NoPages(FileProblem):
    code = "no_pages"
    title = "This file opens, but it has no pages."
    hint = "Export it anew from the program that made it."


class TooManyPages(FileProblem):
    code = "too_many_pages"
    title = "This file has %(pages)s pages; LEXO reads up to %(limit)s."
    hint = "Split it and add the parts."


class ImageTooLarge(FileProblem):
    code = "image_too_large"
    title = "This image is %(width)s × %(height)s pixels, more than LEXO unpacks."
    hint = "Scan or save it at a lower resolution and add it again."


class UnpackedTooLarge(FileProblem):
    code = "unpacked_too_large"
    title = "This file is unusually large when unpacked, so LEXO refused it."
    hint = "If it comes from somebody you trust, export it anew and add it again."


class CertificateEncrypted(FileProblem):
    code = "certificate_encrypted"
    title = "This PDF is locked with a certificate, which LEXO cannot open."
    hint = "Save it without protection and add it again."


class ReaderCrashed(FileProblem):
    code = "reader_crashed"
    title = "This file made the reading program stop, twice."
    hint = "LEXO went on with the other files. Export this one anew and add it again, or try once more."
    retryable = True


class ReaderTimedOut(FileProblem):
    code = "reader_timed_out"
    title = "This file took longer than %(seconds)s seconds to open."
    hint = "Export it anew and add it again, or try once more."
    retryable = True


class AllPagesFailed(FileProblem):
    code = "all_pages_failed"
    title = "No page of this document could be read."
    hint = "The pages say why. Try again, or scan the paper anew."
    retryable = True


class ReadingCancelled(FileProblem):
    code = "cancelled"
    title = "You stopped the reading of this paper."
    hint = "What was read is kept. Try again to read the rest."
    retryable = True


class FileIgnored(LexoError):
    """A file that LEXO leaves alone."""

    code = "ignored"
    title = "LEXO leaves this file alone."
    hint = ""
    status = 415
    exit_code = 5


class UnsupportedType(FileIgnored):
    code = "unsupported_type"
    title = "LEXO does not read this kind of file (%(found)s)."
    hint = "It reads PDF, PNG, JPEG, TIFF, WebP, HEIC, BMP and GIF."


class TemporaryFile(FileIgnored):
    code = "temporary_file"
    title = "This is a temporary or system file."
    hint = ""


class NotRegularFile(FileIgnored):
    code = "not_regular"
    title = "This is not a file but %(found)s."
    hint = "Put a copy of the file itself in the folder."


class InTrash(FileIgnored):
    code = "in_trash"
    title = "You deleted this paper in LEXO, so its file is left alone."
    hint = "Take it out of the trash to have it back."


class FileWaiting(LexoError):
    """A file or document that waits for time or for a person."""

    code = "waiting"
    title = "Waiting."
    hint = ""
    status = 409
    exit_code = 6
    retryable = True


class StillCopying(FileWaiting):
    code = "still_copying"
    title = "This file is still being copied."
    hint = "LEXO reads it once it has stopped changing."


class EmptyFile(FileWaiting):
    code = "empty"
    title = "This file is empty."
    hint = "LEXO reads it when something is in it."
    status = 422
    exit_code = 4


class PermissionNeeded(FileWaiting):
    code = "permission"
    title = "LEXO has no right to read this file."
    hint = "Give your account the right to read it; LEXO tries again by itself."


class PrivacyPermissionNeeded(FileWaiting):
    code = "privacy_permission"
    title = "The system does not let LEXO read this folder."
    hint = "Allow it in System Settings, Privacy & Security, Files and Folders; LEXO tries again by itself."


class DiskReadFailed(FileWaiting):
    code = "disk_read"
    title = "The disk gave an error while this file was read."
    hint = "Copy the file somewhere else if you can; LEXO tries again by itself."


class NotDownloaded(FileWaiting):
    code = "not_downloaded"
    title = "This file is in iCloud and not on this Mac."
    hint = "Open it once in Finder to download it."


class FileGone(FileWaiting):
    code = "gone"
    title = "This file was removed before LEXO read it."
    hint = ""


class PasswordNeeded(FileWaiting):
    code = "password_needed"
    title = "This PDF is protected by a password."
    hint = "Enter its password; LEXO keeps it in memory only."
    status = 422


class PasswordWrong(FileWaiting):
    code = "password_wrong"
    title = "That password does not open this PDF."
    hint = "Check capitals and try again."
    status = 422


class PagesFailed(FileProblem):
    code = "pages_failed"
    title = "%(failed)s of %(pages)s pages could not be read."
    hint = "The pages say why. Try again, or scan them anew."
    retryable = True


class PageProblem(LexoError):
    """One page; the document goes on."""

    code = "page_failed"
    title = "This page could not be read."
    hint = "Try again, or scan the page anew."
    retryable = True


class PageCrashed(PageProblem):
    code = "page_crashed"
    title = "This page made the reading program stop."
    hint = "The other pages are read. Try again, or scan this page anew."


class PageTimedOut(PageProblem):
    code = "page_timed_out"
    title = "This page took longer than %(seconds)s seconds, so LEXO went on."
    hint = "Try again, or scan the page at a lower resolution."


class PageDamaged(PageProblem):
    code = "page_damaged"
    title = "This page is damaged."
    hint = "The other pages are read. Ask for the file again if you need this one."


class PageOutOfMemory(PageProblem):
    code = "page_out_of_memory"
    title = "This page is too large for the memory there is."
    hint = "Scan it at a lower resolution."


class EngineError(PageProblem):
    code = "engine_failed"
    title = "The reading engine %(engine)s failed on this page."
    hint = "Try again; `lexo doctor` checks the engine."


class PageNotice(PageProblem):
    """Not a failure: something a person should know about a page that was read."""

    code = "page_notice"
    title = "Something about this page is worth knowing."
    hint = ""


class PageDownscaled(PageNotice):
    code = "page_downscaled"
    title = "This page was larger than the engine takes, and was read at a lower resolution."


class PageBlank(PageNotice):
    code = "page_blank"
    title = "This page is blank, or nothing on it could be read."


class PageDoubtful(PageNotice):
    code = "page_doubtful"
    title = "Much of this page is uncertain."
    hint = "Compare it with the image before you rely on it."


class TextLayerRejected(PageNotice):
    code = "text_layer_rejected"
    title = "The text inside this PDF is not what the page shows, so LEXO read the page itself."


class TextTruncated(PageNotice):
    code = "text_truncated"
    title = "This page holds more text than LEXO keeps; its end was cut."


class DocumentRepaired(PageNotice):
    code = "repaired"
    title = "This PDF was damaged and had to be repaired to be read."
    hint = "Your file was not changed. Pages may be missing."


class NameMisleads(PageNotice):
    code = "name_misleads"
    title = "The name says one kind of file, the content another (%(found)s); LEXO went by the content."


class SignedPdf(PageNotice):
    code = "signed"
    title = "This PDF is signed. Your signed file is kept as it is."


class RequestProblem(LexoError):
    """What a caller asked for cannot be done."""

    code = "bad_request"
    title = "This request cannot be understood."
    hint = "The documentation at /api/docs shows its form."
    status = 400
    exit_code = 2


class NotFound(RequestProblem):
    code = "not_found"
    title = "There is nothing here."
    hint = "It may have been deleted. The list of papers shows what there is."
    status = 404
    exit_code = 3


class DocumentNotFound(NotFound):
    code = "document_not_found"
    title = "There is no document %(id)s."


class PageNotFound(NotFound):
    code = "page_not_found"
    title = "This document has no page %(number)s."


class JobNotFound(NotFound):
    code = "job_not_found"
    title = "There is no job %(id)s."


class NotReadYet(RequestProblem):
    code = "not_read_yet"
    title = "This has not been read yet."
    hint = "Ask again in a moment; the activity page shows how far it is."
    status = 409


class JobNotRunning(RequestProblem):
    code = "job_state"
    title = "This job is %(state)s, so that cannot be done."
    hint = ""
    status = 409


class UploadTooLarge(RequestProblem):
    code = "upload_too_large"
    title = "This is larger than the %(limit_mb)s MB that LEXO takes at once."
    hint = "Put the file into the watched folder instead."
    status = 413


class MethodNotAllowed(RequestProblem):
    code = "method_not_allowed"
    title = "This address does not take %(method)s."
    status = 405


class InvalidRequest(RequestProblem):
    code = "invalid_request"
    title = "Something in this request is missing or not usable."
    hint = "The list of errors names each part."
    status = 422


class WrongContentType(RequestProblem):
    code = "content_type"
    title = "This address takes %(expected)s."
    hint = "Say so in the header Content-Type."
    status = 415


class TooManyStreams(RequestProblem):
    code = "too_many_streams"
    title = "Too many windows follow the reading at once."
    hint = "Close one of them; the others go on by themselves."
    status = 503
    retryable = True


class UnknownEngine(RequestProblem):
    code = "unknown_engine"
    title = "There is no engine named %(engine)s."
    hint = "Known: %(known)s."
    status = 422


class LanguageMissing(RequestProblem):
    code = "language_missing"
    title = "Tesseract has no data for the language %(language)s."
    hint = "Installed: %(installed)s."
    status = 422


class ForbiddenHost(RequestProblem):
    code = "forbidden_host"
    title = "This address is not LEXO's."
    hint = "Open http://127.0.0.1:%(port)s on this machine."
    status = 421


class ForbiddenOrigin(RequestProblem):
    code = "forbidden_origin"
    title = "This request came from another site, so LEXO refused it."
    hint = "Use LEXO's own pages, or send no Origin header from a program."
    status = 403


class OutputExists(RequestProblem):
    code = "output_unwritable"
    title = "The result cannot be written to %(path)s."
    hint = "Choose another place."
    status = 400
    exit_code = 7


class UnknownFormat(RequestProblem):
    code = "unknown_format"
    title = "LEXO does not write %(format)s."
    hint = "It writes .md, .txt and .json."


class SystemProblem(LexoError):
    """The machine or the installation."""

    code = "system"
    title = "Something on this machine keeps LEXO from working."
    hint = "`lexo doctor` says what."
    status = 503
    exit_code = 8


class EngineMissing(SystemProblem):
    code = "engine_missing"
    title = "Tesseract, which reads scans, is not installed."
    hint = "macOS: brew install tesseract tesseract-lang. Debian: apt-get install tesseract-ocr tesseract-ocr-fra."


class ModelMissing(SystemProblem):
    code = "model_missing"
    title = "No language model is installed, so papers are read but not yet understood."
    hint = "Reading and searching work without one."


class DiskLow(SystemProblem):
    code = "disk_low"
    title = "Only %(free_mb)s MB are free on the disk."
    hint = "Free some space before large scans come in."


class DiskFull(SystemProblem):
    code = "disk_full"
    title = "The disk is full. LEXO has paused; nothing is lost."
    hint = "Free some space; LEXO goes on by itself."
    status = 507


class DatabaseBusy(SystemProblem):
    code = "database_busy"
    title = "Another program holds LEXO's database."
    hint = "Close it; LEXO tries again by itself."
    retryable = True


class DatabaseDamaged(SystemProblem):
    code = "database_damaged"
    title = "LEXO's database is damaged. Your papers are not: they are in the folder files beside it."
    hint = "Run lexo verify; it says what is wrong."


class DatabaseNewer(SystemProblem):
    code = "database_newer"
    title = "This database was made by a newer LEXO."
    hint = "Start the newer version, or set LEXO_HOME to another folder."


class AlreadyRunning(SystemProblem):
    code = "already_running"
    title = "LEXO is already running at %(url)s."
    hint = ""
    exit_code = 75


class PortTaken(SystemProblem):
    code = "port_taken"
    title = "Another program uses port %(port)s."
    hint = "Stop it, or start LEXO with --port or LEXO_PORT set to a free one."
    exit_code = 8


class NotRunning(SystemProblem):
    code = "not_running"
    title = "LEXO is not running."
    hint = "Start it with ./start_native.sh or lexo serve."
    exit_code = 3


class BadSetting(SystemProblem):
    code = "bad_setting"
    title = "The setting %(name)s in %(where)s is not usable: %(why)s."
    hint = "LEXO uses the default until it is mended."
    exit_code = 9


class UnsafeFolders(SystemProblem):
    code = "unsafe_folders"
    title = "The watched folder %(watch)s and LEXO's own folder %(other)s lie inside each other."
    hint = "Choose a watched folder of its own, for example ~/OCR."
    exit_code = 9


class SyncedFolder(SystemProblem):
    code = "synced_folder"
    title = "The folder %(path)s is kept in step with a cloud (%(service)s), so what lies in it leaves this machine."
    hint = "Choose a folder outside it if your papers are to stay here."


class UnsafeAddress(SystemProblem):
    code = "unsafe_address"
    title = "LEXO listens on this machine only; %(host)s would let others in."
    hint = "Leave the host at 127.0.0.1."
    exit_code = 9


class WatchFolderMissing(SystemProblem):
    code = "watch_folder_missing"
    title = "The watched folder %(path)s is not there."
    hint = "Create it or connect its disk; LEXO goes on by itself, and no paper is lost."
    retryable = True


def _all(base: type[LexoError]) -> list[type[LexoError]]:
    return [base, *(found for child in base.__subclasses__() for found in _all(child))]


BY_CODE: dict[str, type[LexoError]] = {error.code: error for error in _all(LexoError)}


def sentence(code: str, details: Details | None = None) -> str:
    """Say a code in English: what happened, then what to do. An unknown code is said as itself."""
    error = BY_CODE.get(code)
    return f"{error.title} {error.hint}".strip() % _Filled(details or {}) if error else code


class _Filled(dict[str, str | int]):
    """Values for a template; a missing one shows as a dash rather than raising."""

    def __missing__(self, key: str) -> str:
        return "–"
