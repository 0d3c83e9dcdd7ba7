"""The readings that are kept so that no page is read twice the same way."""

from fastapi import APIRouter

from lexo.web import schemas
from lexo.web.deps import CurrentLexo

router = APIRouter(prefix="/api/v1/ocr/cache", tags=["ocr"])


@router.get("/stats")
def get_cache_stats(lexo: CurrentLexo) -> schemas.CacheShape:
    """How many readings are kept, how much they take, and how often they served since the start."""
    stats = lexo.cache_stats()
    return schemas.CacheShape.model_validate({name: getattr(stats, name) for name in schemas.CacheShape.model_fields})


@router.delete("")
def clear_cache(lexo: CurrentLexo) -> schemas.CacheCleared:
    """Forget all readings that are kept; papers keep their text."""
    return schemas.CacheCleared(removed=lexo.clear_cache())
