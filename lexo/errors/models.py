"""Reasons that lie in a model, or in what a model wrote."""

from lexo.errors.pages import PageNotice
from lexo.errors.requests import RequestProblem
from lexo.errors.system import SystemProblem


class UnknownModel(RequestProblem):
    code = "unknown_model"
    title = "LEXO knows no model named %(model)s."
    hint = "Known are: %(known)s."
    status = 404


class ModelAbsent(SystemProblem):
    code = "model_absent"
    title = "The model %(model)s is not on this machine."
    hint = "`lexo models download %(model)s` fetches it; `lexo models add` takes a folder you have."


class ModelDamaged(SystemProblem):
    code = "model_damaged"
    title = "The model %(model)s is damaged: %(file)s is missing or not whole."
    hint = "`lexo models download %(model)s` mends it."


class LocalModelDamaged(ModelDamaged):
    code = "local_model_damaged"
    hint = "`lexo models remove %(model)s`, then `lexo models add` with a sound copy."


class ModelUnsafe(SystemProblem):
    code = "model_unsafe"
    title = "The model %(model)s brings a program (%(file)s), and LEXO runs none but its own."
    hint = "`lexo models add` takes its weights and leaves programs out."


class NoRoomForModel(SystemProblem):
    code = "no_room_for_model"
    title = "There is not enough room on the disk for this model."
    hint = "Free some space and run the command again; it goes on where it stopped."
    status = 507


class ModelTooLarge(SystemProblem):
    code = "model_too_large"
    title = "The model %(model)s needs about %(needed_mb)s MB of memory; %(limit_mb)s MB are allowed."
    hint = "Use a smaller one (`lexo models quantize %(model)s --bits 4` makes it), or raise model_memory_mb."


class ModelFailed(SystemProblem):
    code = "model_failed"
    title = "The model %(model)s failed."
    hint = "Try again; `lexo models validate %(model)s` checks its files. Papers are read without it meanwhile."
    retryable = True


class ModelsUnavailable(SystemProblem):
    code = "models_unavailable"
    title = "This machine cannot run local models: MLX is not installed, or not made for it."
    hint = "Reading and searching work without. On a Mac with Apple silicon, ./start_native.sh installs it."


class DownloadFailed(SystemProblem):
    code = "download_failed"
    title = "The model %(model)s could not be fetched: %(why)s."
    hint = "Run the command again; it goes on where it stopped."
    retryable = True


class RemoteOff(RequestProblem):
    code = "remote_off"
    title = "No remote engine is switched on, and LEXO sends nothing off this machine by itself."
    hint = "Set remote_url in lexo.toml if you want one."
    status = 409


class RemoteFailed(SystemProblem):
    code = "remote_failed"
    title = "The remote engine at %(host)s did not answer as it should: %(why)s."
    hint = "Check that it runs. Papers are read without it meanwhile."
    retryable = True


class PromptTooLong(RequestProblem):
    code = "prompt_too_long"
    title = "This text is too long for %(model)s: %(tokens)s tokens, it takes %(limit)s."
    hint = "Ask about fewer pages."
    status = 413


class OnBattery(SystemProblem):
    code = "on_battery"
    title = "Models wait for mains power."
    hint = "Papers are read meanwhile; set models_on_battery to true to go on without."
    retryable = True


class MachineHot(SystemProblem):
    code = "machine_hot"
    title = "Models wait until the machine has cooled down."
    hint = "Papers are read meanwhile."
    retryable = True


class MacOnly(SystemProblem):
    code = "mac_only"
    title = "%(engine)s is part of macOS and not available on this system."
    hint = "Use another engine; `lexo doctor` lists those that are here."


class ReadRemotely(PageNotice):
    code = "read_remotely"
    title = "This page was sent to the remote engine you switched on, and read there."


class WordsUnseen(PageNotice):
    code = "words_unseen"
    title = "A model wrote words here that are not seen on the page."
    hint = "They are marked; compare them with the image."


class WordsLeftOut(PageNotice):
    code = "words_left_out"
    title = "A model left out words that are seen on the page."
    hint = "They are kept at the end; compare them with the image."


class ModelLooped(PageNotice):
    code = "model_looped"
    title = "A model began to repeat itself on this page and was stopped; its text was not taken."


class ModelGaveUp(PageNotice):
    code = "model_gave_up"
    title = "A model could not read this page, so the first reading stands."


class ReadInTiles(PageNotice):
    code = "read_in_tiles"
    title = "This page was too large for the model and was read in parts that overlap."
