"""`lexo models list|validate|add|remove|load|unload`: the models on this machine. None of these uses a network."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lexo.cli import fetching
from lexo.cli.model_words import described, folder_in_force, mb, megabytes, mending
from lexo.cli.output import FINDINGS, put, put_json, put_table, reason_shape, say, visible
from lexo.document import Reason
from lexo.errors import LexoError, ModelAbsent, NotRunning, SystemProblem

if TYPE_CHECKING:
    from lexo.inference.manifest import ModelSpec

app = typer.Typer(
    help="Look after the models on this machine. Only `download` uses the network.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]
Name = Annotated[str, typer.Argument(help="A name from `lexo models list`.")]
_STATES = {None: "yes", "model_unsafe": "refused"}  # in the column "here", by reason
LOAD_TIMEOUT_S = 600.0  # a large model from a slow disk


@app.command("list")
def list_(
    role: Annotated[str | None, typer.Option(help="Only these: ocr, text, embedding or layout.")] = None,
    installed: Annotated[bool, typer.Option("--installed", help="Only those on this machine.")] = False,
    as_json: Json = False,
) -> None:
    """Show the models LEXO knows: which are here, what they take, under which licence."""
    from lexo.inference import cache
    from lexo.inference.base import Role

    if role is not None and role not in tuple(Role):
        raise typer.BadParameter(f"there are {', '.join(Role)}", param_hint="--role")
    folder = folder_in_force()
    items = [_shape(folder, spec) for spec in cache.local_specs(folder) if role in (None, spec.role)]
    items = [item for item in items if item["is_installed"] or not installed]
    if as_json:
        put_json({"folder": str(folder), "items": items})
        return
    heads = ("name", "role", "here", "size", "memory", "licence", "last used")
    put_table(heads, [_row(item) for item in items])
    if not any(item["is_installed"] for item in items):
        say("None of these is on this machine. LEXO reads without; `lexo models download NAME` fetches one.")


def validate(
    name: Annotated[str | None, typer.Argument(help="One model; all that are here without.")] = None,
    deep: Annotated[bool, typer.Option("--deep", help="Read every byte and compare checksums.")] = False,
    load: Annotated[bool, typer.Option("--load", help="Load each model once, too.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell of those that are well, too.")] = False,
    as_json: Json = False,
) -> None:
    """Check the files of models. Exit code 10 where something is wrong, with the command that mends it."""
    from lexo.inference import cache

    folder = folder_in_force()
    specs = (cache.get(folder, name),) if name else cache.local_specs(folder)
    here = [(spec, snapshot) for spec in specs if (snapshot := cache.find(folder, spec))]
    if name and not here:
        raise ModelAbsent(model=specs[0].name)
    items = [_checked(folder, spec, snapshot, deep=deep, load=load) for spec, snapshot in here]
    if as_json:
        put_json({"sound": not any(item["problems"] for item in items), "items": items})
    else:
        _tell_checked(items, verbose=verbose)
    for stranger in () if name else cache.strangers(folder):
        say(f"{visible(stranger)}: LEXO cannot tell what this folder is; `lexo models add --help` says how to tell it.")
    sound = sum(not item["problems"] for item in items)
    say(f"{len(items)} models looked at{' byte by byte' if deep else ''}, {sound} of them sound.")
    if sound < len(items):
        raise typer.Exit(FINDINGS)


def add(
    source: Annotated[
        str, typer.Argument(metavar="DIR|PACKAGE", help="The model's folder, or an installed Python package with one.")
    ],
    name: Annotated[str | None, typer.Option(help="How it will be named, instead of the folder's name.")] = None,
    role: Annotated[str | None, typer.Option(help="What it is for: ocr, text, embedding or layout.")] = None,
    family: Annotated[
        str | None, typer.Option(help="How it is asked, where LEXO cannot tell (docs/models.md).")
    ] = None,
    licence: Annotated[str, typer.Option(help="Its licence, to be shown beside it.")] = "",
    as_json: Json = False,
) -> None:
    """Take a model in from a folder: its weights and settings, without a second copy where the disk allows it."""
    from lexo.inference import cache, packages

    models = folder_in_force(make=True)
    folder = Path(source).resolve()
    if not folder.is_dir():
        found = packages.find(source)
        if found is None:
            raise typer.BadParameter("there is no such folder, and no such package with a model", param_hint="DIR")
        folder, name = found, name or packages.model_name(source)
    spec, how = fetching.take_folder(folder, models, fetching.Said(name, role, family, licence))
    snapshot = cache.locate(models, spec)
    kept = replace(spec, size_mb=cache.size_mb(snapshot))
    if as_json:
        put_json({**described(kept), "how": how})
    else:
        put(spec.name)
    say(f"{spec.name} is here ({mb(kept.size_mb)}, {how}); it is for {spec.role}.")


def remove(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Json = False,
) -> None:
    """Delete a model from the models folder. Nothing outside it is touched."""
    from lexo.inference import adopt, cache
    from lexo.inference.placing import Busy

    folder = folder_in_force()
    spec = cache.get(folder, name)
    if not adopt.is_anything_here(folder, spec):
        raise ModelAbsent(model=spec.name)
    fetching.confirm(f"Delete {spec.name} from {folder}?", is_sure=yes)
    try:
        freed = adopt.remove(folder, spec)
    except Busy:
        raise typer.BadParameter(f"another command is at work on {spec.name}", param_hint="NAME") from None
    if as_json:
        put_json({"name": spec.name, "freed_bytes": freed})
    say(f"{spec.name} is deleted; {megabytes(freed)} that were in the models folder.")


def load(name: Name, as_json: Json = False) -> None:
    """Let the running LEXO load a model now, so that the first question does not wait for it."""
    _ask_server(name, "load", as_json=as_json)


def unload(name: Name, as_json: Json = False) -> None:
    """Let the running LEXO give a model's memory back."""
    _ask_server(name, "unload", as_json=as_json)


