"""RapidOCR against the contract."""

from engine_contract import EngineContract
from lexo.ocr.engines.rapid import RapidOcr


class TestRapidOcr(EngineContract):
    """The models inside the wheel, on onnxruntime."""

    def make(self) -> RapidOcr:
        return RapidOcr()
