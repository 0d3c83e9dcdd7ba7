"""What a search understood and found, in the shapes of the JSON API."""

from lexo.library.searching.facets import Facet, Lifted
from lexo.library.searching.narrowing import facets_of, hindrances
from lexo.library.searching.search import SearchHit, SearchResults
from lexo.library.typed.reading import Part
from lexo.store.database import Database
from lexo.web import present, schemas
from lexo.web.filters_said import part_said, value_said


def page(db: Database, found: SearchResults, offset: int, language: str, *, with_facets: bool) -> schemas.SearchPage:
    """One page of results, with what the search may be narrowed by, and what stands in its way."""
    end = offset + len(found.items)
    counted = facets_of(db, found.understood, is_french=language == "fr") if with_facets else ()
    hindering = hindrances(db, found.understood) if not found.total else ()
    return schemas.SearchPage(
        items=tuple(map(_hit, found.items)),
        next=str(end) if found.items and end < found.total else None,
        total=found.total,
        matched=found.matched,
        is_complete=found.is_complete,
        suggestion=found.suggestion,
        understood=_understood(found, language),
        emptied_by=tuple(_lifted(each, language) for each in hindering),
        facets=tuple(_facet(each, language) for each in counted),
    )


def _hit(found: SearchHit) -> schemas.HitShape:
    snippet, highlights = present.snippet(found.snippet)
    return schemas.HitShape(
        document_id=found.document_id,
        title=found.title,
        page=found.page,
        snippet=snippet,
        highlights=highlights,
        boxes=found.boxes,
        score=found.score,
    )


def _understood(results: SearchResults, language: str) -> schemas.UnderstoodShape:
    parts = tuple(_part(each, language) for each in results.understood.parts)
    return schemas.UnderstoodShape(words=results.understood.words.strip(), parts=parts)


def _lifted(found: Lifted, language: str) -> schemas.LiftedShape:
    return schemas.LiftedShape(**_part(found.part, language).model_dump(), count=found.count)


def _facet(found: Facet, language: str) -> schemas.FacetShape:
    choices = tuple(
        schemas.ChoiceShape(
            value=each.value.removeprefix("="),
            label=value_said(found.what, each.value, language),
            count=each.count,
            written=each.typed,
            query=each.query,
            is_chosen=each.is_chosen,
        )
        for each in found.choices
    )
    return schemas.FacetShape(by=found.by, choices=choices, more=found.more)


def _part(part: Part, language: str) -> schemas.PartShape:
    return schemas.PartShape(
        what=part.what,
        name=part.name,
        value=part.value,
        label=part_said(part, language),
        typed=part.typed,
        written=part.written(is_french=language == "fr"),
        is_guess=part.is_guess,
        is_excluded=part.is_excluded,
    )
