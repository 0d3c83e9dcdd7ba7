"""Figures for whoever watches machines: what the health checks counted, in Prometheus' text form. No name, no text."""

import re

from fastapi import APIRouter
from starlette.responses import PlainTextResponse

from lexo import guard
from lexo.web import health
from lexo.web.deps import CurrentLexo

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_NO_NAME = re.compile(r"[^a-zA-Z0-9_]")

router = APIRouter(prefix="/api/v1", tags=["health"])


class MetricsText(PlainTextResponse):
    """The media type of Prometheus' text form."""

    media_type = MEDIA_TYPE


@router.get("/metrics", response_class=MetricsText)
def get_metrics(lexo: CurrentLexo) -> str:
    """The queue, the disk, the readers, the models and their memory, and connections that were refused, as gauges."""
    found = {"outgoing_refused": float(guard.attempts())}
    for part, check in health.checks(lexo, "en").items():
        found[part] = float(check.status != "fail")
        figures = {name: value for name, value in check.values.items() if isinstance(value, int | float)}
        found |= {f"{part}_{name}": float(value) for name, value in figures.items()}
    gauges = {"lexo_" + _NO_NAME.sub("_", name): value for name, value in found.items()}
    return "".join(f"# TYPE {name} gauge\n{name} {value:.15g}\n" for name, value in gauges.items())
