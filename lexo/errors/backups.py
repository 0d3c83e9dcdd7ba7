"""Reasons that lie in backups."""

from lexo.errors.system import SystemProblem


class BackupNotFound(SystemProblem):
    code = "backup_not_found"
    title = "There is no backup %(name)s in %(folder)s."
    hint = "lexo backup --list names those there are."
    status = 404
    exit_code = 3


class BackupDamaged(SystemProblem):
    code = "backup_damaged"
    title = "The backup %(name)s is damaged: %(what)s."
    hint = "Nothing was changed. Choose another backup; lexo backup --list names them."
    exit_code = 10


class BackupNewer(SystemProblem):
    code = "backup_newer"
    title = "The backup %(name)s was made by a newer LEXO."
    hint = "Nothing was changed. Restore it with that version."


class BackupFolderUnusable(SystemProblem):
    code = "backup_folder_unusable"
    title = "Backups cannot be written to %(folder)s: %(why)s."
    hint = "Connect its disk, or choose another folder with the setting backup_to."


class StopFirst(SystemProblem):
    code = "stop_first"
    title = "LEXO is running, and what it holds would be replaced under it."
    hint = "Stop it with ./stop_native.sh, then restore."
    exit_code = 75


class LibraryNotEmpty(SystemProblem):
    code = "library_not_empty"
    title = "There is a library already, with %(papers)s papers."
    hint = "Add --yes to put it aside and restore all the same; it is kept in the folder backups."
    exit_code = 6
