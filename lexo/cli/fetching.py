"""`lexo models download|migrate|quantize`: models from elsewhere. `download` is the one command that uses a network."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lexo.cli.model_words import described, folder_in_force, mb, megabytes
from lexo.cli.output import PARTLY, progress, put, put_json, reason_shape, say
from lexo.document import Reason
from lexo.errors import LexoError, ModelAbsent

if TYPE_CHECKING:
    from lexo.inference.manifest import ModelSpec
    from lexo.inference.migrate import Found

Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a model in a folder; the rest is found out."""

    name: str | None
    role: str | None
    family: str | None
    licence: str


def download(
    name: Annotated[str, typer.Argument(help="A name from `lexo models list`.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Json = False,
) -> None:
    """Fetch a model over the network: size and licence are shown first. Interrupted, it goes on where it stopped."""
    from lexo.inference import cache
    from lexo.inference import download as fetching

    folder = folder_in_force(make=True)
    spec = cache.get(folder, name)
    if "/" not in spec.repo:
        raise typer.BadParameter(f"{spec.name} was added by hand, so nobody can be asked for it", param_hint="NAME")
    try:
        snapshot, is_new = cache.locate(folder, spec), False
    except LexoError:
        plan = fetching.plan(spec)
        licence = spec.licence if plan.licence.lower() in ("", spec.licence.lower()) else plan.licence
        say(f"{spec.name}: {megabytes(plan.size_bytes)} in {len(plan.files)} files from {plan.host}, {spec.repo}.")
        say(f"Its licence is {licence}. {spec.note}".strip())
        if left_out := _listed(plan.left_out):
            say(f"Not fetched: {left_out}.")
        confirm("Fetch it?", is_sure=yes or not sys.stdin.isatty())
        with byte_progress(plan.size_bytes, spec.name) as on_bytes:
            snapshot, is_new = fetching.fetch(plan, folder, on_bytes), True
    if as_json:
        put_json({"name": spec.name, "path": str(snapshot), "is_new": is_new, "size_mb": cache.size_mb(snapshot)})
    else:
        put(str(snapshot))
    say(f"{spec.name} is {'here, and all of its checksums are right' if is_new else 'here already'}.")


def migrate(
    names: Annotated[list[str] | None, typer.Argument(help="Only these; all that LEXO knows without.")] = None,
    source: Annotated[
        Path | None,
        typer.Option("--from", exists=True, file_okay=False, help="The cache, instead of the system's own."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also models that LEXO's list does not name, where it can ask them.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    as_json: Json = False,
) -> None:
    """Take models over from this system's Hugging Face cache, which stays as it is. No network is used."""
    from lexo.inference import migrate as moving

    folder = folder_in_force(make=True)
    caches = (source,) if source else moving.system_caches()
    found = [each for each in moving.look_through(caches, folder) if each.is_known or everything or names]
    chosen = _chosen(found, names) if names else found
    if not chosen:
        say(f"No model that LEXO knows is in {', '.join(map(str, caches))}.")
    items = [_migrated(each, folder, is_trial=dry_run) for each in chosen]
    if as_json:
        put_json({"folder": str(folder), "items": items})
    else:
        put("\n".join(f"{item['name']}\t{item['state']}" for item in items))
    shared, copied = (sum(item[key] for item in items) for key in ("shared_bytes", "copied_bytes"))
    if items and not dry_run:
        say(f"{megabytes(shared)} shared with the cache, {megabytes(copied)} copied. The cache is as it was.")
    failed = sum(item["state"] == "failed" for item in items)
    if failed:
        raise typer.Exit(PARTLY)


def quantize(
    name: Annotated[str, typer.Argument(help="A text or vision model on this machine.")],
    bits: Annotated[int, typer.Option(help="Of the copy: 4 or 8.")] = 4,
    as_json: Json = False,
) -> None:
    """Make a smaller copy of a model, which takes less memory and reads a little less exactly."""
    from lexo.inference import cache
    from lexo.inference import quantize as making

    folder = folder_in_force()
    spec = cache.get(folder, name)
    if why := making.obstacle(spec, bits):
        raise typer.BadParameter(why)
    made = making.named(spec, bits)
    if cache.is_installed(folder, made):
        raise typer.BadParameter(f"there is a {made.name} already; `lexo models remove {made.name}` deletes it")
    source = cache.locate(folder, spec)
    say(f"Making {made.name} of {spec.name} ({mb(cache.size_mb(source))}); this takes a while.")
    with not_busy(made.name):
        made = making.quantize(folder, spec, bits)
    if as_json:
        put_json(described(made))
    else:
        put(made.name)
    say(f"{made.name} is here ({mb(made.size_mb)}).")


def take_folder(source: Path, models: Path, said: Said) -> tuple["ModelSpec", str]:
    """Bring a folder in, and say how its files came: cloned, linked or copied."""
    from lexo.inference import adopt, cache
    from lexo.inference import migrate as moving

    cached = next((path for path in (source, *source.parents) if path.name.startswith("models--")), None)
    if cached and (found := moving.find_in(cached)):
        with not_busy(found.spec.name):
            moved = moving.migrate(found, models)
        how = "here already" if not moved.is_new else "copied" if moved.copied_bytes else "linked"
        return found.spec, how
    source = (cached and cache.snapshot_of(cached)) or source
    spec = _told(source, said)
    if cache.is_installed(models, spec):
        raise typer.BadParameter(f"there is a {spec.name} already; `lexo models remove {spec.name}` deletes it")
    with byte_progress(cache.size_bytes(source), spec.name) as on_bytes, not_busy(spec.name):
        how = adopt.adopt(source, models, spec, on_bytes)
    return cache.get(models, spec.name), str(how)


@contextmanager
def byte_progress(total: int, what: str) -> Iterator[Callable[[int], None]]:
    """A bar of MB on a terminal; told how many bytes more are done."""
    done = 0
    with progress(is_quiet=total < 10_000_000) as tell:

        def on_bytes(more: int) -> None:
            nonlocal done
            done += more
            tell(done // 1_000_000, total // 1_000_000, f"{what} (MB)")

        yield on_bytes


def confirm(question: str, *, is_sure: bool) -> None:
    """Ask on a terminal; elsewhere `--yes` has to be said. Ends the command where the answer is no."""
    if is_sure:
        return
    if not sys.stdin.isatty():
        raise typer.BadParameter("say --yes where nobody can be asked")
    typer.confirm(question, abort=True, err=True)


@contextmanager
def not_busy(name: str) -> Iterator[None]:
    """Say it where another command is at work on the same model."""
    from lexo.inference.placing import Busy

    try:
        yield
    except Busy:
        raise typer.BadParameter(f"another command is at work on {name}") from None


def _told(source: Path, said: Said) -> "ModelSpec":
    """What the folder's model is, by what is said and what its settings say."""
    from lexo.inference import adopt
    from lexo.inference.base import Role
    from lexo.inference.entry import is_name
    from lexo.inference.manifest import ModelSpec

    name = said.name or source.name
    if not is_name(name):
        raise typer.BadParameter("a name is made of letters, digits, points and dashes", param_hint="--name")
    spec = adopt.name_it(source, said.name)
    if spec is None and not (said.role and said.family):
        raise typer.BadParameter("LEXO cannot tell what this model is for; say --role and --family")
    if said.role and said.role not in tuple(Role):
        raise typer.BadParameter(f"there are {', '.join(Role)}", param_hint="--role")
    spec = spec or ModelSpec(name, Role(said.role or Role.TEXT), name, said.family or "", "", note="Added by hand.")
    return replace(
        spec,
        role=Role(said.role) if said.role else spec.role,
        family=said.family or spec.family,
        licence=said.licence or spec.licence,
    )


def _chosen(found: Sequence["Found"], names: Sequence[str]) -> list["Found"]:
    chosen = []
    for name in names:
        each = next((each for each in found if name.lower() in (each.spec.name.lower(), each.spec.repo.lower())), None)
        if each is None:
            raise ModelAbsent(model=name)
        chosen.append(each)
    return chosen


def _migrated(found: "Found", folder: Path, *, is_trial: bool) -> dict[str, Any]:
    from lexo.inference import migrate as moving

    reason: Reason | None = None
    moved = moving.Moved(is_new=True)
    say(f"{found.spec.name}: {megabytes(found.size_bytes)} in {found.snapshot}")
    if left_out := _listed(found.left_out):
        say(f"  not taken over: {left_out}")
    try:
        if not is_trial:
            with byte_progress(found.size_bytes, found.spec.name) as on_bytes, not_busy(found.spec.name):
                moved = moving.migrate(found, folder, on_bytes)
    except LexoError as error:
        reason = Reason(error.code, error.details)
        say(f"lexo: {error}")
    state = "failed" if reason else "found" if is_trial else "taken over" if moved.is_new else "here already"
    return {
        "name": found.spec.name,
        "repo": found.spec.repo,
        "state": state,
        "size_bytes": found.size_bytes,
        "shared_bytes": moved.shared_bytes,
        "copied_bytes": moved.copied_bytes,
        **reason_shape(reason),
    }


def _listed(names: Sequence[str]) -> str:
    """The names for a sentence, hidden files left out."""
    shown = [name for name in names if not name.startswith(".")]
    return ", ".join(shown[:6]) + (f" and {len(shown) - 6} more" if len(shown) > 6 else "")
