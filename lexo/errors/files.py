"""Reasons about a file: it cannot be read, is left alone, or waits."""

from lexo.errors.base import LexoError


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


class NoCertificate(FileProblem):
    code = "no_certificate"
    title = "This file holds no certificate that 2D-Doc codes could be checked with."
    hint = "Take the trust list that France Titres publishes (tsl_signed.xml), a certificate (PEM or DER), or a ZIP."


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


class PagesFailed(FileProblem):
    code = "pages_failed"
    title = "%(failed)s of %(pages)s pages could not be read."
    hint = "The pages say why. Try again, or scan them anew."
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
