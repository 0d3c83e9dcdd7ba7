"""Reasons that lie in the machine or the installation."""

from lexo.errors.base import LexoError


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


class ReadersCannotStart(SystemProblem):
    code = "readers_cannot_start"
    title = "LEXO's reading program does not start, so nothing is read."
    hint = "Stop LEXO and run ./start_native.sh: it mends the installation. No paper is lost."
    retryable = True


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
