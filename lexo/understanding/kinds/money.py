"""Kinds of paper about buying: invoices, bills, receipts, quotes."""

from lexo.understanding.kinds.kind import Kind, Retention, Start, Urgency, found, in_body, in_foot, in_head, in_title

_MEMENTO = "memento.fr, 2026"
_CIVIL = "Code civil, art. 2224 (2008)"
_CONSUMER = "Code de la consommation, art. L217-3 (2022)"
ENERGY_WORDS = (
    *("kwh", "point de livraison", "pdl", "prm", "pce", "index", "heures creuses", "heures pleines", "m3", "compteur"),
    *("relevé de compteur", "acheminement", "turpe", "accise", "option base", "meter"),
    *("assainissement", "distribution de l'eau", "collecte et traitement des eaux usées", "taxe sur la consommation"),
)

TELECOM_WORDS = (
    *("ligne mobile", "forfait mobile", "votre forfait", "forfait", "fibre", "internet", "box", "adsl", "appels"),
    *("communications", "hors forfait", "sms", "votre ligne", "numéro de ligne", "dégroupage", "roaming", "options tv"),
    *("broadband", "mobile plan", "data usage", "rufnummer", "abonné", "service abonné", "lignes et options"),
    *("abonnements forfaits et options", "votre facture mobile", "appels vers mobiles", "ligne fixe", "lignes mobiles"),
)

INVOICE = Kind(
    id="invoice",
    name_fr="Facture",
    name_en="Invoice",
    words=("facture", "avoir", "note d'honoraires", "facture d'acompte", "bill", "credit note", "rechnung", "factuur"),
    cues=(
        *in_title(
            4.2,
            "facture commande, duplicata, facture originale, sales invoice, proforma invoice, rechnung nr",
            "facture, invoice, rechnung, factuur, fattura, factura, faktura, handelsrechnung, note d'honoraires",
            "facture d'acompte, facture proforma, commercial invoice, credit note, duplicata de facture",
            "rechnungskorrektur, gutschrift, stornorechnung, creditnota, facture de solde, facture de situation",
            "note de frais et honoraires",
        ),
        *in_title(3.0, "tax invoice, retail invoice, avoir, facture d'avoir, votre facture, your invoice"),
        *in_title(2.0, "bill to, rechnungsnr, rechnungsnummer, factuurnummer, numéro de facture, facturé à"),
        *in_title(-2.0, "bon de livraison, delivery note"),
        *in_title(-3.0, "devis, quotation, bon de commande, relevé de compte, bulletin de paie, packing list"),
        *in_head(
            1.5,
            "numéro de facture, facture n, date de facture, invoice number, invoice date, invoice no",
            "rechnungsnummer, rechnungsnr, rechnungsdatum, factuurnummer, factuurdatum, bill to",
        ),
        *in_head(1.2, "facturé à, adresse de facturation, date de facturation, date d'échéance, due date"),
        *in_body(
            1.2,
            "pénalités de retard, indemnité forfaitaire pour frais de recouvrement, escompte, acompte",
        ),
        *in_body(
            1.0,
            "montant ht, total ht, total ttc, prix unitaire, prix unitaire ht, pu ht, p u ht, désignation",
            "net à payer, unit price, quantity, einzelpreis, menge, gesamtbetrag, amount due, balance due",
            "invoice, facture, rechnung, factuur, rechnungsbetrag",
        ),
        *in_body(
            0.8,
            "importe, concepto, base imponible, prezzo, quantità, aliquota, prix unit, main d'oeuvre",
            "paiement à réception, en cas de retard, décennale, montant total, libellé, remise, reste dû",
            "prix ht, doit, à régler, order number, article, frais de port, livraison, commande, base ht",
            "nettobetrag, brutto, netto, taux, description, rate, amount, steuer, bedrag, aantal, omschrijving",
            "btw, total, prestation, règlement, order, iva, importo, qté, quantité, taux tva, montant tva",
            "total tva, subtotal, ust id nr, tva non applicable, art 293 b du cgi, autoliquidation",
            "numéro de tva, tva intracommunautaire, conditions de règlement, mode de règlement, payment terms",
            "zahlbar, betalen, date due",
        ),
        *in_body(
            -1.5,
            "cash, rounding adjustment, gst summary, change, abonnement, votre consommation, forfait",
            "service abonné, a rendre, espace abonné, votre abonnement, point de desserte, agence de l'eau",
            "bon pour accord, devis, change due, cashier, cash carry, rendu",
        ),
        *in_body(-2.5, "kwh, point de livraison, numéro de ligne, rendu monnaie, merci de votre visite"),
        *in_foot(0.6, "sarl, sas, rcs, siret, capital, code ape, gmbh"),
    ),
    evidence=(
        *found(0.8, "invoice_number", "tax_basis_total", "buyer_name", "lines", "seller_vat_id", "tax_breakdown"),
        *found(0.4, "due_date", "tax_total", "grand_total", "due_payable"),
    ),
    wanted_fields=(
        *("seller_name", "seller_siret", "seller_vat_id", "buyer_name", "invoice_number", "issue_date"),
        *("due_date", "tax_basis_total", "tax_total", "grand_total", "due_payable", "iban", "lines"),
    ),
    retention=Retention(5, source=_CIVIL),
    urgency=(Urgency("due_date", "payment"),),
    twod_doc_types=("09",),
)

