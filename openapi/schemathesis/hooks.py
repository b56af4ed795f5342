"""What a schema cannot say about a good request, so that schemathesis sends requests that the service can take."""

import re
from datetime import datetime, timedelta, timezone
from uuid import UUID, uuid4

import schemathesis
from hypothesis import strategies as st

# Fields of bodies of which the document is wider than the service.
FREE = ("allowedAddresses", "closedAt", "churnedAt", "occurredAt", "timeframeStatedAt", "properties", "metadata")
PERIODS = (("from", "before"), ("createdFrom", "createdBefore"), ("closedFrom", "closedBefore"))
NOW = datetime.now(timezone.utc).replace(microsecond=0)


def instants():
    return st.datetimes(datetime(1970, 1, 1), NOW.replace(tzinfo=None)).map(
        lambda at: at.replace(microsecond=0).isoformat() + "Z"
    )


# The range of an instant in a request moves with the clock: see `x-instant` in the document.
schemathesis.openapi.format("date-time", instants())
schemathesis.openapi.format("date", instants().map(lambda at: at[:10]))


INSTANT = re.compile(r"^\d{4}-\d{2}-\d{2}T")
LARGEST = 2**53 - 1


def tame(value, name=None):
    """The value as the service can take it, where the document is wider on purpose: see README.md."""
    if isinstance(value, dict):
        return {key.replace("\0", ""): tame(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [tame(item, name) for item in value]
    # Values are also taken from earlier answers, where an instant may be that of a plan.
    if isinstance(value, str) and INSTANT.match(value) and value > NOW.isoformat():
        return (NOW - timedelta(days=1)).isoformat().replace("+00:00", "Z")
    # Free JSON: a schema for it would have to refer to itself.
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) > LARGEST:
        return 1
    if isinstance(value, str):
        value = value.replace("\0", "")
    # Blocks of addresses have a grammar that no pattern tells well.
    if name == "allowedAddresses" and isinstance(value, str):
        return "192.0.2.0/24"
    return value


def is_uuid(text):
    try:
        return UUID(str(text)) is not None
    except ValueError:
        return False


# Levels of a condition that fit the depth of bodies wherever it stands in one.
DEEPEST = 5


def flatten(value, levels=0):
    """Conditions no deeper than bodies may be: a schema that refers to itself has no depth."""
    if isinstance(value, list):
        return [flatten(item, levels) for item in value]
    if not isinstance(value, dict):
        return value
    nests = value.get("type") in ("all", "any", "not")
    if nests and levels >= DEEPEST:
        return {"type": "engagement"}
    deeper = levels + nests
    return {key: flatten(item, deeper) for key, item in value.items()}


def is_alphanumeric(text):
    return isinstance(text, str) and re.fullmatch("[A-Za-z0-9]*", text) is not None


def is_positive(case):
    return case.meta is not None and case.meta.generation.mode.is_positive


@schemathesis.hook
def before_call(context, case, kwargs):
    # The key of the run stays valid.
    if case.method != "GET" and case.path_parameters and "apiKeyId" in case.path_parameters:
        if is_uuid(case.path_parameters["apiKeyId"]):
            case.path_parameters["apiKeyId"] = str(uuid4())
    if not is_positive(case):
        return
    # The coverage phase makes headers of letters and digits only, whatever their pattern: no entity tag is one.
    if case.headers and is_alphanumeric(case.headers.get("If-Match")):
        del case.headers["If-Match"]
    # A key names one request, and an example names one for all.
    if case.headers and "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = str(uuid4())
    query = case.query or {}
    # Cursors are signed: one that was made up is refused (400 cursor_invalid), whatever its form.
    query.pop("cursor", None)
    if "externalId" not in query:
        query.pop("externalSystem", None)
    if isinstance(case.body, dict):
        case.body.pop("cursor", None)
        case.body = flatten(case.body)
        for name in FREE:
            if name in case.body:
                case.body[name] = tame(case.body[name], name)
        for item in case.body.get("items", []):
            if isinstance(item, dict) and "properties" in item:
                item["properties"] = tame(item["properties"])
    # A period ends after it begins.
    for first, last in PERIODS:
        if first in query and last in query and query[last] <= query[first]:
            begin = datetime.fromisoformat(query[first].replace("Z", "+00:00"))
            query[last] = (begin + timedelta(days=1)).isoformat().replace("+00:00", "Z")