for command in (validate, add, remove, fetching.download, fetching.migrate, fetching.quantize, load, unload):
    app.command(command.__name__)(command)


def _shape(folder: Path, spec: "ModelSpec") -> dict[str, Any]:
    from lexo.inference import cache

    snapshot = cache.find(folder, spec)
    problem: Reason | None = None
    try:
        if snapshot:
            cache.locate(folder, spec)
    except LexoError as error:
        problem = Reason(error.code, error.details)
    return {
        **described(spec),
        "size_mb": cache.size_mb(snapshot) if snapshot else spec.size_mb,
        "is_installed": snapshot is not None,
        "last_used_at": cache.last_used(folder, spec),
        "path": str(snapshot) if snapshot else None,
        **reason_shape(problem),
    }


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    here = _STATES.get(item["reason_code"], "damaged") if item["is_installed"] else "no"
    memory = mb(item["memory_mb"]) if item["memory_mb"] else ""
    used = item["last_used_at"] or ""
    return item["name"], item["role"], here, mb(item["size_mb"]), memory, item["licence"], used


def _checked(folder: Path, spec: "ModelSpec", snapshot: Path, *, deep: bool, load: bool) -> dict[str, Any]:
    from lexo.inference import cache

    with fetching.byte_progress(cache.size_bytes(snapshot) if deep else 0, spec.name) as on_bytes:
        found = list(cache.check(snapshot, deep=deep, on_bytes=on_bytes))
    if load and not found:
        found += _loaded(folder, spec)
    return {
        "name": spec.name,
        "path": str(snapshot),
        "size_mb": cache.size_mb(snapshot),
        "problems": [
            {**reason_shape(reason), "details": reason.details, "mend": mending(spec, snapshot, reason)}
            for reason in found
        ],
    }


def _loaded(folder: Path, spec: "ModelSpec") -> list[Reason]:
    """Load it as the server would, and let it go again."""
    from lexo.inference.base import Role
    from lexo.inference.host import Limits, ModelHost

    if spec.role is Role.LAYOUT:
        return []  # nothing asks one yet
    host = ModelHost(folder, Limits())
    try:
        host.load(spec.name)
    except LexoError as error:
        return [Reason(error.code, error.details)]
    finally:
        host.stop(grace_s=10.0)
    return []


def _tell_checked(items: list[dict[str, Any]], *, verbose: bool) -> None:
    for item in items:
        if verbose or item["problems"]:
            put(f"{item['name']}: {'damaged' if item['problems'] else 'sound'} ({mb(item['size_mb'])})")
        if verbose:
            put(f"  in {item['path']}")
        for problem in item["problems"]:
            why = problem["details"].get("why", "")
            put(f"  {problem['reason']}{f' ({why})' if why else ''}\n  mend: {problem['mend']}")


def _ask_server(name: str, verb: str, *, as_json: bool) -> None:
    import httpx

    from lexo.cli.library import settings_in_force
    from lexo.cli.running import find_server
    from lexo.inference import cache

    settings = settings_in_force()
    spec = cache.get(settings.models, name)
    server = find_server(settings.home)
    if server is None:
        raise NotRunning
    url = f"{server.url}/api/v1/models/{spec.name}/{verb}"
    try:
        with httpx.Client(trust_env=False, timeout=LOAD_TIMEOUT_S) as client:  # no proxy between this and loopback
            answer = client.post(url, headers={"Origin": server.url})
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        say(f"lexo: LEXO at {server.url} did not answer as it should ({type(error).__name__}).")
        raise typer.Exit(SystemProblem.exit_code) from error
    if answer.status_code != httpx.codes.OK:
        say(f"lexo: {told.get('detail') or told.get('title')}")
        raise typer.Exit(SystemProblem.exit_code)
    if as_json:
        put_json(told)
    say(f"{spec.name} is {'loaded' if told['is_loaded'] else 'not loaded'}.")
