"""A dossier in a real browser: begun from a list, filled by hand and by what LEXO finds, taken away as one PDF."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import papers
from looked_at import faults_of
from served_here import Here, serve_here

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

LETTER = ("Attestation de l'employeur\nAtelier Brume emploie Aline Vernay", "Fait a Annecy")


@dataclass(frozen=True)
class Shelf:
    """A LEXO with a letter and a scan."""

    here: Here
    letter: int

    @property
    def url(self) -> str:
        return self.here.url


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Iterator[Shelf]:
    base = tmp_path_factory.mktemp("shelf")
    with serve_here(base) as here:
        here.add(examples / "quittance-loyer.pdf")
        yield Shelf(here, here.add(papers.write_pdf(base / "employeur.pdf", list(LETTER))))


def test_dossier_is_begun_filled_and_downloaded(visit: Visit, served: Shelf, tmp_path: Path) -> None:
    page = visit("/dossiers", java_script_enabled=False)  # scripts change nothing here
    page.get_by_role("button", name=re.compile("Location.*locataire")).click()
    expect(page.locator("h1")).to_have_text(re.compile("Location"))
    expect(page.get_by_role("link", name="Télécharger le PDF")).to_have_count(0)
    page.get_by_role("link", name=re.compile("Choisir un papier.*Situation professionnelle")).click()
    page.get_by_label("Mots de son nom").fill("employeur")
    page.get_by_role("button", name="Chercher", exact=True).click()
    page.get_by_role("button", name=re.compile("Le prendre")).first.click()
    expect(page.locator(".banner.done")).to_contain_text("est pris")
    piece = page.locator(".pieces > li", has_text="Situation professionnelle")
    expect(piece.locator(".tag.ok")).to_be_visible()
    expect(piece).to_contain_text("choisi par vous")

    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger le PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    download.value.save_as(tmp_path / "dossier.pdf")
    with papers.pymupdf.open(tmp_path / "dossier.pdf") as pdf:
        assert len(pdf) == 1 + len(LETTER)  # a cover, then the letter
        assert "Atelier Brume" in pdf[1].get_text()

    with page.expect_download() as download:
        page.get_by_role("link", name="tableur").click()
    download.value.save_as(tmp_path / "dossier.csv")
    listed = (tmp_path / "dossier.csv").read_text("utf-8-sig")
    assert len(list(csv.reader(listed.splitlines()))) > 5

    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("link", name="Télécharger le PDF")).to_have_count(0)
    page.get_by_role("button", name="Supprimer ce dossier").click()
    expect(page.locator(".banner.done")).to_contain_text("est supprimé")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_of_dossiers_fit_read_well_and_are_translated(visit: Visit, served: Shelf, language: str) -> None:
    page = visit("/dossiers", locale=language)
    page.locator(".starts button").first.click()
    page.wait_for_url(re.compile(r"/dossiers/\d+$"))
    begun = page.url
    chosen = page.request.post(
        f"{begun}/pieces/identity/choose",
        form={"document_id": str(served.letter), "choice": "added"},
        headers={"Origin": served.url},
        max_redirects=0,
    ).headers["location"]
    for address in (f"{served.url}/dossiers", served.url + chosen, f"{begun}/pieces/identity?q=e"):
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
        assert faults_of(page, language) == [], address
