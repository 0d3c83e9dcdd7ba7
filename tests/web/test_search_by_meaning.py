"""The search page and the API where a sentence model is there."""

from collections.abc import Collection

import pytest

from lexo.app import Lexo
from lexo.library.searching.meaning import LikeDocument, Near
from shown_papers import BROWSER, add_read


class FirstPage:
    """Finds the first page of the library, whatever is asked."""

    def nearest(self, text: str, limit: int, within: Collection[int] | None = None) -> tuple[Near, ...]:
        del text, limit, within
        return (Near(1, 0.8, 0, 30),)

    def like(self, document_id: int, limit: int) -> tuple[LikeDocument, ...]:
        del document_id, limit
        return ()


@pytest.fixture
def found_by_meaning(lexo: Lexo, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(lexo, "search_meaning", FirstPage())
    return add_read(lexo, "garage.pdf", "La voiture fut réparée au printemps", title="Garage")


def test_search_finds_other_words_once_a_model_is_here(client, lexo: Lexo, found_by_meaning: int) -> None:
    assert client.get("/api/v1/search?q=automobile").json()["items"] == []
    (lexo.settings.models / "a-model").mkdir(parents=True)
    (hit,) = client.get("/api/v1/search?q=automobile").json()["items"]
    assert (hit["document_id"], hit["snippet"]) == (found_by_meaning, "La voiture fut réparée au printemps")
    page = client.get("/search?q=automobile", headers=BROWSER).text
    assert "La voiture fut réparée" in page
    assert "<mark>" not in page
