"""A question about one page goes to a general vision model with the page's picture, made from the file itself."""

from pathlib import Path
from typing import Any

import pytest

from answering_models import Scripted
from lexo.app import Lexo
from lexo.inference.base import Role
from lexo.inference.host import MemoryState, ModelState
from lexo.inference.manifest import ModelSpec
from lexo.wiring import answering
from papers import write_pdf


class Host:
    """Models that are here, by name and family; one of them is damaged."""

    def __init__(self, *families: str, limit_mb: int = 9000, problem: Any = None) -> None:
        self._limit_mb, self._problem = limit_mb, problem
        self._specs = [ModelSpec(f"m-{family}", Role.OCR, f"made/{family}", family, "MIT") for family in families]

    def states(self) -> tuple[ModelState, ...]:
        state = {"is_installed": True, "is_loaded": False, "is_busy": False, "memory_mb": 3000, "last_used_at": None}
        return tuple(ModelState(spec, **state, problem=self._problem) for spec in self._specs)

    def memory(self) -> MemoryState:
        return MemoryState(0, self._limit_mb, 24_000, 0)


def test_general_vision_model_answers_and_one_that_only_reads_does_not() -> None:
    spec = answering(Host("deepseek-ocr", "qwen-vl", "trocr"))  # type: ignore[arg-type]
    assert spec is not None
    assert spec.name == "m-qwen-vl"
    assert answering(Host("deepseek-ocr", "glm-ocr")) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("host", [Host("qwen-vl", limit_mb=2000), Host("qwen-vl", problem="damaged")])
def test_vision_model_that_cannot_run_here_is_not_asked(host: Host) -> None:
    assert answering(host) is None  # type: ignore[arg-type]


def test_page_s_picture_is_shown_to_the_model(
    client: Any, lexo: Lexo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vision = Scripted("Il y a « Loyer mensuel 650,00 EUR ».")
    monkeypatch.setattr(lexo, "vision_model", lambda: vision)
    lexo.worker.start()
    with write_pdf(tmp_path / "bail.pdf", ["Bail de location\nLoyer mensuel 650,00 EUR\n"]).open("rb") as file:
        document_id = lexo.wait_until_read(lexo.add_upload(file.fileno(), "bail.pdf").document_id, 60).id
    body = {"question": "Que lit-on ici ?", "document_ids": [document_id], "page": 1}
    answer = client.post("/api/v1/ask", json=body, headers={"Accept": "application/json"}).json()
    lexo.worker.stop(3)
    assert (answer["how"], answer["sentences"][0]["is_proven"]) == ("picture", True)
    (picture,) = vision.pictures
    assert len(picture.pixels) == picture.width_px * picture.height_px * 3
    assert picture.width_px > 1000
