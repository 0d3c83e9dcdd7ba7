"""2D-Doc: the signed codes of French papers. Read, understood, and their signatures checked without a network."""

from lexo.understanding.official.twod_doc.certificates import MAX_FILE_BYTES
from lexo.understanding.official.twod_doc.dictionary import label_of
from lexo.understanding.official.twod_doc.document_types import kind_of
from lexo.understanding.official.twod_doc.reading import fields_of
from lexo.understanding.official.twod_doc.trust import TrustList
from lexo.understanding.official.twod_doc.trust_folder import Imported, import_trust, load_trust

__all__ = ["MAX_FILE_BYTES", "Imported", "TrustList", "fields_of", "import_trust", "kind_of", "label_of", "load_trust"]
