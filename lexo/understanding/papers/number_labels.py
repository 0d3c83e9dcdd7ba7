"""What papers call their numbers. Patterns are for folded text; of labels at one place the first one counts.

French first, then English, German, Dutch, and the commonest words of Spanish, Italian and Portuguese.
"""

import re

from lexo.understanding.fields.flow import any_of

_NO = r"(?:n ?[°ºo*]s?|num(?:ero)?\.?|nr\.?|no\.?|nbr|number|nummer|id(?:entifiant)?\.?|ref(?:erence)?s?\.?|code|#|n\.)"
_OF = r"(?: ?(?:de|du|d'|de la|of|the|votre|your))? ?"

# A label of the second kind is one only with the sign for "number" behind it, or with the value itself right behind it.
_NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "preceding_invoice_number",
        (
            rf"{_NO}{_OF}(?:facture|avoir) (?:associee?|liee?|d'origine|initiale?|precedente?|rectifiee?)",
            rf"(?:facture|avoir) (?:associee?|liee?|d'origine|initiale?|precedente?|rectifiee?)(?: ?{_NO})?",
            rf"sur (?:la |notre |votre )?facture(?: ?{_NO})?",
            rf"(?:avoir|note de credit) sur (?:la )?facture(?: ?{_NO})?|ursprungsbeleg-? ?{_NO}",
            rf"(?:original|related|preceding) invoice(?: ?{_NO})?|ursprungliche rechnung(?: ?{_NO})?",
        ),
    ),
    (
        "quote_number",
        (
            rf"{_NO}{_OF}devis|devis ?{_NO}|(?:quote|quotation|estimate|proposal) ?{_NO}",
            rf"angebots?-?(?:nummer|nr\.?)|angebot ?{_NO}|offertenummer|offerte ?{_NO}|"
            rf"presupuesto ?{_NO}|preventivo ?{_NO}",
        ),
    ),
    (
        "contract_number",
        (
            rf"{_NO}{_OF}contrat|contrat ?{_NO}|contract ?{_NO}|agreement ?{_NO}|vertrags?-?(?:nummer|nr\.?)",
            rf"contractnummer|{_NO}{_OF}(?:convention|bail)|contrato ?{_NO}|contratto ?{_NO}",
        ),
    ),
    (
        "policy_number",
        (
            rf"{_NO}{_OF}police|police(?: d'assurance)? ?{_NO}|policy ?{_NO}|polis-?(?:nummer|nr\.?)",
            r"versicherungs(?:schein)?-?(?:nummer|nr\.?)",
        ),
    ),
    (
        "member_number",
        (
            rf"{_NO}{_OF}(?:adherente?|societaire|membre|licencie|assure)",
            rf"(?:adherent|societaire|membre) ?{_NO}",
            rf"(?:membership|member) ?{_NO}|mitglieds-?(?:nummer|nr\.?)|lidnummer",
        ),
    ),
    (
        "file_number",
        (
            rf"{_NO}{_OF}dossier|dossier ?{_NO}|(?:file|case|claim) ?{_NO}|aktenzeichen|geschaftszeichen|dossiernummer",
            rf"{_NO}{_OF}sinistre|sinistre ?{_NO}|{_NO}{_OF}affaire|affaire ?{_NO}",
        ),
    ),
    (
        "meter_number",
        (
            rf"{_NO}{_OF}compteur|compteur ?{_NO}|matricule(?: du)? compteur|meter ?{_NO}|zahler-?(?:nummer|nr\.?)|"
            rf"meternummer",
        ),
    ),
    (
        "customer_number",
        (
            rf"{_NO}{_OF}(?:client|abonnee?|cliente|compte client)|(?:client|abonnee?|compte client) ?{_NO}|client ?id",
            rf"{_NO}{_OF}(?:customer|client)|(?:customer|client|subscriber) ?{_NO}|votre {_NO} (?:client|abonne)",
            rf"kunden-?(?:nummer|nr\.?)|kunde ?{_NO}|klant-?(?:nummer|nr\.?)|debiteurnummer|"
            rf"{_NO}{_OF}cliente|cliente ?{_NO}|codice cliente",
        ),
    ),
    (
        "delivery_note_number",
        (
            rf"{_NO}{_OF}(?:bon|bordereau) de (?:livraison|reception)|bon de (?:livraison|reception) ?{_NO}|"
            rf"(?:delivery note|packing slip) ?{_NO}|lieferschein-?(?:nummer|nr\.?)|lieferschein ?{_NO}|pakbonnummer",
        ),
    ),
    (
        "order_reference",
        (
            rf"{_NO}{_OF}(?:bon de )?commande|(?:bon de )?commande ?{_NO}|votre commande(?: ?{_NO})?|{_NO}{_OF}bdc",
            rf"(?:purchase )?order ?{_NO}|{_NO}{_OF}order|your order(?: ?{_NO})?|p\.?o\.? ?{_NO}|po ?:|booking ?{_NO}",
            rf"bestell-?(?:nummer|nr\.?)|bestellung(?: ?{_NO}| ?:)|auftrags-?(?:nummer|nr\.?)|ihre bestellung",
            rf"(?:order|bestel)-?(?:nummer|nr\.?)|pedido ?{_NO}|ordine ?{_NO}|numero (?:de )?pedido",
            r"votre ref(?:erence)?\.?(?= ?[:\n]|  |$)|your ref(?:erence)?\.?|v(?:otre|/) ?ref(?:erence)?\.?",
        ),
    ),
    (
        "mandate_reference",
        (
            r"reference unique (?:de |du )?mandat|\brum",
            r"ref(?:erence)?\.? (?:du )?mandat|mandate (?:reference|id|number)|"
            r"mandatsreferenz|mandaatkenmerk",
        ),
    ),
    (
        "payment_reference",
        (
            rf"{_NO}{_OF}(?:paiement|virement|reglement|versement)(?: a rappeler)?|(?:paiement|virement) ?{_NO}",
            r"reference a (?:rappeler|indiquer|mentionner)(?: \w+){0,4}|reference a communiquer",
            rf"payment (?:reference|ref|id|number|communication)|(?:transaction|remittance) (?:id|reference|{_NO})",
            r"use the following (?:communication|reference)(?: for your payment)?|verwendungszweck|betalingskenmerk|"
            r"zahlungsreferenz|communication structuree|telepaiement",
        ),
    ),
    (
        "receipt_number",
        (
            rf"{_NO}{_OF}(?:ticket|recu|caisse|quittance)|(?:ticket|recu|quittance) ?{_NO}|receipt ?{_NO}",
            rf"(?:bon|beleg)-?(?:nummer|nr\.?)|bonnr\.?|kassenbon ?{_NO}|scontrino ?{_NO}|slip ?{_NO}|trn ?{_NO}",
        ),
    ),
    (
        "invoice_number",
        (
            rf"{_NO}{_OF}(?:la )?(?:facture|avoir|note d'honoraires|note de credit)(?: {_NO})?",
            rf"(?:facture|avoir|note d'honoraires|note de credit|fact\.?)"
            rf"(?: d'avoir| d'acompte| proforma| electronique)? ?{_NO}",
            rf"(?:tax )?(?:invoice|bill|credit ?note|inv\.?|credit memo|b[il1]{3}) ?{_NO}|{_NO}{_OF}(?:the )?invoice",
            rf"doc(?:ument)? ?{_NO}",
            rf"rechnungs?-?(?:nummer|nr\.?)|\w*rechnung(?:skorrektur)?(?: ?\(\d{{1,4}}\))? ?{_NO}|gutschrifts?-?"
            rf"(?:nummer|nr\.?)|gutschrift ?{_NO}|beleg-?(?:nummer|nr\.?)|rg\.?-?nr\.?",
            rf"factuur-?(?:nummer|nr\.?)|factuur ?{_NO}|{_NO}{_OF}(?:factura|fattura|fatura)",
            rf"(?:factura|fattura|fatura) ?{_NO}",
        ),
    ),
    (
        "account_reference",
        (
            rf"(?:account|acct?\.?) ?(?:no\.?|number|#|num\.?|id)|{_NO}{_OF}compte(?! ?(?:bancaire|courant))",
            rf"compte (?:de contrat|de facturation)"
            rf"(?: ?{_NO})?|(?<!de[^a-z])compte ?{_NO}|vertragskonto",
        ),
    ),
    (
        "line_number",
        (rf"{_NO}{_OF}(?:ligne|telephone de la ligne|fixe|mobile)(?: telephonique)?|{_NO}{_OF}line|line ?{_NO}",),
    ),
)

