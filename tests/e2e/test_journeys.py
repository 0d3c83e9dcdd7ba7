"""What people do with LEXO, in a real browser against a real LEXO."""

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


def pdf(tmp_path: Path, *texts: str, password: str = "") -> bytes:
    """A born-digital PDF as bytes."""
    return papers.write_pdf(tmp_path / "made.pdf", list(texts), password=password).read_bytes()


def open_when_read(page: Page, served: Served, name: str) -> None:
    """Wait until the paper is read, and open its text."""
    page.goto(f"{served.url}{served.paper(name)}?tab=text")
    expect(page.locator("#texte .text")).to_be_visible()


def test_dropped_paper_is_read_shown_found_and_lit(visit: Visit, served: Served, tmp_path: Path) -> None:
    page = visit("/")
    served.drop("loyer.pdf", pdf(tmp_path, "Quittance de loyer", "Reçu la somme de 812 euros"))
    open_when_read(page, served, "loyer.pdf")

    page.get_by_role("link", name="Page suivante").click()
    expect(page).to_have_url(re.compile("page=2"))
    expect(page.locator(".page img").first).to_have_js_property("complete", True)  # nothing moves any more
    line = page.locator(".overlay text.w").first
    line.scroll_into_view_if_needed()
    box = line.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 1, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, middle, steps=6)
    page.mouse.up()
    assert page.evaluate("getSelection().toString()").strip() == "Reçu la somme de 812 euros"

    page.keyboard.press("/")
    page.keyboard.type("recu somme")
    page.keyboard.press("Enter")
    expect(page.locator("article")).to_have_count(1)
    expect(page.locator("article mark").first).to_have_text("Reçu")
    assert page.locator(".mini .hit").count() >= 2
    page.locator(".snips a").first.click()
    expect(page).to_have_url(re.compile(r"page=2&q=recu"))
    assert page.locator(".page .hit").count() == 2
    expect(page.locator("#texte mark").first).to_have_text("Reçu")
    word = page.locator(".overlay tspan", has_text="Reçu").bounding_box()
    lit = page.locator(".page .hit").first.bounding_box()
    assert word is not None
    assert lit is not None
    assert abs(word["x"] - lit["x"]) < 8


def test_search_answers_while_typing(visit: Visit, served: Served, tmp_path: Path) -> None:
    page = visit("/")
    served.drop("garantie.pdf", pdf(tmp_path, "Garantie du lave-linge modele Zephyrine"))
    open_when_read(page, served, "garantie.pdf")
    page.goto(served.url + "/search")
    page.get_by_label("Chercher dans vos papiers").press_sequentially("zephyrine", delay=30)
    expect(page.locator("article")).to_have_count(1)
    expect(page).to_have_url(re.compile("q=zephyrine"))
    page.get_by_label("Chercher dans vos papiers").fill("xyzzyqw")
    expect(page.locator("#results")).to_contain_text("Rien trouvé")


def test_upload_in_the_page_goes_in_and_is_read(visit: Visit, tmp_path: Path) -> None:
    page = visit("/")
    file = tmp_path / "Impôts 2025.pdf"
    file.write_bytes(pdf(tmp_path, "Avis d'imposition"))
    page.locator("input[type=file]").first.set_input_files(file)
    row = page.locator("#uploads li")
    expect(row).to_contain_text("Impôts 2025.pdf")
    expect(row).to_contain_text("ajouté")
    row.get_by_role("link", name="Ouvrir").click()
    expect(page.locator("#texte .text")).to_contain_text("imposition", timeout=READ_WITHIN_MS)


def test_files_dropped_on_the_window_go_in_and_refusals_say_why(visit: Visit, tmp_path: Path) -> None:
    page = visit("/documents")
    transfer = page.evaluate_handle(
        """content => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([Uint8Array.from(content)], "glisse.pdf"));
            return transfer;
        }""",
        list(pdf(tmp_path, "Contrat glisse dans la fenetre")),
    )
    page.dispatch_event("body", "dragenter", {"dataTransfer": transfer})
    expect(page.locator("#veil")).to_be_visible()
    page.dispatch_event("body", "drop", {"dataTransfer": transfer})
    expect(page.locator("#veil")).to_be_hidden()
    expect(page.locator("#uploads")).to_contain_text("ajouté")


