"""The journey with a client of openapi-python-client."""

import os
from uuid import UUID

from headwater_client import AuthenticatedClient
from headwater_client.api.conversion import convert_lead
from headwater_client.api.engagement import create_engagement_event
from headwater_client.api.leads import (
    create_lead,
    create_lead_batch,
    get_lead,
    get_lead_score,
    list_leads,
    search_leads,
    update_lead,
)
from headwater_client.models import (
    AttributesInput,
    ComparisonOperator,
    ConditionInput,
    ConditionKind,
    ConversionDeal,
    ConversionRequest,
    DealProductInput,
    EngagementEventCreate,
    EngagementType,
    LeadBatch,
    LeadCreate,
    LeadPatch,
    LeadSearch,
    Problem,
)
from headwater_client.types import UNSET

api = AuthenticatedClient(base_url=os.environ["HEADWATER_URL"], token=os.environ["HEADWATER_API_KEY"])


def step(name: str) -> None:
    print(name, flush=True)


step("create")
tags = ["engine", "poet"]
attributes = {"color": "red", "seats": 12, "partner": True, "sizes": ["7", "8"]}
created = create_lead.sync(
    client=api,
    body=LeadCreate(
        first_name="Ada",
        last_name="Lovelace",
        email="ada@analytical-engines.com",
        employee_count=1200,
        annual_revenue="1234567.89",
        tags=tags,
        attributes=AttributesInput.from_dict(attributes),
    ),
)
assert created.outcome == "created", created
lead_id = created.lead.id

step("read")
lead = get_lead.sync(lead_id, client=api)
assert lead.annual_revenue == "1234567.89", lead
assert lead.attributes.to_dict() == attributes, lead

step("patch one field")
patch = LeadPatch(job_title="Countess")
etag = f'"{lead.version}"'
patched = update_lead.sync(lead_id, client=api, body=patch, if_match=etag)
assert patched.job_title == "Countess", patched
assert (patched.tags, patched.attributes.to_dict(), patched.employee_count) == (tags, attributes, 1200), patched

step("stale If-Match")
stale = update_lead.sync_detailed(lead_id, client=api, body=patch, if_match=etag)
assert stale.status_code == 412, stale
assert isinstance(stale.parsed, Problem) and stale.parsed.code == "version_mismatch", stale

searches = [
    ("search text", "lastName", ComparisonOperator.EQ, "Lovelace"),
    ("search number", "employeeCount", ComparisonOperator.GTE, 1000),
    ("search list", "lastName", ComparisonOperator.IN, ["Lovelace", "Babbage"]),
    ("search boolean", "attributes.partner", ComparisonOperator.EQ, True),
]
for name, field, operator, value in searches:
    step(name)
    where = ConditionInput(type_=ConditionKind.FIELD, field=field, operator=operator, value=value)
    found = search_leads.sync(client=api, body=LeadSearch(where=where))
    assert [item.id for item in found.data] == [lead_id], found

step("batch")
items = [LeadCreate(name=f"Batch {name}", email=f"{name}@batch-company.com") for name in "abc"]
batch = create_lead_batch.sync(client=api, body=LeadBatch(items=items))
assert batch.created == 3, batch
assert [item.status for item in batch.results] == [201, 201, 201], batch

step("page")
ids: set[UUID] = set()
cursor = UNSET
while cursor is not None:
    page = list_leads.sync(client=api, limit=3, cursor=cursor)
    ids.update(item.id for item in page.data)
    cursor = page.next_cursor
assert len(ids) == 4, ids

step("engagement")
event = EngagementEventCreate(type_=EngagementType.DEMO_REQUESTED, lead_id=lead_id, external_id="web-1")
engaged = create_engagement_event.sync(client=api, body=event)
assert engaged.lead.score.engagement > 0, engaged

step("score")
explained = get_lead_score.sync(lead_id, client=api)
points = sum(part.points for part in [*explained.contributions, *explained.adjustments])
assert abs(points - explained.score.total) < 0.01, explained

step("convert")
products = [DealProductInput(name="Difference engine", quantity=2, unit_price="6250.00")]
request = ConversionRequest(deal=ConversionDeal(currency="EUR", products=products))
converted = convert_lead.sync(lead_id, client=api, body=request)
assert converted.lead.category == "customer", converted
assert converted.deal.after.amount == "12500.00", converted

step("problem")
missing = get_lead.sync_detailed(UUID("01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f"), client=api)
assert missing.status_code == 404, missing
assert isinstance(missing.parsed, Problem) and missing.parsed.code == "not_found", missing
