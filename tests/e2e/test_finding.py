"""Searches in a real browser: typed, narrowed, mended, kept; hits lit where they stand; addresses that stay true."""

import re
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import papers
from looked_at import faults_of
from served_here import Here, serve_here

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

IBAN = "FR76 3000 6000 0112 3456 7890 189"
HOSTILE = (
    "l'été",
    '"',
    'a"b',
    "\0",
    "*",
    "(",
    "-",
    "^",
    "x:y",
    "NEAR(",
    "a AND",
    "lac " * 2500,
    "\U0001f600",
    "\u05e9\u05dc\u05d5\u05dd \u202e",
    "<script>window.__pwned=1</script>",
    "avant:9999-99 > 9e999 € iban:",
)


def bill(number: int, day: str, net: str, tax: str, total: str) -> str:
    """An electricity bill as people get them."""
    return (
        "Energie du Lac\n12 quai des Tilleuls, 74000 Annecy\n\n"
        f"FACTURE D'ELECTRICITE\nFacture n° FA-{number:03}\nDate de facture : {day}\n\n"
        f"Total HT {net} EUR\nTVA 20 % {tax} EUR\nTotal TTC {total} EUR\nIBAN {IBAN}"
    )


BILLS = {
    "mars.pdf": (bill(17, "03/03/2025", "67,00", "13,40", "80,40"), "Le mediateur repond sous deux mois"),
    "septembre.pdf": (bill(23, "04/09/2025", "100,50", "20,10", "120,60"),),
    "ancienne.pdf": (bill(11, "05/03/2024", "80,00", "16,00", "96,00"),),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    """One LEXO for the module, served by this process."""
    with serve_here(tmp_path_factory.mktemp("found")) as here:
        yield here


@pytest.fixture(scope="module")
def library(served: Here, tmp_path_factory: pytest.TempPathFactory, examples: Path) -> dict[str, int]:
    """Bills of one sender and a receipt of another: their ids, by the names of their files."""
    folder = tmp_path_factory.mktemp("bills")
    files = [papers.write_pdf(folder / name, list(texts)) for name, texts in BILLS.items()]
    return {path.name: served.add(path) for path in (*files, examples / "quittance-loyer.pdf")}


@pytest.fixture
def search(visit: Visit, served: Here, library: dict[str, int]) -> Callable[..., Page]:
    """Open the results of a search."""

    def open_results(query: str, **options: object) -> Page:
        return visit("/search?" + urllib.parse.urlencode({"q": query}), **options)

    return open_results


def query_of(page: Page) -> str:
    """What the address says that is looked for."""
    return urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query).get("q", [""])[0]


def field(page: Page) -> Locator:
    return page.get_by_label("Chercher dans vos papiers")


def has_found(page: Page, count: int) -> None:
    expect(page.locator("article")).to_have_count(count)


# What is typed, and how it is understood


def test_typing_shows_what_was_understood_and_a_chip_is_taken_off(visit: Visit, library: dict[str, int]) -> None:
    page = visit("/search")
    field(page).press_sequentially("lac 2025 > 100 €", delay=15)
    expect(page.locator(".chip")).to_have_text([re.compile("année 2025"), re.compile(r"montant > 100\s€")])
    has_found(page, 1)
    expect(page).to_have_url(re.compile("q=lac"))
    assert query_of(page) == "lac 2025 > 100 €"
    page.get_by_role("link", name=re.compile(r"Retirer : montant")).click()
    has_found(page, 2)
    assert query_of(page).split() == ["lac", "2025"]
    expect(field(page)).to_have_value(query_of(page))


def test_facet_is_added_and_taken_back(search: Callable[..., Page]) -> None:
    page = search("lac")
    has_found(page, 3)
    page.locator("#facets").get_by_role("link", name=re.compile("2024")).click()
    has_found(page, 1)
    chosen = page.locator("#facets [aria-current]")
    expect(chosen).to_contain_text("2024")
    chosen.click()
    has_found(page, 3)
    assert query_of(page) == "lac"


def test_slip_is_met_with_did_you_mean(search: Callable[..., Page]) -> None:
    page = search("electrictie")
    expect(page.locator("#results")).to_contain_text("Vouliez-vous dire")
    page.get_by_role("link", name="electricite", exact=True).click()
    has_found(page, 3)
    expect(page.locator("article mark").first).to_have_text(re.compile("electricite", re.IGNORECASE))


def test_filter_that_empties_a_search_can_be_lifted(search: Callable[..., Page]) -> None:
    page = search("lac avant:2020")
    expect(page.locator("#results h2").first).to_contain_text("Rien trouvé")
    expect(page.locator(".said p").first).to_contain_text("avant 2020")
    page.locator(".said p a").first.click()
    has_found(page, 3)
    assert query_of(page) == "lac"


def test_iban_with_spaces_is_named(search: Callable[..., Page]) -> None:
    page = search(IBAN)
    has_found(page, 3)
    expect(page.locator(".ident")).to_contain_text("IBAN, vérifié")
    expect(page.locator(".ident")).to_contain_text("Energie du Lac")
    expect(page.locator("article mark").first).to_have_text(IBAN)