NUMBERED = re.compile(
    "|".join(
        rf"(?P<{name}>(?<![a-z0-9°#])(?:{any_of(*wordings)})(?:(?<=[°#.:])|(?![a-z0-9])))" for name, wordings in _NAMES
    )
)

_MARKS = ("n°", "no", "num", "nr", "#", "id", "ref", "code", "n.", "n*", "nbr", "numm", "number")
_ALONE = (  # labels that need none of these marks
    "avoir sur", "sur ", "facture", "associe", "liee", "votre commande", "ihre bestellung", "bestellung", "your order",
    "po", "rum", "mandat", "communication", "verwendungszweck", "betalingskenmerk", "telepaiement", "aktenzeichen",
    "geschaftszeichen", "vertragskonto", "compte de", "matricule", "original", "preceding", "related", "debiteur",
)  # fmt: skip
_STEMS = (*_MARKS, *_ALONE)


def has_stem(plain: str) -> bool:
    """Whether a line can hold a label of a number at all."""
    return any(stem in plain for stem in _STEMS)


# The paper's own name with its number right behind it: "Facture FA-2017-0010", "Invoice VT/2022/0001".
TITLED = re.compile(
    r"(?<![a-z])(?:(?P<invoice_number>(?:votre |notre )?(?:facture|avoir|invoice|tax invoice|credit note|"
    r"\w{0,12}rechnung|gutschrift|factuur|fattura|factura|note d'honoraires)"
    r"(?: d'acompte| d'avoir| proforma| rectificative)?)"
    r"|(?P<quote_number>devis|quotation|quote|angebot|offerte|preventivo|presupuesto)"
    r"|(?P<contract_number>contrat|contract)|(?P<receipt_number>receipt|ticket|recu)"
    r"|(?P<order_reference>commande|bon de commande|purchase order|order|bestellung)"
    r"|(?P<file_number>dossier))(?=[\s:]{1,4}\S)"
)

OTHER_LABEL = re.compile(r"\A(?:date|du|le|page|total|tva|siret|siren|iban|bic|tel|montant|client|code)\b")