UTILITY_BILL = Kind(
    id="utility_bill",
    name_fr="Facture d’énergie, d’eau ou de télécom",
    name_en="Energy, water or telecom bill",
    words=("électricité", "gaz", "eau", "téléphone", "internet", "mobile", "facture edf", "energy bill", "phone bill"),
    cues=(
        *in_body(1.3, "consommation, abonnement", *ENERGY_WORDS),
        *in_body(1.3, *TELECOM_WORDS),
        *in_title(
            5.5,
            "facture d'électricité, facture de gaz, facture d'eau, facture internet, facture mobile",
            "facture d'électricité et de gaz, votre facture d'électricité, votre facture de gaz",
            "facture de régularisation, votre facture d'eau, votre facture internet, facture freebox",
            "electricity bill, gas bill, water bill, phone bill, stromrechnung, gasrechnung",
            "votre facture mobile, facture box, facture de téléphone, energy bill, échéancier",
        ),
        *in_title(
            5.0,
            "facture intermédiaire, facture estimée, facture de résiliation, facture de consommation",
        ),
        *in_title(4.5, "votre facture fixe, facture fibre, jahresabrechnung strom, broadband bill"),
        *in_title(3.2, "facture, votre facture"),
        *in_title(
            -4.0,
            "attestation, devis, relevé de compte, justificatif, avis d'impôt, contrat, bail, relevé de charges",
            "quittance, avis d'échéance, lease, etat des lieux",
        ),
        *in_body(
            2.2,
            "point de livraison, pdl, prm, pce, kwh, numéro de ligne, id client, détail de votre consommation",
            "abonnements forfaits et options, votre abonnement, service abonné, communications, heures creuses",
            "hors forfait, ligne mobile, relevé de compteur, meter reading",
        ),
        *in_body(
            2.0,
            "eau potable, eaux usées, redevance assainissement, votre consommation, consommation estimée",
            "relevé réel, mensualisez",
        ),
        *in_body(
            1.3,
            "part fixe, part variable, agence de l'eau, tip, délégataire, service public de l'eau, volume",
            "standing charge, units used, direct debit, compteur relevé, consommée, chauffage",
            "réseau de chaleur, appels vers mobiles, ligne fixe, data, strom, zählerstand, verbrauch",
        ),
        *in_body(
            1.0,
            "date de prélèvement, sera prélevé, prélevé le, prélèvement automatique, client n",
            "prochaine facture, espace client, titulaire du contrat, lieu de consommation, médiateur",
            "lignes et options, adresse de l'installation, dépannage",
        ),
        *in_body(-1.5, "devis, désignation, hébergement, bon pour accord, qté, prix unitaire, quantité"),
        *in_body(-2.5, "main d'oeuvre, honoraires, solde créditeur, net imposable, certifie, atteste"),
    ),
    evidence=(
        *found(2.0, "pdl", "pce", "consumption_kwh", "consumption_m3", "subscribed_power"),
        *found(
            1.2,
            "line_number",
            "meter_end",
            "meter_start",
            "meter_number",
            "subscriber_id",
            "subscription",
            "service_address",
        ),
        *found(0.5, "contract_number", "customer_number", "payment_method"),
        *found(0.3, "grand_total", "creditor_id", "invoice_number", "due_date"),
    ),
    wanted_fields=(
        *("seller_name", "customer_number", "contract_number", "service_address", "pdl", "pce", "period_start"),
        *("period_end", "consumption_kwh", "grand_total", "due_date"),
    ),
    retention=Retention(5, source=_MEMENTO),
    urgency=(Urgency("due_date", "payment"),),
    twod_doc_types=("01",),
)

