"""Whether an answer can be held to a JSON schema, before a model is asked: a bad one would look like a failed model."""

from lexo.inference.structured import COMPACT


def is_usable(json_schema: str) -> bool:
    """Whether llguidance takes it. Loads no model; fetches nothing, whatever `$ref` says."""
    import llguidance

    try:
        grammar = llguidance.LLMatcher.grammar_from_json_schema(json_schema, defaults=COMPACT)
        return not llguidance.LLMatcher.validate_grammar(grammar)
    except ValueError:
        return False
