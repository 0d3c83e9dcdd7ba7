"""The words and figures of the example papers. Everybody and everything is invented; the IBAN is the usual example."""

from decimal import ROUND_HALF_UP, Decimal


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def euros(amount: Decimal) -> str:
    return f"{amount}".replace(".", ",") + " €"


class BILL:
    """An electricity bill; every sum is computed."""

    company = "Lumière des Causses"
    motto = "Électricité de nos rivières"
    number = "2026-03-0048217"
    issued = "16 mars 2026"
    due = "2 avril 2026"
    references = """
Client n° 4 071 226
Contrat n° E-2019-55817
Compteur (PDL) n° 09 876 543 210 987
"""
    phone = "Nous appeler : 09 99 00 12 34 (appel non surtaxé)"
    customer = """
Mme Camille EXEMPLE
12, rue des Lilas
Appartement 3
12999 SAINT-MODÈLE-SUR-TARN
"""
    history = (("oct.", 214), ("nov.", 318), ("déc.", 436), ("janv.", 462), ("févr.", 391), ("mars", 273))
    contract = """
Offre Rivière, prix fixe jusqu’au 31 août 2026
Puissance souscrite : 6 kVA
Option : heures pleines / heures creuses
Heures creuses : de 22 h 30 à 6 h 30
Prochain relevé : vers le 14 mai 2026
"""
    payment = """
Prélèvement automatique le 2 avril 2026
Titulaire : Mme Camille Exemple
IBAN : FR76 3000 6000 0112 3456 7890 189
BIC : AGRIFRPPXXX
Référence du mandat : LDC-55817-2019
"""
    good_to_know = (
        "Vous avez consommé 6 % de moins que l’hiver dernier. Un relevé par téléphone, chaque trimestre, évite les "
        "factures estimées : dictez les deux index de votre compteur à notre serveur vocal, du 8 au 14 du mois."
    )
    legal = """
Lumière des Causses, société coopérative à capital variable, 4, quai de l’Écluse, 12999 Saint-Modèle-sur-Tarn
SIRET 123 456 782 00010 – TVA intracommunautaire FR11 123456782 – RCS Exempleville 123 456 782
Document d’exemple : cette entreprise, cette cliente et ces numéros sont inventés.
"""
    explanations = (
        (
            "Abonnement",
            "Il est facturé d’avance, pour deux mois. Il dépend de la puissance souscrite et de l’option choisie, et "
            "comprend l’acheminement jusqu’à votre compteur.",
        ),
        (
            "Consommation",
            "C’est la différence entre deux index relevés à distance par votre compteur, multipliée par le prix du "
            "kilowattheure de chaque période.",
        ),
        (
            "Taxes et contributions",
            "L’accise sur l’électricité est due sur chaque kilowattheure. La contribution tarifaire d’acheminement "
            "finance les retraites du secteur.",
        ),
        (
            "Une question, une réclamation ?",
            "Écrivez au service clients, 4, quai de l’Écluse. Sans réponse sous deux mois, vous pouvez saisir "
            "gratuitement le médiateur national de l’énergie.",
        ),
    )

    subscription = cents(Decimal("12.84") * 2)
    full_kwh, full_price = 431, Decimal("0.1586")
    low_kwh, low_price = 233, Decimal("0.1229")
    excise_price = Decimal("0.0299")
    transport = Decimal("3.96")
    full = cents(full_price * full_kwh)
    low = cents(low_price * low_kwh)
    excise = cents(excise_price * (full_kwh + low_kwh))
    reduced_basis = subscription + transport
    normal_basis = full + low + excise
    reduced_vat = cents(reduced_basis * Decimal("0.055"))
    normal_vat = cents(normal_basis * Decimal("0.20"))
    untaxed = reduced_basis + normal_basis
    total = untaxed + reduced_vat + normal_vat
    summary = (
        ("Abonnement", subscription),
        ("Consommation", full + low),
        ("Taxes et contributions", excise + transport),
        ("Total hors TVA", untaxed),
        ("TVA", reduced_vat + normal_vat),
        ("Total TTC", total),
    )

    # The rows of the second page; a row of one cell is a heading.
    details = (
        ("Abonnement et acheminement",),
        ("", "Quantité", "Prix HT", "TVA", "Montant HT"),
        ("Abonnement 6 kVA, du 16 mars au 15 mai 2026", "2 mois", "12,84 €", "5,5 %", euros(subscription)),
        ("Contribution tarifaire d’acheminement", "", "", "5,5 %", euros(transport)),
        ("Sous-total", "", "", "", euros(reduced_basis)),
        ("Consommation du 15 janvier au 14 mars 2026",),
        ("", "kWh", "Prix HT du kWh", "TVA", "Montant HT"),
        ("Heures pleines, index 18 204 à 18 635", str(full_kwh), euros(full_price), "20 %", euros(full)),
        ("Heures creuses, index 9 771 à 10 004", str(low_kwh), euros(low_price), "20 %", euros(low)),
        ("Accise sur l’électricité", str(full_kwh + low_kwh), euros(excise_price), "20 %", euros(excise)),
        ("Sous-total", "", "", "", euros(normal_basis)),
        ("Taxe sur la valeur ajoutée",),
        ("", "", "Base HT", "Taux", "Montant"),
        ("TVA à taux réduit", "", euros(reduced_basis), "5,5 %", euros(reduced_vat)),
        ("TVA à taux normal", "", euros(normal_basis), "20 %", euros(normal_vat)),
        ("Total de votre facture",),
        ("Total hors TVA", "", "", "", euros(untaxed)),
        ("TVA", "", "", "", euros(reduced_vat + normal_vat)),
        ("Total TTC à payer le 2 avril 2026", "", "", "", euros(total)),
    )


