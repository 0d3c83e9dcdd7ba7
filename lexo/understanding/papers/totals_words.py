"""The wordings of totals, folded (small letters, no accents), in the languages of the papers: French first.

A wording per alternative, " | " between them. `<HT>`, `<TTC>`, `<TAX>` and `<IN>` stand for "without tax", "with
tax", the names of taxes, and a currency in passing.
"""

import re
from enum import StrEnum


class Role(StrEnum):
    """What an amount is."""

    NET = "net"
    TAX = "tax"
    GROSS = "gross"
    DUE = "due"
    PREPAID = "prepaid"
    LINES = "lines"
    ADJUST = "adjust"  # discount, postage, rounding: between the others
    CASH = "cash"  # handed over, which may be more than the total
    CHANGE = "change"
    OTHER = "other"  # labelled, but none of these: not to be taken for one


_PARTS = {
    "<HT>": r"(?:\(?h\.? ?t\b\.?\)?|hors[ -]t(?:axes?|\.?v\.?a)\b|hors tva)",
    "<TTC>": r"(?:\(?t\.?t\.?c\b\.?\)?|toutes taxes(?: comprises)?|taxes comprises|tva comprise|tvac\b|tvai\b)",
    "<EX>": r"(?:excl?|exclu\w+|w/?o|without|before|ex)\b\.?(?: *(?:of )?<TAX>)?\)?",
    "<INCL>": r"(?:incl?\b\.?|inclu\w+|inc\.)(?: *(?:of )?(?:\d+ ?% ?)?<TAX>)?\)?",
    "<TAX>": r"(?:t\.?v\.?a\b\.?|tax(?:es?)?\b|vat\b|g\.?s\.?t\b\.?|mw\.?st\b\.?|ust\b\.?"
    r"|umsatzsteuer|mehrwertsteuer|btw\b|iva\b|i\.v\.a\.|tps\b|tvq\b|sst\b)",
    "<IN>": r"(?:en |in )?(?:\(?(?:euros?|eur|rm|myr|usd|chf|€|\$|£)\)? ?)?",
    "<COUNT>": r"(?:qty|qte|quantit\w*|items?|item\(s\)|articles?|pieces?|pcs|points?|savings?|saved|discounts?|weight"
    r"|hours?|heures?|jours?|days?|kwh|km|pages?|colis|menge|anzahl|aantal|economies?|remises?|des? remises?"
    r"|des? points?|d.articles?|tickets?|nights?|nuits?)",
    "<OF INVOICE>": r"(?: (?:total|general|net|facture|du|a payer|devis|commande|de (?:la|votre|cette) facture"
    r"|des (?:prestations|travaux|services)))*",
}

