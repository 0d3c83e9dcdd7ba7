"""Words a model says about a page instead of reading it: greetings, descriptions, refusals, the prompt again.

They stand at the start and the end of an answer, in the languages models answer in. A page that really says such a
sentence loses nothing: the first reading has it too, and what a model left out is put back (see `ocr.align`).
"""

import re

_PICTURE_EN = (
    r"(?:the|this|your)\s+(?:provided\s+|given\s+|uploaded\s+|attached\s+|scanned\s+)?"
    r"(?:image|picture|photo|photograph|screenshot)"
)
_PICTURE_FR = r"(?:l['’]|cette\s+|la\s+|votre\s+)(?:image|photo|photographie|capture\s+d['’]écran)"
_READ_EN = (
    r"(?:read|transcribe|extract|see|view|process|assist|help|provide|access|analy[sz]e|recogni[sz]e|identify|convert)"
)
_READ_FR = r"(?:lire|transcrire|extraire|voir|traiter|aider|fournir|accéder|analyser|reconnaître|convertir)"

_ABOUT = re.compile(
    rf"{_PICTURE_EN}\s+(?:\w+\s+){{0,2}}?(?:shows?|depicts?|displays?|contains?|features?|presents?|appears?|is|has|seems?|captures?)\b"
    rf"|{_PICTURE_FR}\s+(?:\w+\s+){{0,2}}?(?:montre|présente|représente|contient|affiche|semble|est|illustre)\b"
    r"|(?:das|dieses)\s+(?:bild|foto)\s+(?:zeigt|enthält|stellt)\b"
    r"|(?:la|esta)\s+imagen\s+(?:muestra|contiene|presenta)\b|l['’]immagine\s+(?:mostra|contiene|presenta)\b"
    r"|there\s+is\s+no\s+(?:visible\s+|readable\s+)?text\b|no\s+(?:visible\s+|readable\s+)?text\s+(?:is\s+|was\s+)?(?:found|detected|visible)\b"
    r"|il\s+n['’]y\s+a\s+(?:pas|aucun)\s+(?:de\s+)?texte\b|aucun\s+texte\s+(?:n['’]est\s+)?(?:visible|lisible|détecté)",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    rf"(?:i['’]?m\s+sorry|sorry|i\s+apologi[sz]e)[,.]?\s+(?:but\s+)?(?:i\b|as\s+an\b|there\b|the\s+image\b)"
    rf"|i\s+(?:cannot|can['’]?t|can\s+not|am\s+not\s+able\s+to|am\s+unable\s+to|don['’]t\s+have\s+the\s+ability\s+to)\s+(?:\w+\s+)?{_READ_EN}\b"
    rf"|i['’]m\s+(?:unable|not\s+able)\s+to\s+(?:\w+\s+)?{_READ_EN}\b|as\s+an?\s+(?:ai|artificial|language\s+model)\b"
    rf"|(?:je\s+suis\s+)?désolée?,?\s+(?:mais\s+)?je\b|je\s+ne\s+(?:peux|puis|suis)\s+(?:pas\s+)?(?:en\s+mesure\s+de\s+|capable\s+de\s+)?{_READ_FR}\b"
    r"|en\s+tant\s+qu['’](?:ia|intelligence|assistant|un\s+mod)"
    r"|es\s+tut\s+mir\s+leid|ich\s+kann\s+(?:das|dieses|den|die)?\s*(?:bild|text)?\s*nicht\b|lo\s+siento,\s+(?:pero\s+)?no\s+puedo"
    r"|mi\s+dispiace,\s+(?:ma\s+)?non\s+posso",
    re.IGNORECASE,
)
_WORK_EN = (
    r"(?:text|transcription|transcript|content|contents|markdown|table|formula|equation|latex|output|result|ocr|"
    r"conversion|version|extracted)"
)
_WORK_FR = r"(?:texte|transcription|contenu|markdown|tableau|formule|équation|latex|résultat|conversion|version)"
_PREAMBLE = re.compile(
    rf"(?:sure|certainly|of\s+course|absolutely|okay|ok|got\s+it)[,.!]?(?:\s+(?:here|i['’]ll|below|the\b).{{0,200}})?"
    rf"|(?:here\s+(?:is|are|['’]s)|here['’]s|below\s+is|the\s+following\s+is)\b.{{0,120}}\b{_WORK_EN}\b.{{0,120}}"
    rf"|(?:bien\s+sûr|certainement|d['’]accord|avec\s+plaisir)[,.!]?(?:\s+(?:voici|ci-dessous).{{0,200}})?"
    rf"|voici\b.{{0,120}}\b{_WORK_FR}\b.{{0,120}}"
    rf"|(?:the\s+)?{_WORK_EN}\s+(?:of|in|from|extracted\s+from)\s+{_PICTURE_EN}.{{0,120}}"
    rf"|(?:le\s+|la\s+)?{_WORK_FR}\s+(?:de|dans|extraite?\s+de)\s+{_PICTURE_FR}.{{0,120}}"
    r"|(?:natürlich|gerne|selbstverständlich)[,.!]?(?:\s+hier.{0,200})?"
    r"|hier\s+ist\b.{0,120}\b(?:text|transkription|inhalt|tabelle|formel)\b.{0,120}"
    r"|aquí\s+(?:está|tienes)\b.{0,160}|ecco\b.{0,120}\b(?:testo|trascrizione|contenuto|tabella)\b.{0,120}",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:let\s+me\s+know|please\s+let\s+me|i\s+hope\s+this|feel\s+free\s+to|if\s+you\s+(?:need|have|would\s+like|want)\s.{0,80}(?:help|let\s+me|assist|ask)"
    r"|n['’]hésitez\s+pas\s+à\s+(?:me|demander|poser)|j['’]espère\s+que\s+(?:cela|ceci|ça)|dites-moi\s+si"
    r"|note:?\s+(?:the|this|some)\s.{0,60}(?:image|transcri|ocr|illegible|may\s+contain)"
    r"|remarque\s*:?\s+(?:le|la|cette|certain).{0,60}(?:image|transcri|illisible)"
    r"|lassen\s+sie\s+(?:es\s+)?mich\s+wissen|ich\s+hoffe,?\s+das\s+hilft).{0,300}",
    re.IGNORECASE | re.DOTALL,
)
_FENCED = re.compile(r"\s*```[\w+-]{0,20}[ \t]*\n(.*?)\n?```\s*", re.DOTALL)
_MAX_LINE = 400  # characters; talk comes in short lines


