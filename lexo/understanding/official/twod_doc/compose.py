"""Names and addresses that a 2D-Doc holds in several parts, put together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lexo.understanding.official.twod_doc.message import Item
from lexo.understanding.official.twod_doc.values import Value, value_of


class Composed(NamedTuple):
    """A value and the items that it is made of."""

    name: str
    value: Value
    items: tuple[Item, ...]


# field: the whole name in one item, or title, given name and surname in three
_PERSONS = {
    "holder": ("10", ("11", "12", "13")),
    "buyer_name": ("14", ("15", "16", "17")),
    "co_holder": ("1I", ("1J", "1K", "1L")),
    "co_buyer_name": ("1M", ("1N", "1O", "1P")),
}
# field: lines, postcode, town, country
_ADDRESSES = {
    "service_address": ("20 21 22 23".split(), "24", "25", "26"),
    "buyer_address": ("27 28 29 2A".split(), "2B", "2C", "2D"),
    "employer_address": ("5D 5E 5F 5G".split(), "5H", "5I", "5J"),
    "deceased_address": (["79"], "7A", "7B", ""),
}


def composed(items: Mapping[str, Item]) -> Iterator[Composed]:
    """Persons and addresses out of their parts; `items` by identifier."""
    for name, (whole, parts) in _PERSONS.items():
        person = _person(items, whole, parts)
        if person is not None:
            yield Composed(name, *person)
    for name, (lines, postcode, town, country) in _ADDRESSES.items():
        address = _address(items, (lines, postcode, town, country))
        if address is not None:
            yield Composed(name, *address)


def _person(items: Mapping[str, Item], whole: str, parts: Sequence[str]) -> tuple[Value, tuple[Item, ...]] | None:
    used = tuple(items[part] for part in (whole, *parts) if part in items and items[part].value.strip("/ "))
    if not used:
        return None
    title, given, surname = (items[part].value if part in items else "" for part in parts)
    written = f"{title}/{surname}/{given}" if surname.strip() else items[whole].value if whole in items else given
    value = value_of(written, "person")
    return (value, used) if value else None


def _address(
    items: Mapping[str, Item], parts: tuple[Sequence[str], str, str, str]
) -> tuple[Value, tuple[Item, ...]] | None:
    """In lines; the country only where it is not France."""
    lines, postcode, town, country = parts
    used = tuple(
        items[part] for part in (*lines, postcode, town, country) if part in items and items[part].value.strip()
    )
    if not any(item.id in (*lines, town) for item in used):
        return None
    streets = [value for item in used if item.id in lines and (value := value_of(item.value, "address"))]
    place = " ".join(item.value.strip() for item in used if item.id in (postcode, town))
    abroad = [item.value for item in used if item.id == country and item.value.upper() != "FR"]
    return (
        Value(
            ", ".join(filter(None, [*(street.shown for street in streets), place, *abroad])),
            " ".join(filter(None, [*(street.normalized for street in streets), place.upper(), *abroad])),
        ),
        used,
    )
