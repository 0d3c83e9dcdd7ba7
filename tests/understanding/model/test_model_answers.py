"""What a model may answer, and what is made of an answer that does not keep to it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexo.understanding.model.plain import plain
from lexo.understanding.model.schema import Answer, Said, Wanted, read_answer, schema

WANTED = Wanted(("invoice", "payslip", "other"), ("due_date", "contract_number", "seller_email"), pages=3)
GOOD = {
    "kind": "invoice",
    "title": "Facture Énergie du Lac",
    "summary": "Facture de mars.",
    "fields": [{"name": "due_date", "value": "02/04/2026", "page": 2}],
}


def read(**changed: object) -> Answer:
    answer = read_answer(json.dumps({**GOOD, **changed}), WANTED)
    assert answer is not None
    return answer


def test_answer_that_fits_is_read() -> None:
    assert read() == Answer(
        "invoice",
        "Facture Énergie du Lac",
        "Facture de mars.",
        fields=(Said("due_date", "02/04/2026", 2),),
    )


# The schema


def test_schema_is_closed_at_every_level_and_requires_everything() -> None:
    whole = schema(WANTED)
    fact = whole["properties"]["fields"]["items"]
    for each in (whole, fact):
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])
    assert whole["properties"]["kind"]["enum"] == list(WANTED.kinds)
    assert fact["properties"]["name"]["enum"] == list(WANTED.names)


def test_schema_bounds_every_string_array_and_number() -> None:
    def look(part: dict[str, object]) -> None:
        if part["type"] == "string":
            assert "enum" in part or "maxLength" in part
        if part["type"] == "array":
            assert part["maxItems"] == 20
            look(part["items"])  # type: ignore[arg-type]
        if part["type"] == "integer":
            assert (part["minimum"], part["maximum"]) == (1, 3)
        for inner in part.get("properties", {}).values():  # type: ignore[attr-defined]
            look(inner)

    look(schema(Wanted(WANTED.kinds, WANTED.names, 3, note=True)))


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        (Wanted(("other",)), ["kind", "title", "summary"]),
        (Wanted((), ("due_date",), note=True), ["note", "fields"]),
        (Wanted((), (), note=True), ["note"]),
    ],
)
def test_schema_holds_only_what_is_wanted(wanted: Wanted, keys: list[str]) -> None:
    assert list(schema(wanted)["properties"]) == keys


# Answers that do not fit


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sure! Here is the JSON:",
        "[]",
        "null",
        '"invoice"',
        '{"kind": "invoice"',
        '{"kind": NaN}',
        '{"kind": "invoice", "kind": "payslip"}',
        "[" * 50_000,
        '{"a":' * 20_000,
        '{"title": "' + "x" * 100_000 + '"}',
        '{"page": ' + "9" * 6000 + "}",
    ],
)
def test_text_that_is_no_json_object_is_no_answer(text: str) -> None:
    assert read_answer(text, WANTED) is None


def test_keys_that_nobody_asked_for_are_not_looked_at() -> None:
    assert read(delete="all", iban="FR76", tool={"name": "rm"}) == read()
    assert read(fields=[{**GOOD["fields"][0], "sql": "DROP"}]) == read()  # type: ignore[index, dict-item]


@pytest.mark.parametrize("kind", ["passport", "Invoice", 3, None, ["invoice"], {}])
def test_kind_outside_the_closed_list_is_none(kind: object) -> None:
    assert read(kind=kind).kind == ""


@pytest.mark.parametrize(
    "fact",
    [
        {"name": "iban", "value": "x", "page": 1},
        {"name": "due_date", "value": 5, "page": 1},
        {"name": "due_date", "value": "", "page": 1},
        {"name": ["due_date"], "value": "x", "page": 1},
        {"value": "x"},
        "due_date",
        None,
    ],
)
def test_fact_that_does_not_fit_is_dropped(fact: object) -> None:
    assert read(fields=[fact]).fields == ()


@pytest.mark.parametrize("page", [0, -1, "2", 2.0, True, None, 10**9])
def test_page_that_cannot_be_is_nowhere(page: object) -> None:
    assert read(fields=[{"name": "due_date", "value": "x", "page": page}]).fields == (Said("due_date", "x", 0),)


def test_long_answers_are_cut() -> None:
    answer = read(title="t" * 500, summary="s" * 5000, fields=[GOOD["fields"][0]] * 3)  # type: ignore[index]
    assert (len(answer.title), len(answer.summary), len(answer.fields)) == (90, 400, 1)


def test_facts_beyond_the_twentieth_are_not_read() -> None:
    facts = [{"name": "due_date", "value": str(number), "page": 1} for number in range(100)]
    assert len(read(fields=facts).fields) == 20


def test_facts_that_are_not_asked_for_are_not_read() -> None:
    answer = read_answer(json.dumps(GOOD), Wanted((), (), note=True))
    assert answer == Answer()


# Plain text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("![logo](http://evil.example/?d=1) Facture", "logo Facture"),
        ("[Facture](http://evil.example/)", "Facture"),
        ("[Facture][1] et\n[1]: http://evil.example/", "Facture et 1"),
        ("<img src=x onerror=alert(1)>Facture", "Facture"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "alert(1)"),
        ("&amp;lt;b&amp;gt;Facture", "Facture"),
        ("Voir https://evil.example/a?b=c ici", "Voir ici"),
        ("Voir //evil.example/a ici", "Voir ici"),
        ("Voir www.evil.example ici", "Voir ici"),
        ("Voir evil.example ici", "Voir ici"),
        ("Voir ｈｔｔｐ：／／evil．example ici", "Voir ici"),
        ("ht<b>tp://evil.example/", "ht"),
        ("javascript:alert(document.cookie)", ""),
        ("data:text/html;base64,AAAA", ""),
        ("Écrire à fraude@evil.example vite", "Écrire à vite"),
        ("# Facture **grasse** `code`", "Facture grasse code"),
        ('hx-get="/delete" hx-trigger="load" Facture', "Facture"),
        ("a\u202eb\u200bc\x00d\U000e0041e", "abc de"),
        ("Facture\n\n\tde mars", "Facture de mars"),
    ],
)
def test_plain_text_holds_no_address_and_no_markup(text: str, left: str) -> None:
    assert plain(text, 400) == left


@pytest.mark.parametrize(
    "text",
    [
        "Facture d'électricité : 1 234,56 € TTC, à payer avant le 02/04/2026",
        "Énergie du Lac S.A.R.L. – contrat n° AB-12/34.5 (résidence « Les Tilleuls »)",
        "Bulletin de paie de M. Élie Fictif, 35 h/semaine, 20 % d'abattement & frais",
    ],
)
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert plain(text, 400) == text


def test_mail_address_is_kept_where_it_was_asked_for() -> None:
    facts = [{"name": "seller_email", "value": "<contact@lac.example>", "page": 1}]
    assert read(fields=[{**facts[0], "value": "contact@lac.example"}]).fields[0].value == "contact@lac.example"
    assert read(fields=[{**facts[0], "name": "contract_number"}]).fields == ()


@given(st.text(max_size=300), st.integers(1, 400))
def test_any_text_becomes_plain(text: str, limit: int) -> None:
    once = plain(text, limit)
    assert len(once) <= limit
    assert not set(once) & set("<>[]`\n\r\x00")


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["kind", "fields", "name", "value", "page", "title"]), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_any_json_is_an_answer_that_fits_or_none(told: object) -> None:
    answer = read_answer(json.dumps(told), WANTED)
    if answer is not None:
        assert answer.kind in ("", *WANTED.kinds)
        assert {fact.name for fact in answer.fields} <= set(WANTED.names)