RECEIPT = Kind(
    id="receipt",
    name_fr="Ticket de caisse, reçu",
    name_en="Receipt",
    words=("ticket", "ticket de caisse", "reçu", "caisse", "garantie", "till receipt", "kassenbon", "bon d'achat"),
    cues=(
        *in_title(
            4.0,
            "ticket de caisse, ticket, reçu, receipt, payment receipt, kassenbon, quittung, ticket client",
            "ticket carte bancaire, carte bancaire, reçu de paiement, cash receipt",
        ),
        *in_title(
            3.5,
            "sales receipt, official receipt, scontrino, kassabon, duplicata ticket, note addition",
        ),
        *in_title(2.0, "simplified tax invoice, cash bill, addition, facturette, justificatif de paiement"),
        *in_title(1.5, "tax invoice, invoice"),
        *in_title(-3.0, "facture, devis, quittance de loyer, relevé de compte, bulletin de paie, facture n"),
        *in_body(
            2.2,
            "rounding adjustment, gst summary, change, rendu, a rendre, rendu monnaie, cashier, wisselgeld",
            "rückgeld, change due, ticket client, caisse, cash received",
        ),
        *in_body(
            1.5,
            "monnaie rendue, espèces, cash, caissier, caissière, vendeur, serveur, hôtesse, salesperson, server",
            "merci de votre visite, a bientôt, thank you, please come again, merci et à bientôt",
        ),
        *in_body(
            1.2,
            "gst reg, payment mode, nett total, net total, inclusive of gst, paid amount, montant, merci",
            "total eur, sous total, a payer, tva, debit, vous avez été servi par, poste, bon nr, bar, kasse",
            "quantity, carte bancaire, cb, sans contact, visa, mastercard, contactless, nb articles, gst id",
            "gst reg no, goods sold are not returnable, table, couverts, articles, ticket, reçu, total item",
            "total qty, tender, dine in, autorisation, montant réel, ticket à conserver, no ticket",
            "conservez ce ticket, approved",
        ),
        *in_body(
            1.0,
            "total incl, receipt, paid, fidélité, carte de fidélité, points fidélité, echange, bar zahlung",
            "bargeld, mwst, vielen dank, summe, pin",
        ),
        *in_body(
            -2.0,
            "conditions de règlement, numéro client, pénalités de retard, date d'échéance, iban, due date",
            "bank account, kwh, solde précédent, ancien solde, nouveau solde",
        ),
    ),
    evidence=(
        *found(0.6, "receipt_number"),
        *found(0.4, "grand_total", "payment_means", "lines", "tax_breakdown"),
    ),
    wanted_fields=(
        "seller_name",
        "seller_siret",
        "issue_date",
        "grand_total",
        "tax_total",
    ),
    retention=Retention(2, source=_CONSUMER, code="keep_warranty"),
)

QUOTE = Kind(
    id="quote",
    name_fr="Devis, bon de commande",
    name_en="Quote, purchase order",
    words=("devis", "bon de commande", "proposition commerciale", "estimation", "quotation", "order", "angebot"),
    cues=(
        *in_title(
            5.0,
            "devis, bon de commande, quotation, quote, purchase order, proposition commerciale, angebot",
            "offerte, preventivo, presupuesto, kostenvoranschlag, estimate, bestellung",
        ),
        *in_title(
            4.5,
            "proposition de prix, offre de prix, confirmation de commande, order confirmation",
            "auftragsbestätigung, bestelbevestiging, pro forma quotation, devis descriptif",
        ),
        *in_title(3.0, "commande, votre commande, proposition, chiffrage, estimation, your order"),
        *in_title(-3.5, "facture, invoice, rechnung, factuur, ticket"),
        *in_body(
            2.0,
            "bon pour accord, devis valable, valable jusqu'au, durée de validité, validité de l'offre",
            "devis reçu avant l'exécution des travaux, offre valable, valid until, this quote, gültig bis",
        ),
        *in_body(
            1.5,
            "estimated, this estimate, prepared for, on acceptance, chantier, ouvrage",
            "bon pour accord date signature, validité, bon pour travaux, lu et approuvé, valable",
            "sous réserve d'acceptation, à la livraison, wir bieten, gültig, offer, offre, travaux, estimate",
            "montant ht, p u ht, acompte à la commande, à la commande, signature du client, date et signature",
            "bon pour",
        ),
        *in_body(
            1.0,
            "devis, total ht, désignation, prix unitaire, quantité, délai d'exécution, acceptation",
        ),
        *in_body(
            0.6,
            "total ttc, unit price, quantity, main d'oeuvre, délai de livraison, lieu de livraison",
        ),
        *in_body(-1.5, "facture n, pénalités de retard, net payé, payé le, numéro de facture, kwh"),
    ),
    evidence=(
        *found(1.5, "quote_number"),
        *found(0.8, "valid_until", "order_number"),
        *found(0.3, "grand_total", "lines", "tax_basis_total"),
    ),
    wanted_fields=(
        *("seller_name", "quote_number", "issue_date", "valid_until", "tax_basis_total", "grand_total"),
        "lines",
    ),
    retention=Retention(5, source=_CIVIL),
    urgency=(Urgency("valid_until", "validity"),),
)

CONSUMPTION_FIELDS = ("pdl", "pce", "consumption_kwh", "consumption_m3", "meter_end", "subscribed_power")
TELECOM = Retention(1, Start.DATE, _MEMENTO, "keep_telecom")