# In this order: at one place of the text the first that fits is taken.
WORDINGS: tuple[tuple[Role, int, str], ...] = (
    (
        Role.GROSS,
        2,
        r"total +\(?\d+ (?:articles?|art|items?|produits?|pcs)\b\.?\)?",
    ),
    (
        Role.OTHER,
        0,
        r"""
        n[o°.º]{0,2} ?(?:de )?(?:id\.? )?<TAX>
        | tax (?:invoice|code|summary|inv|rate|year|payer|return)\b
        | simplified tax | ust-?id\w* | ust\.-id\w*
        | <TAX> ?-?(?:intra\w*|id\b|reg\w*|no\b|nr\b|n°|number|invoice|applicable|non appl\w*)
        | <TAX> (?:summary|exempt\w*|acquittee)
        | <TAX> ?:? ?[a-z]{2} ?\d{5,} | tot(?:al)?\.?:? +(?:\w+ )?<COUNT>\b | tax payer
        | (?:nombre|nb|no\.? of|number of)\b | capital | penalites? | indemnites? | franchise | franco | plafond
        | ancien solde | solde (?:precedent|anterieur|initial|de points|fidelite) | previous balance
        | report (?:de|du) | a reporter | report\b | cumuls? | cagnotte | fidelite | points?\b
        | (?:prix|p\.?) ?u(?:nitaire|\b) | unit price | einzelpreis | credit limit | you saved | economie\w*
        | vous avez economise | taux de | (?:facture|releve) precedente?
        """,
    ),
    (
        Role.DUE,
        3,
        r"""
        (?:total )?(?:net|reste|solde|restant|somme|montant|total)(?: restant)?(?: total)? a (?:payer|regler|verser)
        | (?:net|reste|solde|somme|montant) a prelever
        | (?:total )?(?:net|reste|solde|restant|somme|montant|total) du\b(?! (?:mois|prel|rem|titre|ticket|loyer|cap))
        | (?:total )?(?:net|reste|solde|restant|somme|montant|total) due\b
        | (?:reste|solde)(?: a (?:votre|la) charge) | (?:solde|reste) du client
        | (?:total |net )?(?:amount|balance|sum)s? (?:is )?(?:now )?(?:due|payable|owing|to pay) | due payable
        | total due | total payable | zahlbetrag | zu zahlen(?:der betrag)? | (?:noch )?offener betrag | restbetrag
        | te betalen | (?:nog )?openstaand\w* | importe a pagar | total a pagar | (?:totale |netto )?da pagare
        | (?:a|total a) pagar
        """,
    ),
    (
        Role.DUE,
        2,
        r"""
        (?:montant|total|somme)(?: \w+){0,2} (?:preleve\w*|debite\w*) | montant (?:du|de votre) prelevement
        | (?:sera|seront) preleve\w* | a (?:payer|regler)\b | solde\b(?! (?:a \d|crediteur|debiteur)) | balance\b
        | quote[- ]part (?:patient|assure) | ticket moderateur | part (?:patient|assure) | votre participation
        | montant du prelev\w* | a votre charge
        """,
    ),
    (
        Role.PREPAID,
        2,
        r"""
        acomptes?\b | arrhes | avances?\b | deja (?:paye|regle|verse|preleve|facture)\w*
        | (?:montants?|sommes?|paiements?|reglements?|versements?) (?:deja )?(?:recu|verse|effectue|preleve)e?s?
        | (?:montants?|sommes?) (?:deja )?(?:paye|regle)e?s?
        | mensualites?(?: deja)? (?:payees?|prelevees?|versees?|reglees?|facturees?) | (?:total des )?mensualites\b
        | (?:erhaltene |geleistete )?(?:anzahlung(?:en)?|vorauszahlung(?:en)?|abschlagszahlung(?:en)?) | prepaid
        | deposits?\b | advance(?: paid)? | less paid | payments? received | amount (?:already )?paid | already paid
        | aanbetaling | vooruitbetaald | anticipos?\b | acconto
        | part (?:amo|amc|ro|rc|obligatoire|complementaire|mutuelle|secu\w*) | (?:rembourse|pris en charge)\w* par
        | (?:amo|amc)\b | tiers[- ]payant | trop[- ]percu | cheque energie | bon d.achat | avoir (?:deduit|utilise)
        """,
    ),
    (
        Role.CASH,
        2,
        r"""
        (?:amount )?(?:tendered|received|cash received) | cash\b(?: tendered| received| paid| payment)?
        | paid amount | paid\b | payment\b(?! ?(?:terms?|mode|method|due|for|is|by|within|received)) | tender\b
        | especes(?: recues?)? | (?:recu|regle|paye|paiement|reglement) ?(?:en|par|:|cb|carte|esp\w*)
        | carte bancaire | cb\b | carte bleue | visa\b | mastercard | maestro | amex | (?<!haut )debit(?: card)?\b
        | credit(?: card)?\b(?! note) | ec-?karte | girocard | pin\b(?! ?n) | carte\b
        | cheques?\b | tickets? restaurants? | titres? (?:restaurant|repas) | gegeben | bar(?:geld|zahlung)\b
        | contant\w* | efectivo | entregado | contanti | montant (?:remis|donne) | donne\b
        """,
    ),
    (
        Role.CHANGE,
        2,
        r"""
        (?:cash )?change\b(?: due)? | (?:monnaie|rendu|rendue?s?)\b(?: monnaie)? | chg\b | cg(?= +\d) | ruckgeld
        | wechselgeld | wisselgeld | terug\b | cambio\b | resto\b | a rendre
        """,
    ),
    (
        Role.ADJUST,
        1,
        r"""
        rounding(?: adj\w*)? | rnd(?:ing)?\b | round adj\w* | arrondi | remises?\b | rabais | ristourne | escompte
        | discounts?\b
        | (?:dont )?(?:eco[- ]?(?:participation|contribution|part|taxe|emballage)|deee|d3e|ecotaxe)
        | frais de (?:port|livraison|dossier|gestion|deplacement|transport|service|mise en service)
        | (?:port|livraison|expedition|transport)\b(?: (?:et|&) emballage)? | shipping | postage | delivery | freight
        | versand\w* | rabatt\w* | nachlass | rundung | service charge | svc\b | serv\. ?ch\w* | consignes?\b | timbre
        | debours | tips?\b | pourboire | (?:gesamtbetrag|summe) der (?:zu|ab)schlage | zuschlage?\b | abschlage?\b
        | korting | verzendkosten | gastos de envio | descuento | spese | sconto | carte cadeau | taxe de sejour
        """,
    ),
    (
        Role.LINES,
        3,
        r"""
        positionssumme | summe (?:der )?positionen | (?:sous[- ]?)?total (?:des )?(?:lignes|articles ht)
        | total brut(?: <HT>)? | line total\b | lines? total | sum of lines | montant brut(?: <HT>)? | brut <HT>
        | total avant remise
        """,
    ),
    (
        Role.TAX,
        3,
        r"""
        (?:montant|total|dont|somme)s?(?: (?:de|des|la|les|totale?))* <TAX>(?! *(?:incl|excl))
        | (?:total|plus|zzgl\.?|add:?|incl\.?|includes|inclusive of) +(?:\d+[.,]?\d* ?% )?<TAX>(?: (?:total|amount))?
        | <TAX>(?: ?\(?@?)? ?(?:\d+[.,]?\d* ?%\)?)? incl\w*(?: in)?(?: (?:the )?total)?
        | total includes(?: \d+ ?%)? <TAX> | <TAX> (?:total|amount|payable|betrag|bedrag) | steuerbetrag | steuern\b
        | total (?:des )?taxes | sales tax | total imp\w* | imposta\b | cuota(?: iva)? | totale iva
        """,
    ),
    (
        Role.NET,
        3,
        r"""
        (?:total|montant|somme|prix|net)<OF INVOICE> ?<IN><HT> | <HT>(?: total)?(?= *:) | total hors\b
        | base (?:<HT>|imposable|taxable) | net (?:commercial|<HT>) | netto(?:betrag|summe|wert) | gesamtnetto
        | (?:summe|gesamt|total|betrag|zwischensumme|rechnungsbetrag)[ -]netto
        | (?:rechnungs)?summe (?:ohne|exkl\.?|zzgl\.?) \w+\.? | total \(?(?:ohne|exkl)
        | tax(?:able)? (?:base|amount) | untaxed(?: amount)? | total before tax
        | (?:total|amount|amt|subtotal|sub[- ]total)(?: \w+)? *\(?<EX>
        | amount excl\w* | excl\w*\.? <TAX>\)? | totaal excl\w*(?: btw)? | base imponible | (?:totale )?imponibile
        | totaal netto
        """,
    ),
    (
        Role.GROSS,
        3,
        r"""
        (?:total|montant|net|somme|prix|cout)<OF INVOICE> ?<IN><TTC> | <TTC> total | total general
        | total (?:de (?:la|votre|cette) )?(?:facture|commande|ticket|devis|note|addition)\b(?! <HT>)(?! n)
        | montant (?:total )?(?:de (?:la|votre|cette) )?(?:facture|commande)\b | montant total\b | grand[- ]total
        | gesamt(?:betrag|summe|preis)\b(?! der) | rechnungs(?:betrag|summe)\b(?! ohne) | brutto(?:betrag|summe)
        | (?:summe|gesamt|total|betrag)[ -]brutto | end(?:betrag|summe) | gesamt brutto | totaalbedrag
        | totaal (?:incl\w*\.?(?: btw)?|te voldoen|bedrag) | invoice total | total invoice | order total | bill total
        | total for this invoice | total (?:charges? )?(?:this|for) (?:invoice|bill|month|statement)
        | (?:total|amount|amt)(?: sales?)?(?: \w+)? *\(?<INCL>
        | total sales?\b | rounded total | total rounded | total after \w+ | total con iva | importe total
        | total (?:factura|fattura|documento) | totale (?:fattura|documento|ivato|complessivo|generale)
        | round(?:ed)? (?:amount|amt|bill) | final (?:total|amount|amt)
        | takeout total | eat-?in total | total amount | total amt | total price
        """,
    ),
    (
        Role.NET,
        2,
        r"""
        sous[- ]?tota(?:l|ux) | s/total | sub[- ]?tota?a?l | sub[- ]?ttl | zwischensumme | subtotaal | subtotale
        | netto\b
        | (?:total|montant|net) ?<HT>
        | (?<!pour )(?<!hors )(?<!des )(?<!les )(?<!de )charges\b(?! (?:soc|comp|gen|loc|cour|rec|de|du|sur))
        """,
    ),
    (Role.TAX, 2, r"<TAX> | imposta | steuer\b"),
    (
        Role.GROSS,
        2,
        r"""
        montant (?:reel|autorise) | montant(?= *[:=])
        | nett? +(?:total|amt|amount) | gross (?:total|amt|amount) | bill amount | (?:total )?bill\b(?= *:)
        | nett? +total | total +net\b | total | ttl\b | tl(?= +(?:rm ?)?\d) | totaal | totale | summe | gesamt | tot\.
        | montant du\b | prix total
        """,
    ),
    (Role.NET, 1, r"h\.?t\b\.?(?= )"),
    (
        Role.GROSS,
        1,
        r"""
        t\.?t\.?c\b\.? | montant\b(?! (?:unitaire|tva|ht)) | amount\b | betrag\b | prime annuelle
        | loyer(?: charges comprises| mensuel)?
        """,
    ),
)


