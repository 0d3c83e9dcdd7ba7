"""OpenAI's shapes, as far as LEXO fills them; what it does not know in a request is passed over."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from lexo.web.schemas.base import Shape

MAX_TEXT = 1_000_000  # characters; the whole body is bounded before
MAX_TEXTS = 2048
MAX_MESSAGES = 1000
MAX_TOKENS = 32_768

Content = Annotated[str, Field(max_length=MAX_TEXT)]
ModelName = Annotated[str, Field(max_length=200, description="Of `GET /v1/models`; empty or `default`: the best one")]


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class EmbeddingsBody(_Asked):
    """Texts to be embedded."""

    input: Content | Annotated[tuple[Content, ...], Field(min_length=1, max_length=MAX_TEXTS)]
    model: ModelName = ""
    encoding_format: Literal["float", "base64"] = "float"
    dimensions: int | None = Field(None, description="The model's own, or nothing: vectors are not cut")


class TextPart(_Asked):
    """A part of a message; there is text only."""

    type: Literal["text"]
    text: Content


class ChatTurn(_Asked):
    """One message of a conversation."""

    role: Literal["system", "developer", "user", "assistant"]
    content: Content | tuple[TextPart, ...] | None = None

    @property
    def text(self) -> str:
        if self.content is None or isinstance(self.content, str):
            return self.content or ""
        return "".join(part.text for part in self.content)


class AnswerSchema(_Asked):
    """What an answer's JSON must be."""

    name: str = ""
    definition: dict[str, Any] | None = Field(None, alias="schema")


class ResponseFormat(_Asked):
    """What an answer must look like."""

    type: Literal["text", "json_object", "json_schema"] = "text"
    json_schema: AnswerSchema | None = None


class StreamOptions(_Asked):
    """What a stream tells besides the answer."""

    include_usage: bool = False


class ChatBody(_Asked):
    """A conversation whose next message is asked for."""

    messages: Annotated[tuple[ChatTurn, ...], Field(min_length=1, max_length=MAX_MESSAGES)]
    model: ModelName = ""
    stream: bool = False
    stream_options: StreamOptions | None = None
    max_completion_tokens: int | None = Field(None, ge=1, le=MAX_TOKENS)
    max_tokens: int | None = Field(None, ge=1, le=MAX_TOKENS, description="Its older name")
    temperature: float | None = Field(None, ge=0, le=2, description="0 unless given")
    stop: Content | Annotated[tuple[Content, ...], Field(max_length=16)] | None = None
    seed: int | None = Field(None, ge=-(1 << 63), lt=1 << 63)
    n: Literal[1] | None = None
    response_format: ResponseFormat | None = None
    tools: Annotated[tuple[Any, ...], Field(max_length=0)] | None = Field(
        None, description="None: models of LEXO are given no tools"
    )


class OpenAiModel(Shape):
    """A model that can be asked."""

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str
    role: str = Field(description="`text` or `embedding`")


class OpenAiModels(Shape):
    """All that can be asked."""

    object: Literal["list"] = "list"
    data: tuple[OpenAiModel, ...]


class Usage(Shape):
    """Tokens of question and answer; 0 for embeddings, where they are not counted."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class EmbeddingsUsage(Shape):
    """Tokens of embedded texts: 0, they are not counted."""

    prompt_tokens: int = 0
    total_tokens: int = 0


class EmbeddingShape(Shape):
    """The vector of one text: numbers, or float32 (little-endian) in base64."""

    object: Literal["embedding"] = "embedding"
    index: int
    embedding: tuple[float, ...] | str


class Embeddings(Shape):
    """Vectors in the order of their texts."""

    object: Literal["list"] = "list"
    data: tuple[EmbeddingShape, ...]
    model: str
    usage: EmbeddingsUsage = EmbeddingsUsage()


class ChatMessage(Shape):
    """What a model wrote."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None


class ChatChoice(Shape):
    """The one answer there is."""

    index: int = 0
    message: ChatMessage
    logprobs: None = None
    finish_reason: str


class ChatCompletion(Shape):
    """A whole answer."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: tuple[ChatChoice, ...]
    usage: Usage