def test_failed_file_says_why_and_can_be_tried_again(visit: Visit, served: Served) -> None:
    served.drop("abime.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 400)
    page = visit("/activity")
    case = page.locator("#attention .case", has_text="abime.png")
    expect(case).to_contain_text("Ce fichier", timeout=READ_WITHIN_MS)
    case.get_by_role("link", name="abime.png").click()
    expect(page.locator(".bans .banner").first).to_be_visible()
    page.get_by_role("button", name="Réessayer").click()
    expect(page.locator(".bans .banner").first).to_be_visible(timeout=READ_WITHIN_MS)


def test_protected_paper_opens_with_its_password(visit: Visit, served: Served, tmp_path: Path) -> None:
    served.drop("secret.pdf", pdf(tmp_path, "Salaire confidentiel", password="sesame"))
    page = visit("/activity")
    page.locator("#attention .case", has_text="secret.pdf").get_by_role("link", name="Donner le mot de passe").click(
        timeout=READ_WITHIN_MS
    )
    page.get_by_label("Mot de passe").fill("mauvais")
    page.get_by_role("button", name="Ouvrir").click()
    expect(page.locator(".unlock h2")).to_contain_text("n’ouvre pas", timeout=READ_WITHIN_MS)
    page.get_by_label("Mot de passe").fill("sesame")
    page.get_by_role("button", name="Ouvrir").click()
    expect(page.locator("#texte .text")).to_contain_text("Salaire", timeout=READ_WITHIN_MS)
    assert page.locator(".page img").evaluate("image => image.complete && image.naturalWidth > 0")


def test_delete_can_be_undone(visit: Visit, served: Served, tmp_path: Path) -> None:
    served.drop("doublon.pdf", pdf(tmp_path, "Papier a supprimer"))
    page = visit("/")
    open_when_read(page, served, "doublon.pdf")
    page.get_by_role("button", name="Supprimer").click()
    expect(page.locator(".banner.done")).to_contain_text("corbeille")
    expect(page.locator("table")).not_to_contain_text("doublon.pdf")
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("button", name="Supprimer")).to_be_visible()
    expect(page.locator("#texte .text")).to_contain_text("supprimer")


def test_language_switches_and_stays(visit: Visit) -> None:
    page = visit("/activity")
    expect(page.locator("h1")).to_have_text("Activité")
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Activity")
    page.get_by_role("link", name="Papers", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_without_scripts_everything_can_be_done(visit: Visit, tmp_path: Path) -> None:
    page = visit("/", java_script_enabled=False)
    file = tmp_path / "sans-script.pdf"
    file.write_bytes(pdf(tmp_path, "Lettre recommandee sans script"))
    page.locator("input[type=file]").first.set_input_files(file)
    page.get_by_role("button", name="Ajouter").first.click()
    expect(page.locator("h1")).to_have_text("sans-script.pdf")
    expect(page.locator("#texte .text")).to_contain_text("recommandee", timeout=READ_WITHIN_MS)  # by meta refresh
    page.get_by_role("link", name="Fichier", exact=True).click()
    expect(page.locator("#fichier")).to_be_visible()
    expect(page.locator("#texte")).to_be_hidden()
    page.locator("#find").fill("recommandee")
    page.locator("#find").press("Enter")
    expect(page.locator("article mark").first).to_have_text("recommandee")


def test_keyboard_alone_reaches_search_results_and_paper(visit: Visit, served: Served, tmp_path: Path) -> None:
    served.drop("clavier.pdf", pdf(tmp_path, "Diplome de dactylographie"))
    page = visit("/")
    open_when_read(page, served, "clavier.pdf")
    page.goto(served.url + "/activity")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("dactylographie")
    page.keyboard.press("Enter")
    expect(page.locator("#q")).to_be_focused()
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('article') !== null"):
            break
    focused = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert focused == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#texte mark").first).to_have_text("dactylographie")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1100, 390])
def test_pages_fit_their_width_in_light_and_dark(visit: Visit, served: Served, scheme: str, width: int) -> None:
    page = visit("/", color_scheme=scheme, viewport={"width": width, "height": 844})
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(246, 243, 236)" if scheme == "light" else "rgb(24, 23, 20)")
    for path in ("/", "/documents", "/documents/1", "/search?q=de", "/activity", "/nowhere"):
        page.goto(served.url + path) if path != "/nowhere" else None
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        small = page.evaluate(
            """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden], .vh)")]
                .filter(each => each.offsetParent && !each.closest("p, .vh, .skip, code"))
                .map(each => [each.getBoundingClientRect(), each.outerHTML.slice(0, 80)])
                .filter(([box]) => box.width && box.height && (box.height < 24 || box.width < 24))
                .map(([box, html]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${html}`)"""
        )
        assert small == [], path


def test_nothing_is_stored_in_the_browser(visit: Visit, served: Served) -> None:
    page = visit("/")
    page.goto(served.url + "/search?q=de")
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate("Object.keys(sessionStorage)") in ([], ["htmx-current-path-for-history"])
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(found => found.length)") == 0


def test_page_says_when_lexo_stops_answering(visit: Visit, served: Served) -> None:
    page = visit("/activity")
    page.evaluate("document.dispatchEvent(new CustomEvent('htmx:sendError'))")
    expect(page.locator("#stopped")).to_be_visible()
    expect(page.locator("#stopped")).to_be_hidden(timeout=15_000)  # the next answer takes it away
