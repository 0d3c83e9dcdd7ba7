"""What the words before a date say of it. Patterns are for folded text; the one nearest to the date counts.

French first, then English, German, Dutch, and the commonest words of Spanish, Italian and Portuguese.
"""

import re
from dataclasses import dataclass

from lexo.understanding.fields.flow import any_of

IGNORED = "ignored"  # a date that is no fact about this paper
PLAIN = "plain"  # "Date:" alone

_PAPER = (
    r"(?:facture|facturation|avoir|avis|devis|document|piece|courrier|lettre|releve|quittance|recu|ticket|attestation|"
    r"certificat|bulletin|acte|decision|notification|appel|note|bordereau|bon|emission|edition|etablissement|"
    r"creation|impression|vente|achat|transaction|operation|redaction|delivrance|l'avis|l'acte|la facture|"
    r"la decision|l'emission|l'edition|l'achat)"
)
_NUMBERED = r"(?:\s*(?:n[°o.]?|no\.?|nr\.?|#)?\s*[:.]?\s*[\w/.\-]*\d[\w/.\-]*)?"
_BEFORE = r"(?:avant|au plus tard|d'ici|jusqu'au|pour)(?: le| au)?(?: jour)?"
_SOON = r"[^.;\n]{0,60}?"

# In order: of two that begin at one place the first one counts.
_ROLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        IGNORED,
        (
            r"date de (?:la )?facture (?:associee|liee|d'origine|precedente|initiale)",
            r"(?:facture|avoir) (?:associee?|liee?|d'origine|precedente?)",
            r"(?:dernier|derniere|precedent|precedente|prochain|prochaine) (?:releve|facture|date|prelevement)",
            r"date (?:de la |du )?(?:prochain|prochaine|dernier|derniere)",
            r"(?:objet|sur|relance|concerna\w+|relati\w+|suite a|selon|conformement)(?: [^.;\n]{0,50})?"
            r"(?:facture|devis|avoir|courrier|lettre|commande)[^.;\n]{0,40}? du",
            r"skonto[^,;]{0,40}bis",
            r"(?:loi|decret|arrete|ordonnance|reglement|directive|code|article)\b[^,;.]{0,30}\bdu",
            r"printed(?: on)?|imprime(?:e)? le|date d'impression|revised|version(?: du)?|mise? a jour(?: le)?",
            r"(?:date de )?(?:la )?(?:1 ?ere|premiere) (?:mise en circulation|immatriculation|m\.?e\.?c\.?)",
            r"(?:date de )?mise en circulation|(?:entree|sortie|depose)e?(?: atelier)? le",
            r"immatricule\w* (?:le|depuis)|depuis le|since|last updated",
            r"releve(?:e)? (?:le|reel|estime)|date de releve\b|index",
        ),
    ),
    (
        "birth_date",
        (
            r"(?:date|lieu)(?: et (?:lieu|date))?(?: de)? naissance|naissance",
            r"\bne(?:e|\(e\)|\.e|·e)?(?: a [^,\d\n]{2,40}?,?)? le",
            r"\bne\(?e?\)? ?:",
            r"date of birth|birth ?date|d\.?o\.?b\b|born(?: on)?",
            r"geboren(?: am)?|geburtsdatum|geb\. am|geboortedatum|fecha de nacimiento|(?:luogo e )?data di nascita|"
            r"data de nascimento",
        ),
    ),
    (
        "appeal_before",
        (rf"(?:recours|contester|contestation|reclamation|appeal){_SOON}(?:{_BEFORE}|by|before)",),
    ),
    (
        "documents_before",
        (
            rf"(?:retourner|renvoyer|fournir|transmettre|envoyer|deposer|completer|declarer|adresser|remettre|parvenir|"
            rf"communiquer|produire|joindre|repondre|reponse|inscription|candidature|dossier|pieces|justificatifs?|"
            rf"documents?|formulaire|coupon){_SOON}{_BEFORE}",
            r"date limite (?:de |d')(?:reponse|retour|depot|inscription|envoi|candidature|declaration|reception|remise)"
            r"(?: \w+){0,4}?",
            r"(?:return|submit|send|reply|respond|apply)[^.;\n]{0,40}?(?:by|before|no later than)",
            r"deadline|reply by|respond by|einzureichen bis|abgabefrist",
        ),
    ),
    (
        "notice_before",
        (
            r"(?:resili\w+|denonc\w+|conge)[^.;\n]{0,60}?(?:avant|au plus tard)(?: le)?",
            r"(?:cancel\w*|terminat\w+)[^.;\n]{0,40}?(?:by|before|no later than)|kundbar bis|kundigung bis",
        ),
    ),
    (
        "contract_end",
        (
            r"(?:date de )?fin (?:de |du )?(?:contrat|bail|location|garantie|engagement|mission)",
            r"(?:date de )?fin d'engagement",
            r"(?:prend(?:ra)? fin|se termine(?:ra)?|arrive(?:ra)? a (?:echeance|terme))(?: le)?",
            r"terme du (?:contrat|bail)",
            r"(?:date d'|l')?echeance du (?:contrat|bail)|contract end|end of (?:the )?(?:contract|lease)|vertragsende",
        ),
    ),
    (
        "payment_date",
        (
            r"(?:date (?:de|du) )(?:paiement|reglement|virement|versement|valeur)(?! limite)",
            r"(?:paye|payee|regle|reglee|acquitte|acquittee|vire|encaisse|verse|versee) (?:le|en date du)",
            r"(?:a|ont) ete (?:preleve|paye|regle|vire|verse|debite|encaisse)e?s?(?: \w+){0,4}? le",
            r"(?:sera|est) (?:vire|verse|paye)e?s? (?:le|a partir du)",
            r"paid(?: on)?|payment (?:date|received)(?: on)?|date of payment|bezahlt am|zahlungseingang|betaald op|"
            r"virement du|versement du",
        ),
    ),
    (
        "due_date",
        (
            r"date limite(?: (?:de|du|pour le|d') ?(?:paiement|reglement|exigibilite))?",
            r"(?:date (?:d'|de l'|des? )?)?echeance(?: (?:de|du|le|au) ?(?:paiement|reglement|la facture)?)?(?: le)?",
            r"(?:date d')?exigib(?:le|ilite)(?: (?:le|au|a compter du))?",
            rf"(?:payer|regler|acquitter|verser|payable|reglable|paiement|reglement|somme due|montant du)"
            rf"{_SOON}{_BEFORE}",
            r"(?:payable|a payer|a regler) (?:le|au)",
            r"prelev(?:e|ee|ement)s?(?: \w+){0,4}? ?(?:a partir du|a compter du|effectue le|prevu le|au|le|du|vers le)",
            r"date (?:de|du) (?:prochain )?prelevement|sera debite\w*[^.;\n]{0,30}?le",
            r"(?:total )?(?:amount|balance|payment|invoice)? ?due(?: date| on| by| before| no later than)?",
            r"(?:please )?(?:pay|remit|settle)(?:ment)?(?: \w+){0,5}? (?:by|until|before|on)|payable (?:by|on|before)|"
            r"pay by|due",
            r"fallig(?:keit(?:sdatum)?)?(?: am| bis| zum)?|zahlbar[^,;\n]{0,40}?(?:bis|am)|zahlungsziel|zahltermin|"
            r"zu zahlen bis|bis spatestens(?: zum)?|bis zum|uberweisen[^.;\n]{0,60}?bis(?: zum)?",
            r"vervaldatum|vervaldag|uiterste betaaldatum|te betalen (?:voor|tegen)|uiterlijk(?: op)?|betalen voor",
            r"(?:fecha de )?vencimiento|(?:data di )?scadenza|vencimento|pagare entro(?: il)?|"
            r"fecha limite(?: de pago)?|data scadenza",
        ),
    ),
    (
        "expiry_date",
        (
            r"(?:expire|expirent|expirera)(?: le)?|(?:date d')?expiration|date de (?:fin de )?validite|fin de validite",
            r"(?:valable|valide|validite)[^.;\n]{0,30}?(?:jusqu'au|au)|jusqu'au|(?:date )?limite de validite",
            r"date of expiry|expiry(?: date)?|expir(?:es|ation)(?: date)?(?: on)?|valid (?:until|thru|through|to|till)|"
            r"exp\.? date|use by|best before",
            r"gultig bis(?: zum)?|ablaufdatum|geldig tot(?: en met)?|caducidad|valido hasta|valida fino al|validade",
        ),
    ),
    (
        "order_date",
        (
            rf"(?:date (?:de la |de |du |d'une )?)?(?:bon de )?commande{_NUMBERED} (?:du|le|en date du)",
            r"commandee? (?:le|du)|date (?:de la |de |du )?(?:bon de )?commande",
            r"order date|date of order|ordered(?: on)?|order placed(?: on)?|bestelldatum|auftragsdatum|orderdatum|"
            rf"besteldatum|bestellung{_NUMBERED} vom|auftrag{_NUMBERED} vom|fecha (?:del? )?pedido|data ordine",
        ),
    ),
    (
        "delivery_date",
        (
            r"date (?:de |de la |d')?(?:livraison|prestation|intervention|execution|expedition|reception|passage)",
            rf"livree? (?:le|du)|livraison(?: prevue)? (?:le|du)|bon de livraison{_NUMBERED} du|livraison ?:",
            r"delivery date|date of (?:delivery|supply)|delivered(?: on)?|ship(?:ping|ped|ment)?(?: date| on)|"
            r"liefer- und leistungsdatum|lieferdatum|leistungsdatum|liefertermin|lieferung vom|"
            rf"lieferschein{_NUMBERED} vom|leverdatum|geleverd op|fecha de entrega|data di consegna",
        ),
    ),
    (
        "appointment_date",
        (
            r"(?:votre |de )?rendez-vous(?: est)?(?: \w+){0,3}?(?: (?:le|du|au|fixe au))?|\brdv(?: le| du)?",
            r"(?:aura|auront) lieu(?: \w+){0,9}? le|se tiendra(?: \w+){0,9}? le|convoque\w*[^.;\n]{0,60}? le|"
            r"convocation(?: \w+){0,3}? (?:le|du)",
            r"(?:reunion|seance|assemblee|audience|entretien|visite|consultation|examen)(?: \w+){0,4}? (?:le|du)",
            r"vous presenter(?: \w+){0,6}? le|appointment(?: date)?(?: on)?|meeting(?: date)?(?: on)?|"
            r"hearing(?: on)?|termin(?: am)?",
        ),
    ),
    (
        "effective_date",
        (
            r"(?:date d')?(?:effet|entree en vigueur|prise d'effet)(?: (?:au|du|le|a compter du))?",
            r"prend(?:ra|re)? effet(?: (?:le|au|a compter du|a partir du))?|effective(?: date| as of| on| from)?|"
            r"inkrafttreten|start date of (?:the )?contract",
        ),
    ),
    (
        "period_end",
        (
            r"date de fin(?: de (?:la )?(?:periode|prestation|facturation|abonnement))?|fin de (?:la )?periode",
            r"(?:date de )?depart|check ?-?out|period end|end of (?:the )?period|service end|end date",
        ),
    ),
    (
        "period_start",
        (
            r"date de debut(?: de (?:la )?(?:periode|prestation|facturation|abonnement))?|debut de (?:la )?periode",
            r"(?:date d')?arrivee|check ?-?in|period start|start of (?:the )?period|service start|start date",
        ),
    ),
    (
        "signature_date",
        (
            r"fait (?:a|en)\b[^\d\n]{0,60}?(?:le|en date du)|sign(?:e|ee|es)(?: \w+){0,4}? le",
            r"date de (?:la )?signature|date signed|signed(?: \w+){0,3}? on|unterschrieben am|ondertekend op",
        ),
    ),
    (
        "issue_date",
        (
            rf"date (?:de l'|de la |d'une |de |d'|du )?{_PAPER}(?: de (?:la )?facture)?",
            rf"{_PAPER}\b{_NUMBERED}(?: \w+){{0,2}}? (?:du|en date du|emise? le|editee? le|etablie? le)",
            rf"(?:facture|avoir|invoice|devis|note d'honoraires) ?(?:n[°o.]?|no\.?|#) ?:?{_NUMBERED}\s?[-–—,]",
            r"(?:emis|emise|edite|editee|etabli|etablie|delivre|delivree|redige|redigee)(?: [^\d\n]{0,30}?)? (?:le|du)",
            r"en date du|facture le|date facture|date du jour|date doc(?:ument)?\b|ce jour|le jour",
            rf"(?:tax )?(?:invoice|bill|billing|statement|receipt|issue|issued|document|credit note|quote|letter|"
            rf"transaction|purchase|sale)(?: \#?{_NUMBERED})?(?: date| dated| issued(?: on| at)?)",
            r"date (?:of )?(?:the )?(?:invoice|issue|bill|receipt|statement|quote|document|issued|purchase|sale)|"
            r"issued(?: on| at)?|dated(?: as of)?|tax point|invoice\s*/\s*date",
            r"(?:rechnungs|beleg|ausstellungs|gutschrift|angebots|brief)-?datum|ausgestellt am",
            rf"(?:\w*rechnung\w{{0,12}}|gutschrift|angebot)(?: ?\(\d{{1,4}}\))?{_NUMBERED} vom",
            r"factuurdatum|datum factuur|offertedatum|fecha (?:de )?(?:la )?(?:factura|emision|expedicion)|"
            rf"data (?:della |di )?(?:fattura|emissione|documento)|fattura{_NUMBERED} del|data de emissao|emitida? em",
        ),
    ),
    (
        PLAIN,
        (
            r"date(?: ?/ ?(?:time|heure))?|dated?|datum|fecha|data|\bvom|edite le|le ?:|du ?:|"
            r"tag|day|date & time|date et heure",
        ),
    ),
)