def without_talk(answer: str, prompt: str = "") -> str:
    """The answer without talk around it, without the prompt, and without a code fence around everything.

    "" where there was nothing but talk.
    """
    text = _unfenced(_without_prompt(answer.strip(), prompt))
    lines = text.split("\n")
    lines = _without_leading(lines, prompt)
    lines = _without_trailing(lines)
    kept = [line for line in lines if not _is_aside(line)]
    return _unfenced("\n".join(kept).strip())


def _without_prompt(text: str, prompt: str) -> str:
    """Some models say the question again before they answer, with or without its signs."""
    for form in {prompt.strip(), re.sub(r"<\|[^|]*\|>", "", prompt).strip()}:
        if form and text.startswith(form):
            return text[len(form) :].lstrip()
    return text


def _unfenced(text: str) -> str:
    match = _FENCED.fullmatch(text)
    return match.group(1).strip() if match and "```" not in match.group(1) else text


def _without_leading(lines: list[str], prompt: str) -> list[str]:
    start = 0
    while start < len(lines):
        line = lines[start].strip().strip("*_#> ").strip()
        if not line or (len(line) <= _MAX_LINE and (_is_talk(line) or line == prompt.strip())):
            start += 1
        else:
            break
    return lines[start:]


def _without_trailing(lines: list[str]) -> list[str]:
    end = len(lines)
    while end:
        line = lines[end - 1].strip().strip("*_ ").strip()
        if not line or _CLOSING.fullmatch(line):
            end -= 1
        else:
            break
    return lines[:end]


def _is_talk(line: str) -> bool:
    return bool(_PREAMBLE.fullmatch(line) or _is_aside(line))


def _is_aside(line: str) -> bool:
    """Whether a line describes the picture or refuses to read it; models do that between blocks too."""
    start = line.lstrip("*_#>- ")
    return len(line) <= 3 * _MAX_LINE and bool(_ABOUT.match(start) or _REFUSAL.match(start))
