"""The headers that htmx sends, read in one place."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Htmx:
    """Whether htmx asked, and for what: a fragment to put into the page, or a page after all."""

    is_request: bool
    is_boosted: bool
    is_history_restore: bool

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> "Htmx":
        """Read a request's headers; any value but `true` counts as absent."""
        names = ("HX-Request", "HX-Boosted", "HX-History-Restore-Request")
        return cls(*(headers.get(name) == "true" for name in names))

    @property
    def wants_fragment(self) -> bool:
        """A boosted link and a step back in the history replace the whole page, so they need one."""
        return self.is_request and not self.is_boosted and not self.is_history_restore
