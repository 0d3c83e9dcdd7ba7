"""Filters of the search by the API, facets, what empties a search; saved searches."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from anyio.from_thread import start_blocking_portal

from lexo import settings
from lexo.app import Lexo
from lexo.facts import Conclusion, Field, Source, Verdict
from lexo.store import facts
from lexo.web.server import create_app
from made_papers import add_paper

PAPERS = (  # ids from 1
    ("invoice", "Électricité Brume", "2024-05-31", "193.48"),
    ("invoice", "Électricité Brume", "2023-05-31", "120.00"),
    ("quote", "Toits & Fils", "2024-02-01", "5000.00"),
)
Ask = Callable[[str], httpx.Response]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """GETs an address of a library with three papers."""
    home = tmp_path_factory.mktemp("searches")
    folders = {"home": home / "home", "watch": home / "OCR", "models": home / "models"}
    lexo = Lexo.build(settings.load(**folders, port=8000, readers=1, watch_events=False))
    for number, (kind, sender, day, amount) in enumerate(PAPERS):
        document_id = add_paper(lexo.db, f"{number}.pdf", "texte sur le gaz")
        field = Field("grand_total", amount, amount, Source.RULE, Verdict.PLAUSIBLE, 0.9)
        with lexo.db.write() as connection:
            facts.save_conclusion(connection, document_id, Conclusion((field,), kind, sender=sender, date=day))
    client = httpx.AsyncClient(transport=httpx.ASGITransport(create_app(lexo)), base_url="http://127.0.0.1:8000/api/v1")
    with start_blocking_portal() as portal:
        yield lambda path: portal.call(client.get, path)
        portal.call(client.aclose)
    lexo.readers.stop(0)
    lexo._viewers.stop(0)
    lexo.db.close()


def found(answer: httpx.Response) -> list[int]:
    assert answer.status_code == 200, answer.text
    return sorted(item.get("document_id") or item["id"] for item in answer.json()["items"])


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("q=gaz&kind=invoice", [1, 2]),
        ("q=gaz&kind=invoice&kind=devis", [1, 2, 3]),
        ("kind=invoice", [1, 2]),
        ("q=gaz&sender=toits", [3]),
        ("q=gaz&sender==électricité brume", [1, 2]),
        ("q=gaz&after=2023", [1, 3]),
        ("q=gaz&before=2024-05-31&after=2023-12", [3]),
        ("q=gaz&min=120&max=193,48", [1, 2]),
        ("q=gaz&field=grand_total=193,48", [1]),
        ("q=gaz&state=queued&language=fr", []),
        ("q=gaz type:invoice avant:2024&kind=quote", [2]),
    ],
)
def test_search_with_filters_by_name_finds_what_holds_them_all(ask: Ask, query: str, ids: list[int]) -> None:
    assert found(ask(f"/search?{query}")) == ids


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("kind=licorne", "kind"),
        ("after=demain", "after"),
        ("min=cent", "min"),
        ("max=1..2", "max"),
        ("state=perdu", "state"),
        ("language=klingon", "language"),
        ("field=kind=invoice", "field"),
        ("field=licorne=1", "field"),
        ("field=iban", "field"),
        ("sender=???", "sender"),
    ],
)
def test_search_with_a_filter_that_means_nothing_is_told_which(ask: Ask, query: str, name: str) -> None:
    answer = ask(f"/search?q=gaz&{query}")
    assert (answer.status_code, answer.json()["code"], answer.json()["name"]) == (422, "filter_unknown", name)


def test_search_with_more_filters_than_it_looks_at_is_refused(ask: Ask) -> None:
    assert ask("/search?" + "&".join(f"sender={'a' * 200}" for _ in range(6))).json()["code"] == "invalid_request"
    assert ask("/search?" + "&".join("sender=a" for _ in range(9))).status_code == 422


def test_search_says_what_it_understood(ask: Ask) -> None:
    understood = ask("/search?q=gaz 2024&kind=invoice").json()["understood"]
    assert understood["words"] == "gaz"
    assert [(part["what"], part["value"], part["is_guess"]) for part in understood["parts"]] == [
        ("kind", "invoice", False),
        ("date", "2024", True),
    ]


def test_search_counts_facets_where_asked_to(ask: Ask) -> None:
    assert ask("/search?q=gaz").json()["facets"] == []
    facets = {facet["by"]: facet for facet in ask("/search?q=gaz&kind=invoice&facets=true").json()["facets"]}
    assert [(each["value"], each["count"], each["is_chosen"]) for each in facets["kind"]["choices"]] == [
        ("invoice", 2, True),
        ("quote", 1, False),
    ]
    assert [(each["value"], each["count"]) for each in facets["year"]["choices"]] == [("2024", 1), ("2023", 1)]
    assert found(ask(f"/search?q={facets['year']['choices'][0]['query']}")) == [1]


def test_search_that_finds_nothing_says_which_filter_is_why(ask: Ask) -> None:
    emptied_by = ask("/search?q=gaz type:invoice date:2022").json()["emptied_by"]
    assert [(part["typed"], part["count"]) for part in emptied_by] == [("date:2022", 2)]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("sender=brume", [1, 2]),
        ("after=2023&kind=invoice", [1]),
        ("min=1000", [3]),
        ("field=grand_total=120", [2]),
        ("sender=brume&trash=true", []),
    ],
)
def test_list_of_documents_takes_filters(ask: Ask, query: str, ids: list[int]) -> None:
    answer = ask(f"/documents?{query}")
    assert (found(answer), answer.json()["total"]) == (ids, len(ids))


def test_list_of_documents_goes_on_within_its_filters(ask: Ask) -> None:
    first = ask("/documents?sender=brume&limit=1").json()
    assert [item["id"] for item in first["items"]] == [2]
    assert found(ask(f"/documents?sender=brume&limit=1&cursor={first['next']}")) == [1]


def test_saved_searches_are_kept_changed_and_forgotten(client: Any) -> None:
    kept = client.post("/api/v1/searches", json={"name": "Gaz", "query": "gaz type:invoice"})
    address = kept.headers["Location"]
    assert (kept.status_code, kept.json()["query"]) == (201, "gaz type:invoice")
    assert client.patch(address, json={"name": "Le gaz"}).json()["name"] == "Le gaz"
    assert client.get("/api/v1/searches").json()["items"] == [client.get(address).json()]
    assert client.delete(address).status_code == 204
    assert (client.get(address).status_code, client.get("/api/v1/searches").json()["total"]) == (404, 0)


def test_saved_search_without_name_or_with_anothers_is_refused(client: Any) -> None:
    for name in ("a", "b"):
        client.post("/api/v1/searches", json={"name": name, "query": "x"})
    assert client.post("/api/v1/searches", json={"name": " ", "query": "x"}).json()["code"] == "saved_search_invalid"
    assert client.post("/api/v1/searches", json={"name": "", "query": "x"}).status_code == 422
    assert client.patch("/api/v1/searches/1", json={"name": "B"}).json()["code"] == "saved_search_name_taken"
