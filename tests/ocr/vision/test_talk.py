"""What a model says about a page never becomes the page's text; what a page says stays."""

import pytest

from lexo.ocr.vision.repeats import is_looping
from lexo.ocr.vision.talk import without_talk
from lexo.ocr.vision.tokens import cleaned, is_rubbish, without_special

PAGE = "# Invoice 42\n\nTotal: 12,50 EUR"


@pytest.mark.parametrize(
    "before",
    [
        "Sure, here is the transcription of the image:",
        "Here is the text extracted from the image:",
        "Here's the markdown version of the document:",
        "Certainly! Below is the content of the page.",
        "Of course!",
        "The image shows an invoice on white paper.",
        "This picture contains a scanned letter with a logo.",
        "The text in the image is as follows:",
        "Voici la transcription du document :",
        "Bien sûr, voici le texte :",
        "L'image montre une facture.",
        "L’image présente un tableau avec trois colonnes.",
        "Cette image contient une lettre.",
        "Das Bild zeigt eine Rechnung.",
        "Hier ist der Text:",
        "Convert the document to markdown.",
        "**Here is the extracted text:**",
    ],
)
def test_talk_before_the_text_goes(before: str) -> None:
    assert without_talk(f"{before}\n\n{PAGE}", "<|grounding|>Convert the document to markdown.") == PAGE


@pytest.mark.parametrize(
    "after",
    [
        "Let me know if you need anything else!",
        "I hope this helps.",
        "N'hésitez pas à me demander d'autres détails.",
        "Note: The image is slightly blurred, some words may be wrong.",
    ],
)
def test_talk_after_the_text_goes(after: str) -> None:
    assert without_talk(f"{PAGE}\n\n{after}") == PAGE


@pytest.mark.parametrize(
    "answer",
    [
        "I'm sorry, but I can't assist with that.",
        "I cannot read the text in this image.",
        "I am unable to transcribe this.",
        "As an AI language model, I do not see pictures.",
        "Je ne peux pas lire ce document.",
        "Désolé, je ne peux pas traiter cette image.",
        "En tant qu'IA, je ne vois pas les images.",
        "Es tut mir leid, ich kann das Bild nicht lesen.",
        "The image shows a blank page.",
        "There is no visible text in the image.",
        "```\n```",
        "",
    ],
)
def test_nothing_but_talk_is_nothing(answer: str) -> None:
    assert without_talk(answer) == ""


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry to hear that you are ill.",
        "I cannot accept your offer of 12 March.",
        "Here is my address: 3 rue du Bac.",
        "Voici nos horaires d'ouverture.",
        "The table of contents is on page 3.",
        "Sure Start Nursery, Leeds",
        "Note: the rent is due on the first.",
        "Le texte de la loi est en vigueur.",
        "Please do not hesitate to contact us.",
    ],
)
def test_what_a_letter_says_stays(text: str) -> None:
    assert without_talk(text) == text


def test_a_fence_around_everything_goes_and_one_within_stays() -> None:
    assert without_talk(f"```markdown\n{PAGE}\n```") == PAGE
    code = "Text\n\n```\nx = 1\n```\n\nmore"
    assert without_talk(code) == code


def test_special_tokens_never_stay() -> None:
    text = (
        "<s><|im_start|>Hello<｜end▁of▁sentence｜></s><image>[gMASK]<sop><loc_12> world<|endoftext|><end_of_utterance>"
    )
    assert without_special(text) == "Hello world"


def test_control_characters_and_thoughts_go() -> None:
    assert cleaned("<think>hm\nhm</think>a\x00b\u200bc\u202ed\r\ne\u0301") == "abcd\n\u00e9"


def test_rubbish_bytes_are_seen() -> None:
    assert is_rubbish("\ufffd\ufffd\ufffd\x01\x02 ok")
    assert is_rubbish("".join(map(chr, range(0xE000, 0xE050))))
    assert not is_rubbish("Élan vital – 12 €\n\t½ ① 日本語 ﬁn")


@pytest.mark.parametrize(
    "answer",
    ["the same again. " * 40, "Total\n" * 25, "x" * 400, "a\n\nb " + "<td>12</td>" * 60, "1 2 " * 100],
)
def test_circles_are_seen(answer: str) -> None:
    assert is_looping(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "Chapter 1 " + "." * 300,
        "-" * 500,
        "<table><tr>" + "<td></td>" * 100 + "</tr></table>",
        "| | | |\n" * 30,
        "0,00\n" * 10,
        "ha ha ha",
        PAGE,
    ],
)
def test_what_is_printed_again_and_again_is_no_circle(answer: str) -> None:
    assert not is_looping(answer)
