"""Reasons about searches: filters that mean nothing, searches that are kept."""

from lexo.errors.requests import NotFound, RequestProblem


class FilterUnknown(RequestProblem):
    code = "filter_unknown"
    title = "LEXO does not understand what the filter %(name)s is to be."
    hint = "docs/search.md shows what each filter takes."
    status = 422


class SavedSearchNotFound(NotFound):
    code = "saved_search_not_found"
    title = "There is no such saved search."
    hint = "The list of saved searches shows what there is."


class SavedSearchInvalid(RequestProblem):
    code = "saved_search_invalid"
    title = "A saved search needs a name and something to look for."
    hint = "The name may have %(name)s characters, the search %(query)s."
    status = 422


class SavedSearchNameTaken(RequestProblem):
    code = "saved_search_name_taken"
    title = "Another saved search has this name."
    hint = "Choose another name, or delete the other search first."
    status = 409


class TooManySavedSearches(RequestProblem):
    code = "too_many_saved_searches"
    title = "LEXO keeps %(limit)s searches at most."
    hint = "Delete one that you no longer need."
    status = 409