LABEL = re.compile(
    "|".join(rf"(?P<{role}>(?<![a-z0-9])(?:{any_of(*wordings)})(?![a-z0-9]))" for role, wordings in _ROLES)
)

PERIOD_LABEL = re.compile(
    r"(?<![a-z])(?:periode|mois(?: de)?|facturation|abonnement|consommation|prestation|quittance|loyer|bulletin|paie|"
    r"salaire|paye|releve|appel de (?:fonds|charges)|charges|provision|trimestre|cotisation|echeance|period|"
    r"billing|service|statement|usage|leistungszeitraum|abrechnungszeitraum|zeitraum|periodo|tijdvak|"
    r"relatif|location)(?![a-z])"
)
VALIDITY_LABEL = re.compile(
    r"(?<![a-z])(?:valable|valide|validite|droits?|garantie|couverture|valid|coverage|gultig|geldig|attestation)(?![a-z])"
)


_OWN = re.compile(r"\W*(?:(?:votre|notre|la|cette|your|our|uw|unsere|ihre) ?)?")  # of a heading: "Votre facture du"
_UNFINISHED = re.compile(r" (?:de(?: la| l')?|du|d')\s*\Z")  # goes on in another line
_OF_ANOTHER = re.compile(r"(?:date (?:de la |du )?)?(?:prochain|dernier|precedent)")
_OF_PAPERS = frozenset({"issue_date", PLAIN})
_NEAREST = 600  # characters of a line before a date: none that is printed is longer
_IN_SENTENCE = re.compile(r"[a-z' ]{0,40}\Z")


