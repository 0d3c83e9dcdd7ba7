"""Reasons around questions: what whoever reads an answer should know of it."""

from lexo.errors.requests import NotFound, RequestProblem


class ConversationNotFound(NotFound):
    code = "conversation_not_found"
    title = "There is no conversation %(id)s."


class AnswerNotice(RequestProblem):
    """Not a failure: something worth knowing about an answer."""

    code = "answer_notice"
    title = "Something about this answer is worth knowing."
    hint = ""


class NoTextModel(AnswerNotice):
    code = "no_text_model"
    title = "No text model is installed, so these are the passages of your papers that fit best."
    hint = "`lexo models list` shows text models that write answers on this machine."


class AnswerCut(AnswerNotice):
    code = "answer_cut"
    title = "The model did not come to an end, so this answer is not whole."
    hint = "Ask about less at once."


class AnswerUnproven(AnswerNotice):
    code = "answer_unproven"
    title = "Nothing of what the model wrote was found on your papers."
    hint = "Do not rely on it; look at the papers themselves."


class PrivateLeftOut(AnswerNotice):
    code = "private_left_out"
    title = "Papers that are never to be shown to a model were left out."
