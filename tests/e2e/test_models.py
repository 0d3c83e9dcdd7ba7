"""Models and readings in a real browser: the page of the models, reading again, tables to take away."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Page, expect

import papers

pytestmark = pytest.mark.browser
READ_WITHIN_MS = 60_000

Visit = Callable[..., Page]


class Served(Protocol):
    """See the fixture of that name."""

    url: str
    watch: Path

    def drop(self, name: str, content: bytes) -> Path: ...

    def paper(self, name: str) -> str: ...


def test_models_page_copies_the_command_that_switches_one_on(visit: Visit, served: Served) -> None:
    page = visit("/models", permissions=["clipboard-read", "clipboard-write"])
    expect(page.locator("h1")).to_have_text("Modèles")
    expect(page.locator("#none")).to_contain_text("Aucun modèle n’est installé")
    page.locator("#none").get_by_role("button", name="Copier").click()
    expect(page.locator("#none .btn.one")).to_have_text("Copié")
    assert page.evaluate("navigator.clipboard.readText()").startswith("lexo models download ")
    page.locator("summary").first.click()
    expect(page.locator("details table").first).to_be_visible()


def test_models_page_is_reached_from_every_page_and_stays_live(visit: Visit, served: Served) -> None:
    page = visit("/activity")
    page.get_by_role("link", name="Modèles", exact=True).click()
    expect(page.locator("#engines")).to_contain_text("tesseract")
    with page.expect_response(re.compile(r"/models\?seen=")) as answered:
        pass
    assert answered.value.status == 204


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1100, 390])
def test_models_page_fits_its_width_in_light_and_dark(visit: Visit, served: Served, scheme: str, width: int) -> None:
    page = visit("/models", color_scheme=scheme, viewport={"width": width, "height": 844})
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    small = page.evaluate(
        """() => [...document.querySelectorAll("main :is(a, button, summary)")]
            .filter(each => each.offsetParent && !each.closest("p:not(.command)"))
            .map(each => [each.getBoundingClientRect(), each.outerHTML.slice(0, 80)])
            .filter(([box]) => box.height < 24 || box.width < 24).map(([box, html]) => html)"""
    )
    assert small == []


@pytest.mark.parametrize("has_scripts", [True, False])
def test_paper_is_read_again_from_its_picture(visit: Visit, served: Served, tmp_path: Path, has_scripts: bool) -> None:
    name = f"relire-{has_scripts}.pdf"
    page = visit("/", java_script_enabled=has_scripts)
    content = papers.write_pdf(tmp_path / "a.pdf", ["Une page a relire", "Seconde page"]).read_bytes()
    served.drop(name, content)
    page.goto(f"{served.url}{served.paper(name)}?tab=text")
    expect(page.locator("#texte")).to_contain_text("Une page a relire")
    page.locator(".again summary").click()
    page.get_by_label("Moteur").select_option("tesseract")
    page.get_by_label("Comment").select_option("ocr")
    page.get_by_role("button", name="Relire").click()
    expect(page.locator("#texte")).to_contain_text("Lue par tesseract", timeout=READ_WITHIN_MS)
    page.get_by_role("link", name="Page suivante").click()
    expect(page.locator("#texte")).to_contain_text("texte contenu dans le fichier")


def test_table_of_a_paper_is_copied_and_downloaded_as_csv(visit: Visit, served: Served, examples: Path) -> None:
    page = visit("/", permissions=["clipboard-read", "clipboard-write"])
    served.drop("facture.pdf", (examples / "facture-electricite.pdf").read_bytes())
    page.goto(f"{served.url}{served.paper('facture.pdf')}?tab=text")
    table = page.locator(".read-table").first
    expect(table.locator("td").first).to_have_text("Abonnement", timeout=READ_WITHIN_MS)

    table.get_by_role("button", name="Copier en CSV").click()
    expect(table.get_by_role("button")).to_have_text("Copié")
    assert page.evaluate("navigator.clipboard.readText()").startswith("Abonnement,")
    with page.expect_download() as download:
        table.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename.endswith("-1-1.csv")
    assert download.value.path().read_text("utf-8").startswith("Abonnement,")

    page.get_by_role("button", name="Copier", exact=True).click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Abonnement" in copied
    assert "Copier en CSV" not in copied
