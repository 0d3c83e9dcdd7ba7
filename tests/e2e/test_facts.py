"""What papers say, in a real browser: facts and their proof, corrections and their undo, words, deadlines."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


class Served(Protocol):
    """See the fixture of that name."""

    url: str
    watch: Path

    def drop(self, name: str, content: bytes) -> Path: ...

    def paper(self, name: str) -> str: ...


@pytest.fixture
def bill(served: Served, examples: Path) -> str:
    """The address of an electricity bill that is read and understood."""
    if not (served.watch / "facture.pdf").exists():
        served.drop("facture.pdf", (examples / "facture-electricite.pdf").read_bytes())
    return served.paper("facture.pdf")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_fact_leads_to_its_proof_on_the_page(visit: Visit, bill: str, has_scripts: bool) -> None:
    page = visit(bill, java_script_enabled=has_scripts)
    expect(page.locator("#faits .kind")).to_contain_text("Facture")
    page.locator(".field", has_text="Numéro de contrat").locator(".val a").first.click()
    expect(page).to_have_url(re.compile(r"fact=\d+"))
    expect(page.locator(".overlay .hit.lit")).to_have_count(1)
    expect(page.locator(".overlay .flagged")).to_have_text("Numéro de contrat")
    shot = page.locator(".field.lit .shot img").first
    shot.scroll_into_view_if_needed()
    expect(shot).to_have_js_property("complete", True)
    if has_scripts:
        assert shot.evaluate("image => image.naturalWidth > 20")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_fact_is_corrected_refused_kept_and_taken_back(visit: Visit, bill: str, has_scripts: bool) -> None:
    page = visit(bill, java_script_enabled=has_scripts)
    row = page.locator(".field", has_text="Date limite de paiement").first
    before = row.locator(".val").first.inner_text()
    row.locator("summary").first.click()
    row.get_by_label("Corriger").fill("un de ces jours")
    row.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".refusal")).to_contain_text("ne peut pas être")
    row = page.locator(".field", has_text="Date limite de paiement").first
    expect(row.get_by_label("Corriger")).to_have_value("un de ces jours")
    row.get_by_label("Corriger").fill("5 avril 2027")
    row.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#faits .banner.done")).to_contain_text("5 avril 2027")
    expect(page.locator(".field", has_text="Date limite de paiement").first).to_contain_text("vous")
    page.locator("#faits .banner.done").get_by_role("button", name="Annuler").click()
    expect(page.locator(".field", has_text="Date limite de paiement").first.locator(".val").first).to_have_text(before)


def test_kind_is_corrected_and_the_lesson_is_listed(visit: Visit, served: Served, bill: str) -> None:
    page = visit(bill)
    page.locator(".about summary").click()
    page.locator(".about").get_by_label("Type").select_option("receipt")
    page.locator(".about").get_by_role("button", name="Enregistrer (Type)").click()
    expect(page.locator("#faits .kind")).to_contain_text("Ticket de caisse")
    page.locator(".about summary").click()
    page.get_by_role("link", name="Ce que LEXO a appris de vous").click()
    expect(page.locator(".lesson")).to_contain_text("Ticket de caisse")
    page.get_by_role("button", name="Oublier").click()
    expect(page.locator(".lesson")).to_have_count(0)
    page.goto(served.url + bill)
    expect(page.locator("#faits .kind")).to_contain_text("Facture")


def test_word_is_corrected_and_the_text_follows(visit: Visit, served: Served, bill: str) -> None:
    page = visit(f"{bill}?tab=text")
    page.get_by_role("link", name="Corriger des mots de cette page").click()
    page.get_by_label("Chercher un mot dans cette page").fill("rivieres")
    page.get_by_role("button", name="Chercher").click()
    first = page.locator(".word-list li").first
    first.get_by_role("textbox").fill("Zephyrine")
    first.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".banner.done")).to_contain_text("Zephyrine")
    page.goto(f"{served.url}{bill}?tab=text")
    expect(page.locator("#texte .text")).to_contain_text("Zephyrine")


def test_deadline_is_added_by_a_correction_done_and_taken_back(visit: Visit, served: Served, bill: str) -> None:
    page = visit(bill)
    row = page.locator(".field", has_text="Date limite de paiement").first
    row.locator("summary").first.click()
    row.get_by_label("Corriger").fill("31/12/2035")
    row.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Échéances").first.click()
    entry = page.locator(".due li", has_text="2035")
    expect(entry).to_have_count(1)
    entry.get_by_role("button", name="C’est fait").click()
    expect(page.locator(".banner.done")).to_contain_text("C’est fait.")
    page.locator(".banner.done").get_by_role("button", name="Annuler").click()
    expect(page.locator("section .due li", has_text="2035")).to_have_count(1)
    page.locator(".due li", has_text="2035").locator("a.name").click()
    expect(page.locator(".field.lit")).to_contain_text("Date limite de paiement")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1100, 390])
def test_pages_fit_their_width(visit: Visit, served: Served, bill: str, scheme: str, width: int) -> None:
    page = visit("/", color_scheme=scheme, viewport={"width": width, "height": 844})
    for path in (bill, "/deadlines", "/lessons", f"{bill}/words?find=e", f"{bill}/parts"):
        page.goto(served.url + path)
        page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        small = page.evaluate(
            """() => [...document.querySelectorAll("main :is(a, button, summary, select, input:not([type=hidden]))")]
                .filter(each => each.offsetParent && !each.closest("p, .vh, aside p, code, .crop, .sub"))
                .map(each => [each.getBoundingClientRect(), each.outerHTML.slice(0, 90)])
                .filter(([box]) => box.width && box.height && (box.height < 24 || box.width < 24))
                .map(([box, html]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${html}`)"""
        )
        assert small == [], path


def test_proof_is_opened_with_the_keyboard(visit: Visit, bill: str) -> None:
    page = visit(bill)
    summary = page.locator(".field summary").first
    summary.focus()
    assert summary.evaluate("each => getComputedStyle(each).outlineStyle") in ("solid", "auto")
    page.keyboard.press("Enter")
    expect(page.locator(".field details").first).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    expect(page.locator(".field details").first.get_by_role("textbox")).to_be_focused()