def _compiled(wording: str) -> str:
    for name, pattern in _PARTS.items():
        wording = wording.replace(name, pattern)
    return "|".join(part.strip() for part in re.split(r"\s+\|\s+", wording.strip()))


LABEL = re.compile(
    r"(?<![a-z0-9])(?:"
    + "|".join(f"(?P<p{index}>{_compiled(wording)})" for index, (_, _, wording) in enumerate(WORDINGS))
    + r")(?![a-z])"
)

# Some part of every label stands in a row that has one: a quick look before the long one.
STEM = re.compile(
    r"tot|net|ht\b|h\.t|tva|t\.v|tax|vat|gst|g\.s|sst|tps|mwst|w\.st|ust|btw|iva|i\.v|steuer|imp|pay|due|du\b|regl|verse"
    r"|prelev|solde|balance|somme|montant|amount|amt|sum|betrag|acompte|arrhes|avance|advance|mensual|anzahl|zahl|deposit"
    r"|part|cash|paid|tender|recu|received|espece|carte|cb\b|visa|card|amex|karte|cheque|titre|ticket|gege|bar|conta|efec"
    r"|entre|chang|monnaie|rend|geld|terug|cambio|resto|round|arrondi|eco|deee|d3e|remise|rabais|ristourne|escompte"
    r"|discount|frais|port|livr|exped|transp|ship|post|deliv|freight|versand|rabatt|nachlass|rundung|serv|svc|consigne"
    r"|timbre|debours|debit|credit|tip|pourb|schlag|korting|gastos|desc|spese|sconto|line|lignes|position|ttc|t\.t|charge"
    r"|brut|prix|preis|price|gesamt|invoice|openst|offen|pagar|trop|bon d|avoir|quote|amo|amc|capital|penal|indem"
    r"|fran|plafond|report|cumul|cagn|fidel|point|nombre|nb|number|saved|econom|loyer|prime|base|h\. t"
    r"|donne|maestro|pin\b|hors|ttl|tl\b|chg|cg\b|rnd"
)

# What a column of a table of totals holds, by the words above it.
HEADERS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.OTHER, re.compile(r"\b(?:taux|rate|satz|steuersatz|code|qte|qty)\b|(?<!\d)(?<!\d )%")),
    (Role.GROSS, re.compile(r"\bt\.?t\.?c\b|\bincl|brutto|gross|toutes taxes")),
    (Role.NET, re.compile(r"\bh\.?t\b|hors|net\b|netto|base|basis|excl|taxable|imponible|untaxed|warenwert")),
    (Role.TAX, re.compile(_compiled(r"\b<TAX> | steuer | imposta | cuota"))),
)
