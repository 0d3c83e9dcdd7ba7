"""Words of one family: payer, paiement, payé; assurance, assuré. Of those that the index has, for a word of a query.

The index keeps words as they are, so exact forms stay apart: a family is looked for beside the word, and ranked below
it. Families are told by their endings alone, French and English; a stem has four letters or more, as shorter ones throw
together what has nothing in common (loyer, loi).
"""

import re

from lexo.store.vocabulary import Vocabulary

MIN_STEM = 4
MAX_FORMS = 12  # of one word
MAX_LOOKED_AT = 400  # words that begin alike

_LETTERS = re.compile(r"[a-z\u0153\u00e6]{4,30}")
_ENDINGS = {  # of words without accents: nouns of deeds and doers, adjectives, forms of verbs; the longest counts
    *("issements", "issement", "isations", "isation", "isateur", "atrices", "atrice", "ateurs", "ateur", "ations"),
    *("ation", "itions", "ition", "utions", "ution", "aisons", "aison", "ements", "ement", "ments", "ment"),
    *("ances", "ance", "ences", "ence", "aient", "iques", "ique", "icites", "icite", "ables", "able", "ibles", "ible"),
    *("euses", "euse", "eurs", "eur", "ants", "ante", "ant", "aires", "aire", "ites", "ite", "ives", "ive", "if"),
    *("erait", "erons", "eront", "erez", "era", "iser", "isee", "ises", "ise", "ions", "ion", "ing", "ed"),
    *("ees", "ers", "ent", "ait", "ale", "als", "al", "ee", "er", "ez", "ie", "ir", "is", "it", "es", "e", "i"),
}
_LONGEST = max(map(len, _ENDINGS))
_KEEP = {"ique": "ic", "iques": "ic", "icite": "ic", "icites": "ic"}
_FAMILIES = (  # that no ending tells
    "payer paye payee payes payees payez paie paiement paiements payable payables payment payments pay paid paying",
    "envoyer envoi envois envoye envoyee envoyes envoyez",
    "louer loue louee loyer loyers location locations locataire locataires locatif locative",
    "recevoir recu recus recue recues reception recoit",
    "vendre vente ventes vendu vendue vendeur",
    "acheter achat achats achete achetee acheteur",
    "naissance naitre nee nees",
    "mourir deces decede decedee",
    "inscrire inscription inscriptions inscrit inscrite",
    "souscrire souscription souscriptions souscrit souscrite souscripteur",
    "prescrire prescription prescriptions prescrit prescrite prescripteur",
    "construire construction constructions construit construite",
    "impot impots imposition impositions imposable imposables impose imposee",
)
_FAMILY = {word: family.split() for family in _FAMILIES for word in family.split() if len(word) > 3}


def forms(word: str, vocabulary: Vocabulary) -> list[str]:
    """Other words of the same family that pages have, folded, commonest first."""
    if not _LETTERS.fullmatch(word):
        return []
    if word in _FAMILY:
        known = [(vocabulary.pages(form), form) for form in _FAMILY[word] if form != word]
        found = [(pages, form) for pages, form in known if pages]
    else:
        stem = stem_of(word)
        bare = {stem, stem + "s", stem + "x"} if len(stem) == MIN_STEM else set()  # fonds, fondation; cours, courant
        if len(stem) < MIN_STEM or word in bare:
            return []
        beginning = stem[:-1] if stem.endswith("c") else stem
        alike = vocabulary.beginning(beginning, MAX_LOOKED_AT)
        found = [
            (vocabulary.pages(form), form)
            for form in alike
            if form != word and form not in bare and stem_of(form) == stem
        ]
    return [form for _, form in sorted(found, reverse=True)[:MAX_FORMS]]


def stem_of(word: str) -> str:
    """What a word has in common with its family; a folded word of letters. `resiliation`, `resilier` → `resil`."""
    if not _LETTERS.fullmatch(word):
        return word
    if word[-1] in "sx" and len(word) > MIN_STEM:
        word = word[:-1]
    for length in range(min(_LONGEST, len(word) - MIN_STEM), 0, -1):
        ending = word[-length:]
        if ending in _ENDINGS:
            word = word[:-length] + _KEEP.get(ending, "")
            break
    if len(word) > MIN_STEM and word[-1] == "i":
        word = word[:-1]  # resilier, resilie; garantie, garantir
    if len(word) > MIN_STEM and word[-1] == word[-2]:
        word = word[:-1]  # cancelled, cancel; abonnement, abonne
    return word
