"""What papers call the one who sends and the one who is sent. For folded text."""

import re

from lexo.understanding.fields.flow import any_of

_SELLER = any_of(
    r"bailleur|proprietaire|vendeur|emetteur|fournisseur|prestataire|emis par|seller|from|vendor|supplier|"
    r"service provider|sold by|issued by|remit to|verkaufer|rechnungssteller|lieferant|absender|leverancier|"
    r"verkoper|vendedor|venditore|"
    r"fornitore|expediteur"
)
_BUYER = any_of(
    r"factur(?:e|er|ee) a|a l'attention de(?=\s?:?\s?$)|"
    r"adresse (?:de )?facturation|(?:adresse (?:du )?)?client|destinataire|acheteur|adresse a|"
    r"bill(?:ed)? ?to(?: address)?|billing address|invoice(?:d)? to|sold to|customer(?: name)?|buyer|client name|"
    r"kaufer(?:/leistungsempfanger)?|leistungsempfanger|kunde|rechnungsempfanger|rechnungs(?:anschrift|adresse)|"
    r"factuuradres|klant|koper|nom (?:de l'abonne|du client|du titulaire)|titulaire(?: du (?:contrat|compte))?|abonne|"
    r"assure|locataire|acquereur|maitre d'ouvrage|cliente|destinatario|spett(?:abile|\.?le|\.)?(?: ditta)?|"
    r"egr(?:egio|\.) sig(?:nor)?\.?|gentile cliente|cessionario|guest name|to|patient|eleve|salarie"
)
_OTHER = any_of(
    r"adresse (?:de |du )?(?:livraison|chantier|l'installation|consommation|point de livraison|fourniture|"
    r"intervention)|livraison|livre a|ship(?:ping|ped)? ?(?:to|address)|deliver(?:y|ed)? (?:to|address)|lieferadresse|"
    r"lieferanschrift|warenempfanger|lieu (?:de )?(?:consommation|livraison)|afleveradres|representant fiscal|"
    r"beneficiaire|adresse d'intervention|service client(?:s|ele)?|contact"
)
_COLON = r"\s?(?:\([^)]{0,30}\)\s?)?(?:[:;]|$)"

SELLER = re.compile(rf"(?:{_SELLER}){_COLON}")
BUYER = re.compile(rf"(?:{_BUYER}){_COLON}")
OTHER = re.compile(rf"(?:{_OTHER})(?:{_COLON}|,)")
NAME = re.compile(
    r"(?:nom|name|raison sociale|denomination(?: sociale)?|firma|naam|societe|company|nom et prenom)\s?[:;]?$"
)

NO_NAME = re.compile(
    r"(?<![a-z])(?:ref|facture|invoice|rechnung|factuur|avoir|devis|bulletin|fiche|avis|releve|quittance|contrat|attestation|"
    r"periode|date|page|paiement|montant|total|siret|siren|tva|ape|naf|tel|telephone|fax|iban|bic|mail|e-mail|email|"
    r"www|http|n°|reference|references|vos|nos|votre|notre|objet|duplicata|original|copie|receipt|ticket|order|number|"
    r"account|details?|check|rooms|client id|adresse|address|contact|livraison|seite|merci|bonjour|"
    r"madame, monsieur|par|pour|statement|summary|"
    r"numero|identifiant|"
    r"service (?:a|apres|client\\w*|compta\\w*|consommateurs?|de|des|du|factur\\w*|recouv\\w*|relation)|"
    r"description|designation|quantite|amount|copy|exhibit|votre|lettre|ce document|"
    r"recommande|gmbh & co|tax|gst|confidentiel|urgent|code|bienvenue|welcome|facturation|a l'attention)(?![a-z])"
)
TITLE_ALONE = re.compile(r"(?:herrn?|frau|familie|famille|firma|monsieur|madame|mademoiselle|mme|mlle|m|mr|mrs|ms)\.?$")
ATTENTION = re.compile(r"^(?:attn\.?|att\.?|c/o|a l'attention de|a l'att\.? de|attention)\s?:?\s?")

# A bill's own name over an address: that of the one who is billed, as the sender's letterhead stands above.
HEADING = re.compile(
    r"(?:tax |votre |commercial )?(?:invoice|facture|rechnung|factuur|factura|fattura|avoir)(?: n?[°#:]?.{0,20})?$"
)

# A line that states what the law wants of a company on its papers.
LEGAL = re.compile(
    r"(?<![a-z])(?:au capital|capital social|capital de|r\.?c\.?s\.?|siret|siren|n° ?(?:de )?tva|tva intra\w*|hrb|hra|"
    r"handelsregister\w*|ust-?id\w*|kvk|btw|registered (?:office|in)|company (?:no|number|reg)|"
    r"vat (?:no|number|reg|id)|gstin|partita iva|p\.? ?iva|cif|nif)(?![a-z])"
)
STRONG_LEGAL = re.compile(r"(?<![a-z])(?:au capital|capital social|r\.?c\.?s\.?|handelsregister\w*|registered office)")

_MAIL_HOSTS = (
    "gmail|orange|wanadoo|free|sfr|hotmail|outlook|yahoo|laposte|live|icloud|bbox|neuf|aol|msn|gmx|web|t-online"
)
DOMAIN = re.compile(
    rf"(?:@(?!(?:{_MAIL_HOSTS})\.)|www\.|https?://(?:www\.)?)"
    rf"(?P<domain>[a-z0-9][a-z0-9.\-]{{1,60}})\.[a-z]{{2,10}}(?![a-z])"
)
