"""All lists that a dossier can begin with, in the order in which people are shown them."""

from types import MappingProxyType

from lexo.library.dossiers import caf, garant, identite, location, mdph, pret, retraite, scolarite, succession
from lexo.library.dossiers.template import Template

ALL: tuple[Template, ...] = tuple(
    module.TEMPLATE for module in (location, garant, pret, caf, identite, scolarite, retraite, mdph, succession)
)
_BY_ID = MappingProxyType({template.id: template for template in ALL})


def find(template_id: str) -> Template | None:
    """The list of that id; None for an own list, or an id of another version."""
    return _BY_ID.get(template_id)
