"""Page or fragment: templates, static files and the answers made of them."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response

from lexo import __version__
from lexo.document import Reason
from lexo.errors import LexoError
from lexo.web import i18n, naming, shown
from lexo.web.address import address
from lexo.web.htmx import Htmx
from lexo.web.views import shell

if TYPE_CHECKING:
    from lexo.web.views.facts import Fact

T = TypeVar("T")
PACKAGE = Path(__file__).resolve().parent.parent
VARY = "HX-Request, Accept-Language, Cookie"
YEAR_S = 365 * 24 * 3600
HIT_BEGINS, HIT_ENDS = "\x02", "\x03"  # around a found word in a snippet


def folder(name: str) -> Path:
    """`templates` or `static`: inside the package where LEXO is installed, at the top level in a checkout."""
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parent / name


def language_of(connection: HTTPConnection) -> str:
    """The language that a page for this request is in."""
    return i18n.chosen(connection.query_params.get("lang"), connection.cookies.get(i18n.COOKIE), connection.headers)


def page(
    connection: HTTPConnection, template: str, *, status: int = 200, papers: int | None = None, **values: object
) -> Response:
    """A whole page; `papers` is how many there are, where that is known already."""
    response = _html(connection, template, status, {"shell": shell.look(connection.app.state.lexo, papers), **values})
    if connection.query_params.get("lang") in i18n.LANGUAGES:
        remember(response, language_of(connection))
    return response


def fragment(connection: HTTPConnection, template: str, **values: object) -> Response:
    """One element of a page, alone."""
    return _html(connection, template, 200, values)


def live(connection: HTTPConnection, template: str, seen: str | None, version: str, **values: object) -> Response:
    """A fragment that asks for itself again and again; 204, which leaves the page alone, while nothing changed."""
    if seen == version:
        return Response(status_code=204, headers={"Vary": VARY})
    return fragment(connection, template, version=version, **values)


def wants_fragment(connection: HTTPConnection) -> bool:
    """Whether htmx asked for a part of a page."""
    return Htmx.of(connection.headers).wants_fragment


def error(connection: HTTPConnection, problem: LexoError) -> Response:
    """An error as a page of its own, or as a message in the page that is open. Needs neither Lexo nor database."""
    reason = Reason(problem.code, problem.details)
    values = {"reason": reason, "status": problem.status, "shell": None}
    template = "_message.html" if wants_fragment(connection) else "error.html"
    return _html(connection, template, problem.status, values)


def remember(response: Response, language: str) -> None:
    """Keep a language for the next visits."""
    response.set_cookie(i18n.COOKIE, language, max_age=YEAR_S, httponly=True, samesite="lax")


@cache
def static(name: str) -> str:
    """The address of a static file, with its version, so that a new one is fetched."""
    digest = hashlib.blake2s((folder("static") / name).read_bytes(), digest_size=4).hexdigest()
    return f"/static/{name}?v={digest}"


def mark(snippet: str) -> Markup:
    """A snippet with its found words in `<mark>`: all text is escaped first, then the marks are put in."""
    text = str(escape(snippet))
    opened = text.count(HIT_BEGINS)
    if opened != text.count(HIT_ENDS):  # a cut-off snippet would leave an element open
        text = text.replace(HIT_BEGINS, "").replace(HIT_ENDS, "")
    return Markup(text.replace(HIT_BEGINS, "<mark>").replace(HIT_ENDS, "</mark>"))


def coded(sentence: str) -> Markup:
    """A sentence with what stands between backquotes, a command mostly, in `<code>`."""
    parts = str(escape(sentence)).split("`")
    if len(parts) % 2 == 0:  # one without its other
        return Markup("`".join(parts))
    return Markup("".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts)))


@dataclass(frozen=True, slots=True)
class Here:
    """The address that is shown, without the language."""

    path: str
    full: str


@cache
def environment() -> Environment:
    """Jinja as LEXO uses it: everything escaped, nothing undefined, messages in the page's language."""
    made = Environment(
        loader=FileSystemLoader(folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    formats = (
        i18n.number,
        i18n.percent,
        i18n.size,
        i18n.date,
        i18n.date_time,
        i18n.time,
        i18n.moment,
        i18n.ago,
        i18n.duration,
    )
    names = (
        naming.field_name,
        naming.kind_name,
        naming.deadline_name,
        naming.reason_said,
        shown.day,
        shown.short_day,
        shown.column,
    )
    for format_value in (*formats, *names, _title_of, _hint_of, _fact_value):
        made.filters[format_value.__name__.removeprefix("_")] = _in_language(format_value)
    made.filters.update(money=_money, cell=_cell)
    made.filters.update(mark=mark, coded=coded)
    made.globals.update(verdicts=shown.VERDICTS, sources=shown.SOURCES)
    made.globals.update(static=static, address=address, lexo_version=__version__, translated=_translated)
    return made


def _html(connection: HTTPConnection, template: str, status_code: int, values: dict[str, object]) -> Response:
    path = connection.url.path
    rest = [(name, value) for name, value in connection.query_params.multi_items() if name != "lang"]
    here = Here(path, f"{path}?{urlencode(rest)}" if rest else path)
    html = environment().get_template(template).render(language=language_of(connection), here=here, **values)
    return HTMLResponse(html, status_code=status_code, headers={"Vary": VARY})


@pass_context
def _translated(context: Context, messages: Iterable[str]) -> dict[str, str]:
    """Messages by their ids: for what is said in every row of a list."""
    return {message: i18n.translate(message, context["language"]) for message in messages}


@pass_context
def _gettext(context: Context, message: str) -> str:
    return i18n.translate(message, context["language"])


@pass_context
def _ngettext(context: Context, one: str, many: str, count: int) -> str:
    return i18n.translate_plural(one, many, count, context["language"])


@pass_context
def _money(context: Context, amount: str, currency: str) -> str:
    return shown.money(amount, currency, context["language"])


@pass_context
def _cell(context: Context, text: str, column: str) -> str:
    return shown.cell(column, text, context["language"])


def _fact_value(fact: "Fact", language: str) -> str:
    return shown.value(fact.name, fact.value, fact.normalized, fact.currency, language)


def _title_of(reason: Reason, language: str) -> str:
    return i18n.title_of(naming.reason_told(reason, language), language)


def _hint_of(reason: Reason, language: str) -> Markup:
    return coded(i18n.hint_of(reason, language))


def _in_language(format_value: Callable[..., T]) -> Callable[[Context, object], T]:
    """A filter out of a function that takes the language last."""

    @pass_context
    def apply(context: Context, value: object) -> T:
        return format_value(value, context["language"])

    return apply