@dataclass(frozen=True, slots=True)
class Said:
    """What the nearest label before a date says of it; `gap` is the room between the two, in letters."""

    role: str
    gap: int
    label: str
    is_qualified: bool = False  # "Date" behind a word that makes it another date, "facture du" within a sentence


def said_before(plain: str) -> Said | None:
    """The role that the last label of this text gives to what comes right behind the text.

    >>> said_before("facture n° 12 du 1/1, date d'echeance : ").role
    'due_date'
    """
    last = None
    plain = plain[-_NEAREST:]
    for label in LABEL.finditer(plain):
        if last is None or not (
            _is_end_of(last, label) or _is_beside(plain, last, label) or _goes_on(plain, last, label)
        ):
            last = label
    if last is None or last.lastgroup is None or (last.lastgroup == PLAIN and _UNFINISHED.match(plain, last.end())):
        return None
    behind = plain[: last.start()]
    is_reference = (
        last.lastgroup == "issue_date" and last[0].endswith((" du", " vom", " le")) and "  " not in behind[-3:]
    )
    is_own = is_reference and _OWN.fullmatch(behind.rpartition("  ")[2]) is not None
    qualified = (last.lastgroup == PLAIN or is_reference) and re.search(r"[a-z]\.? $", behind) is not None
    return Said(last.lastgroup, len(plain) - last.end(), last[0], qualified and not is_own)


def _is_end_of(last: re.Match[str], label: re.Match[str]) -> bool:
    """ "Expiration date" is one label."""
    return label.lastgroup == PLAIN and label.start() - last.end() <= 2


def _is_beside(plain: str, last: re.Match[str], label: re.Match[str]) -> bool:
    """One date for two: "Date de la facture/Date de la livraison"; that of issue counts."""
    return last.lastgroup == "issue_date" and plain[last.end() : label.start()].strip(" ") in ("/", "et")


def _goes_on(plain: str, last: re.Match[str], label: re.Match[str]) -> bool:
    """Whether a label says when another paper comes: "votre prochaine facture sera éditée le"."""
    between = plain[last.end() : label.start()]
    return (
        _OF_ANOTHER.match(last[0]) is not None
        and label.lastgroup in _OF_PAPERS
        and _IN_SENTENCE.match(between) is not None
    )
