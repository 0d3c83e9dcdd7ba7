"""The kind of all papers that are of no other: what scientists, companies, courts and novelists write."""

from lexo.understanding.kinds.kind import Kind, Retention, in_body, in_title

OTHER = Kind(
    id="other",
    name_fr="Autre",
    name_en="Other",
    words=("autre", "divers", "courrier", "lettre", "other"),
    cues=(
        *in_title(
            3.5,
            "guide, notice, brochure, dépliant, lire attentivement, minutes of, rendez vous, invitation",
            "mode opératoire, formulaire de demande, liste, menu de la semaine, cantine scolaire, chapter",
            "chapitre, abstract, table of contents, table des matières, sommaire, compte rendu de réunion",
            "rapport final, non disclosure agreement, nondisclosure agreement, confidentiality agreement",
            "mutual nondisclosure agreement, mutual non disclosure agreement, exhibit",
            "accord de confidentialité, curriculum vitae, ordre du jour, testament, mode d'emploi, menu",
            "memorandum, press release, communiqué de presse, equity research, lettre de motivation, patent",
        ),
        *in_title(
            3.0,
            "united states district court, brief notices, proof, notice d'utilisation, recette, programme",
            "bon de livraison, packing list, delivery note, lieferschein, formulaire, form, questionnaire",
            "contrat de prestation, contrat de prestation de services, service agreement, license agreement",
        ),
        *in_title(1.5, "rapport, conclusion, introduction, procès verbal, résultats, résumé"),
        *in_body(
            1.5,
            "references cited, bibliography, bibliographie, related work, whereas, hereinafter",
            "disclosing party, receiving party, confidential information, evaluation material, et al, figure",
            "fig, theorem, lemma, doi, arxiv, proceedings, university press, fiscal year, shareholders",
            "and subsidiaries, securities, rating, net income, market share, plaintiff, defendant, court",
            "deposition, séance, résolution, conseil municipal, ordre du jour",
        ),
        *in_body(
            1.2,
            "rendez vous, cordialement, effets indésirables, médicament, lire attentivement, édité par",
            "ce guide, per cent, agenda, the chair, meeting, invitation, chapter, chapitre, ibid, said",
            "lorem ipsum, ingrédients, appendix, annexe, copyright, edition, table 1, table 2, p value, method",
            "results, analysis, research, hypothesis, invention, claims",
        ),
        *in_body(
            1.0,
            "cher ami, bien cordialement, dear, sincerely, objet candidature, candidature, expériences",
            "compétences, je vous prie, ci joint, réunion, présents, www, chers, programme, project, comments",
        ),
        *in_body(
            -1.0,
            "total ttc, net à payer, iban, numéro client, date de naissance, siret, cash, tax invoice",
        ),
    ),
    retention=Retention(5, source="Code civil, art. 2224 (2008)"),
    twod_doc_types=("A3", "A5", "A6"),
)
