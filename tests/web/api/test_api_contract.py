"""The running application against its own description: whatever is asked, the answer is one that the document names."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.cast import Cast
from web.api.conftest import Call
from wuzha.web.api import api

DOCUMENT: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
OPERATIONS = [
    (path, method, operation) for path, methods in DOCUMENT["paths"].items() for method, operation in methods.items()
]
PROBLEM = {"type", "status", "code", "title", "detail", "problems"}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with its reference followed."""
    if "$ref" in schema:
        found: dict[str, Any] = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def values(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that a schema allows, and often such as it does not."""
    schema = resolved(schema)
    if "anyOf" in schema or "allOf" in schema:
        return st.one_of([values(one) for one in schema.get("anyOf") or schema["allOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema.get("type"):
        case "integer":
            return st.integers(schema.get("minimum", -(2**70)), schema.get("maximum", 2**70))
        case "string":
            return text(schema.get("format", ""))
        case "array":
            return st.lists(values(schema.get("items", {})), max_size=3)
        case "object":
            return of_object(schema)
        case _:
            return JSON


def text(form: str) -> st.SearchStrategy[str]:
    forms = {
        "date": st.dates().map(str),
        "date-time": st.datetimes().map(lambda moment: moment.isoformat()) | st.just("0001-01-01T00:00:00+14:00"),
        "uuid": st.uuids().map(str),
    }
    return forms.get(form, st.text(max_size=30))


def of_object(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    properties = {name: values(one) | JSON for name, one in schema.get("properties", {}).items()}
    needed = {name: properties[name] for name in schema.get("required", ()) if name in properties}
    rest = {name: one for name, one in properties.items() if name not in needed}
    return st.fixed_dictionaries(needed, optional=rest)


def plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


@st.composite
def requests(draw: st.DrawFn, path: str, operation: dict[str, Any]) -> tuple[str, dict[str, str], Any]:
    """An address with its parameters, good and bad ones, and a body where the operation takes one."""
    query: dict[str, str] = {}
    for parameter in operation.get("parameters", ()):
        value = draw(values(parameter["schema"]) | JSON)
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", re.sub(r"[^\w-]", "", plain(value)) or "0")
        elif draw(st.booleans()):
            query[parameter["name"]] = plain(value)
    content = operation.get("requestBody", {}).get("content", {})
    body = draw(values(content["application/json"]["schema"]) | JSON) if content else None
    return path, query, body


def fits(value: Any, schema: dict[str, Any], where: str = "") -> list[str]:
    """Where an answer is not as the document says."""
    schema = resolved(schema)
    if "anyOf" in schema:
        return [] if any(not fits(value, one) for one in schema["anyOf"]) else [where]
    kinds = {"integer": int, "number": (int, float), "string": str, "array": list, "object": dict, "boolean": bool}
    kind = schema.get("type")
    if kind == "null":
        return [] if value is None else [where]
    if kind and not isinstance(value, kinds[kind]):
        return [f"{where}: {value!r} is no {kind}"]
    wrong: list[str] = []
    if kind == "array":
        wrong += [one for at, row in enumerate(value) for one in fits(row, schema.get("items", {}), f"{where}[{at}]")]
    if kind == "object" and "properties" in schema:
        wrong += [f"{where}.{name} is missing" for name in schema.get("required", ()) if name not in value]
        known = schema["properties"]
        wrong += [f"{where}.{name} is unknown" for name in value if name not in known]
        wrong += [one for name in known if name in value for one in fits(value[name], known[name], f"{where}.{name}")]
    return wrong


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS, ids=lambda one: str(one)[:40])
def test_every_operation_answers_as_it_is_described(
    cast: Cast, call: Call, path: str, method: str, operation: dict[str, Any]
) -> None:
    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(requests(path, operation))
    def asked(request: tuple[str, dict[str, str], Any]) -> None:
        address, query, body = request
        client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer wz_{cast.clerk.username}"})
        if method == "get":
            answer = client.get(address, query)
        else:
            answer = client.post(address, json.dumps(body), content_type="application/json", query_params=query)
        assert answer.status_code < 500, answer.content.decode()
        told = answer.json()
        if answer.status_code < 300:
            schema = operation["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
            assert fits(told, schema) == []
        else:
            assert answer["Content-Type"] == "application/problem+json"
            assert set(told) == PROBLEM
            assert all(one["code"] and one["message"] and one["remedy"] for one in told["problems"])

    asked()