def test_hostile_syntax_shows_a_page(visit: Visit, served: Here, library: dict[str, int]) -> None:
    page = visit("/search")
    for query in HOSTILE:
        answer = page.request.get(f"{served.url}/search", params={"q": query, "facets": "true"})
        assert answer.status == 200, query[:20]
    for query in HOSTILE[-2:]:
        page.goto(served.url + "/search?" + urllib.parse.urlencode({"q": query}))
        expect(page.locator("#results h2").first).to_be_visible()
    assert page.evaluate("typeof window.__pwned") == "undefined"
    field(page).fill('NEAR(lac -"')
    expect(page.locator("#results")).not_to_contain_text("Une erreur")
    expect(page.locator("#messages")).to_be_empty()


def test_question_leads_to_an_answer(search: Callable[..., Page]) -> None:
    page = search("Combien ai-je payé à Energie du Lac en 2025 ?")
    page.get_by_role("link", name="Poser cette question à vos papiers").click()
    expect(page.locator("form[data-ask] textarea")).to_have_value("Combien ai-je payé à Energie du Lac en 2025 ?")


# Where the words stand


def test_hits_are_lit_on_the_miniature_and_on_the_page(
    search: Callable[..., Page], served: Here, library: dict[str, int]
) -> None:
    page = search("mediateur")
    has_found(page, 1)
    (box,) = [word["bbox"] for word in served.words(library["mars.pdf"], 2) if word["text"] == "mediateur"]
    assert page.locator("article .mini .hit").count() == 1
    expect(page.locator("article .mini img")).to_have_js_property("complete", True)
    assert lies_at(page, "article .mini .hit", "article .mini .paper", box)
    page.locator(".snips a").click()
    expect(page).to_have_url(re.compile("page=2"))
    expect(page.locator(".page .hit")).to_have_count(1)
    expect(page.locator(".page img")).to_have_js_property("complete", True)  # nothing moves any more
    assert lies_at(page, ".page .hit", ".page.paper", box)


def lies_at(page: Page, lit: str, paper: str, box: list[float]) -> bool:
    """Whether what is lit covers that part of the paper, and little more."""
    seen = page.evaluate(
        """([lit, paper]) => {
            const [box, whole] = [lit, paper].map((each) => document.querySelector(each).getBoundingClientRect());
            return [(box.left - whole.left) / whole.width, (box.top - whole.top) / whole.height,
                    (box.right - whole.left) / whole.width, (box.bottom - whole.top) / whole.height];
        }""",
        [lit, paper],
    )
    return all(abs(a - b) < 0.02 for a, b in zip(seen, box, strict=True))


# Addresses and keys


def test_escape_enter_and_back_keep_the_address_true(visit: Visit, served: Here, library: dict[str, int]) -> None:
    page = visit("/")
    page.keyboard.type("lac")
    page.keyboard.press("Enter")
    has_found(page, 3)
    assert query_of(page) == "lac"
    page.locator("article h3 a").first.click()
    expect(page.locator(".page img")).to_be_visible()
    page.go_back()
    has_found(page, 3)
    assert (query_of(page), field(page).input_value()) == ("lac", "lac")
    field(page).fill("quittance")
    has_found(page, 1)
    assert query_of(page) == "quittance"
    with page.expect_navigation():
        field(page).press("Enter")
    has_found(page, 1)
    assert query_of(page) == "quittance"
    field(page).press("Escape")
    has_found(page, 0)
    expect(field(page)).to_have_value("")
    expect(page).to_have_url(re.compile(r"/search(\?q=)?$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"/(search\?q=.*)?$"))
    if "/search" in page.url:
        expect(field(page)).to_have_value(query_of(page))


# Without scripts


def test_without_scripts_searches_are_narrowed_kept_and_forgotten(search: Callable[..., Page]) -> None:
    page = search("lac", java_script_enabled=False)
    page.get_by_role("link", name="Affiner").click()
    page.locator("#facets").get_by_role("link", name=re.compile("2024")).click()
    has_found(page, 1)
    page.get_by_label("Nom de la recherche").fill("Courant d’avant")
    page.get_by_role("button", name="Garder cette recherche").click()
    narrowed = query_of(page)
    expect(page.get_by_role("button", name="Garder cette recherche")).to_have_count(0)
    field(page).fill("quittance")
    field(page).press("Enter")
    has_found(page, 1)
    page.locator(".saved").get_by_role("link", name="Courant d’avant").click()
    assert query_of(page) == narrowed
    page.locator(".saved").get_by_role("button", name="Oublier").click()
    expect(page.locator(".saved li")).to_have_count(0)
    assert query_of(page) == narrowed


# How it looks


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_of_results_fit_read_well_and_are_translated(
    visit: Visit, served: Here, library: dict[str, int], language: str
) -> None:
    page = visit("/search?q=lac", locale=language)
    if page.locator("#save-as").count():
        page.locator("#save-as").press("Enter")
    for query in ("", "lac 2025 > 50 €", "lac avant:2020", f"iban:{IBAN}", "Combien vaut l'electrictie ?" + "x" * 200):
        page.goto(served.url + "/search?" + urllib.parse.urlencode({"q": query}))
        expect(page.locator("#facets[hx-get]")).to_have_count(0)  # they come after the results
        assert faults_of(page, language) == [], query