class RECEIPT:
    """A rent receipt."""

    landlord = """
Monsieur Henri MODÈLE
27, avenue du Viaduc
12998 VILLENEUVE-D’EXEMPLE
"""
    tenant = """
Madame Camille EXEMPLE
12, rue des Lilas
Appartement 3
12999 SAINT-MODÈLE-SUR-TARN
"""
    period = "Mois de mars 2026"
    dwelling = """
Logement loué : appartement de trois pièces, 58 m², deuxième étage,
12, rue des Lilas, 12999 Saint-Modèle-sur-Tarn
"""
    text = (
        "Je soussigné Henri Modèle, propriétaire du logement désigné ci-dessus, déclare avoir reçu de Madame Camille "
        "Exemple la somme de sept cent quatre-vingt-cinq euros (785,00 €), au titre du paiement du loyer et des "
        "charges pour la période du 1er au 31 mars 2026, et lui en donne quittance, sous réserve de tous mes droits."
    )
    amounts = (
        ("Loyer hors charges", Decimal("702.00")),
        ("Provision pour charges", Decimal("83.00")),
        ("Total payé le 4 mars 2026", Decimal("785.00")),
    )
    place_and_date = "Fait à Villeneuve-d’Exemple, le 6 mars 2026"
    signer = "Henri Modèle"
    notice = (
        "Cette quittance annule tous les reçus qui auraient pu être donnés pour acompte sur la présente période. Elle "
        "est à conserver trois ans. Document d’exemple : les personnes, les adresses et les montants sont inventés."
    )


class CERTIFICATE:
    """A home insurance certificate."""

    company = "Mutuelle du Viaduc"
    motto = "assurer ensemble, simplement"
    references = """
Sociétaire n° 318 204 77
Contrat n° HAB-7740-2231
Votre conseillère : Jeanne Fictive
Téléphone : 09 99 00 56 78
"""
    insured = """
Madame Camille EXEMPLE
12, rue des Lilas
Appartement 3
12999 SAINT-MODÈLE-SUR-TARN
"""
    paragraphs = (
        "Nous certifions que Madame Camille Exemple, locataire, est assurée auprès de notre société par un contrat "
        "multirisque habitation, en cours de validité à la date de la présente attestation.",
        "Ce contrat garantit sa responsabilité civile de locataire envers le propriétaire, conformément à la loi du 6 "
        "juillet 1989, pour les dommages d’incendie, d’explosion et de dégât des eaux.",
    )
    facts = (
        ("Adresse du logement", "12, rue des Lilas, 12999 Saint-Modèle-sur-Tarn"),
        ("Nature du logement", "Appartement de 3 pièces, 58 m²"),
        ("Période de garantie", "du 1er janvier au 31 décembre 2026"),
        ("Capital mobilier assuré", "24 000 €"),
        ("Franchise générale", "150 €"),
    )
    closing = (
        "La présente attestation est délivrée pour servir et valoir ce que de droit. Elle ne peut engager la société "
        "au-delà des limites et conditions du contrat auquel elle se réfère."
    )
    place_and_date = "Exempleville, le 5 janvier 2026"
    legal = """
Mutuelle du Viaduc, société d’assurance mutuelle à cotisations variables, 1, place du Pont, 12997 Exempleville
SIREN 987 654 324. Document d’exemple : cette société, cette assurée et ces numéros sont inventés.
"""
