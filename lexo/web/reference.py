"""The description of the API as a page needs it: one operation after the other, each with a curl line to copy."""

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

FILE_TYPES = ("binary",)
EXAMPLES = {"code": "disk_full", "name": "glm-ocr-8bit"}  # of what stands in addresses and is no number


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that an operation takes; `place` is path, query, header or body."""

    name: str
    place: str
    type: str
    is_required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of an operation."""

    status: str
    description: str
    type: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    answers: tuple[Answer, ...]
    curl: str


@dataclass(frozen=True, slots=True)
class Section:
    """The operations about one noun."""

    name: str
    description: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """An object of the API with its keys."""

    name: str
    description: str
    keys: tuple[Parameter, ...]


def sections(schema: dict[str, Any], url: str) -> tuple[Section, ...]:
    """The operations by noun; `url` is where this LEXO answers."""
    operations = [
        (operation["tags"][0], _operation(schema, url, (method, path), operation))
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return tuple(
        Section(tag["name"], tag["description"], tuple(each for name, each in operations if name == tag["name"]))
        for tag in schema["tags"]
    )


def shapes(schema: dict[str, Any]) -> tuple[Shape, ...]:
    """The objects that answers are made of; the forms of uploads are left out, their operations show them."""
    return tuple(
        Shape(name, shape.get("description", ""), tuple(_keys(shape)))
        for name, shape in sorted(schema["components"]["schemas"].items())
        if shape.get("type") == "object" and not name.startswith("Body_")
    )


def _operation(schema: dict[str, Any], url: str, address: tuple[str, str], operation: dict[str, Any]) -> Operation:
    method, path = address
    body = operation.get("requestBody", {}).get("content", {})
    parameters = (*_parameters(operation), *_body_parameters(schema, body))
    return Operation(
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation["description"],
        parameters=parameters,
        answers=tuple(
            Answer(status, answer["description"], _answer_type(answer))
            for status, answer in sorted(operation["responses"].items())
        ),
        curl=_curl(f"{url}{path}", method.upper(), parameters, is_json="application/json" in body),
    )


def _parameters(operation: dict[str, Any]) -> Iterator[Parameter]:
    for given in operation.get("parameters", []):
        yield Parameter(
            given["name"],
            given["in"],
            _type(given["schema"]),
            given.get("required", False),
            given.get("description", ""),
        )


def _body_parameters(schema: dict[str, Any], body: dict[str, Any]) -> Iterator[Parameter]:
    for content in body.values():
        name = content["schema"]["$ref"].rpartition("/")[2]
        yield from _keys(schema["components"]["schemas"][name])


def _keys(shape: dict[str, Any]) -> Iterator[Parameter]:
    required = shape.get("required", [])
    for name, key in shape.get("properties", {}).items():
        yield Parameter(name, "body", _type(key), name in required, key.get("description", ""))


def _answer_type(answer: dict[str, Any]) -> str:
    return ", ".join(
        f"{media_type} {_type(content['schema'])}".strip() if content.get("schema") else media_type
        for media_type, content in answer.get("content", {}).items()
    )


def _type(schema: dict[str, Any]) -> str:
    """A schema in a word or two: `integer`, `string or null`, `WordShape[]`, `"auto" or "ocr"`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " or ".join(json.dumps(value) for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if schema.get("contentMediaType") or schema.get("format") in FILE_TYPES:
        return "file"
    if schema.get("type") == "array":
        return f"{_type(schema['items'])}[]" if "items" in schema else "array"
    return str(schema.get("const") or schema.get("type", ""))


def _curl(address: str, method: str, parameters: tuple[Parameter, ...], *, is_json: bool) -> str:
    """A line to copy: path filled with 1, whatever is required, a file where one is taken."""
    words = ["curl"] if method == "GET" else ["curl", "-X", method]
    required = [parameter for parameter in parameters if parameter.is_required]
    for parameter in required:
        if parameter.place == "path":
            address = address.replace(f"{{{parameter.name}}}", EXAMPLES.get(parameter.name, "1"))
        elif parameter.type == "file":
            words += ["-F", f"{parameter.name}=@paper.pdf"]
    if is_json:
        body = {parameter.name: "…" for parameter in required if parameter.place == "body"}
        words += ["-H", "Content-Type: application/json", "-d", json.dumps(body, ensure_ascii=False)]
    if address.endswith("/search"):
        address += "?q=facture"
    return " ".join(shlex.quote(word) for word in [*words, address])
