"""LaTeX as models write it -> one formula without delimiters, mended where that is sure."""

import re

MAX_FORMULA_CHARS = 8_000
_DELIMITERS = (("$$", "$$"), (r"\[", r"\]"), (r"\(", r"\)"), ("$", "$"))
_RENAMED = {r"\coloneqq": ":=", r"\eqqcolon": "=:", r"\coloneq": ":=", r"\eqcolon": "=:"}
_RENAMED_PATTERN = re.compile(r"\\(?:coloneqq|eqqcolon|coloneq|eqcolon)(?![a-zA-Z])")
_ENVIRONMENT = re.compile(r"\\begin\{(equation|displaymath|math)\*?\}(.*)\\end\{\1\*?\}", re.DOTALL)
_MAX_MISSING_BRACES = 3


def latex_of(text: str) -> str:
    """The formula in a text: without `$$`, `\\[`, code fence or equation environment, on one line, with whole braces.

    Signs that MathJax does not know get the ones it does (`\\coloneqq`: DeepSeek's own scripts do the same).
    """
    formula = text.strip()[:MAX_FORMULA_CHARS]
    formula = _bare(formula)
    if match := _ENVIRONMENT.fullmatch(formula):
        formula = match.group(2)
    formula = _RENAMED_PATTERN.sub(lambda match: _RENAMED[match.group()], formula)
    return _closed(" ".join(formula.split()))


def _bare(formula: str) -> str:
    for opening, closing in _DELIMITERS:
        if len(formula) >= len(opening + closing) and formula.startswith(opening) and formula.endswith(closing):
            return formula[len(opening) : -len(closing)].strip()
    return formula


def _closed(formula: str) -> str:
    """With the few closing braces added that a model forgot at the end."""
    missing = 0
    for brace in re.findall(r"(?<!\\)[{}]", formula):
        missing += 1 if brace == "{" else -1
        if missing < 0:
            return formula
    return formula + "}" * missing if missing <= _MAX_MISSING_BRACES else formula
