"""The journey with a client of openapi-generator."""

import os

from openapi_client import (
    ApiClient,
    ApiException,
    ComparisonOperator,
    ConditionInput,
    ConditionKind,
    Configuration,
    ConversionApi,
    ConversionDeal,
    ConversionRequest,
    DealProductInput,
    EngagementApi,
    EngagementEventCreate,
    EngagementType,
    LeadBatch,
    LeadCreate,
    LeadPatch,
    LeadSearch,
    LeadsApi,
    Problem,
)

configuration = Configuration(host=os.environ["HEADWATER_URL"], access_token=os.environ["HEADWATER_API_KEY"])
client = ApiClient(configuration)
leads = LeadsApi(client)


def step(name: str) -> None:
    print(name, flush=True)


def refusal(call) -> tuple[int, str]:
    """The status and the code of the problem that a call is refused with."""
    try:
        call()
    except ApiException as error:
        assert isinstance(error.data, Problem), error
        return error.status, error.data.code
    raise AssertionError("the call succeeded")


step("create")
tags = ["engine", "poet"]
attributes = {"color": "red", "seats": 12, "partner": True, "sizes": ["7", "8"]}
created = leads.create_lead(
    LeadCreate(
        first_name="Ada",
        last_name="Lovelace",
        email="ada@analytical-engines.com",
        employee_count=1200,
        annual_revenue="1234567.89",
        tags=tags,
        attributes=attributes,
    )
)
assert created.outcome == "created", created
lead_id = created.lead.id

step("read")
lead = leads.get_lead(lead_id)
assert lead.annual_revenue == "1234567.89", lead
assert lead.attributes == attributes, lead

step("patch one field")
patch = LeadPatch(job_title="Countess")
etag = f'"{lead.version}"'
patched = leads.update_lead(lead_id, patch, if_match=etag)
assert patched.job_title == "Countess", patched
assert (patched.tags, patched.attributes, patched.employee_count) == (tags, attributes, 1200), patched

step("stale If-Match")
assert refusal(lambda: leads.update_lead(lead_id, patch, if_match=etag)) == (412, "version_mismatch")

searches = [
    ("search text", "lastName", ComparisonOperator.EQ, "Lovelace"),
    ("search number", "employeeCount", ComparisonOperator.GTE, 1000),
    ("search list", "lastName", ComparisonOperator.IN, ["Lovelace", "Babbage"]),
    ("search boolean", "attributes.partner", ComparisonOperator.EQ, True),
]
for name, field, operator, value in searches:
    step(name)
    where = ConditionInput(type=ConditionKind.FIELD, field=field, operator=operator, value=value)
    found = leads.search_leads(LeadSearch(where=where))
    assert [item.id for item in found.data] == [lead_id], found

step("batch")
items = [LeadCreate(name=f"Batch {name}", email=f"{name}@batch-company.com") for name in "abc"]
batch = leads.create_lead_batch(LeadBatch(items=items))
assert batch.created == 3, batch
assert [item.status for item in batch.results] == [201, 201, 201], batch

step("page")
page = leads.list_leads(limit=3)
ids = {item.id for item in page.data}
while page.next_cursor is not None:
    page = leads.list_leads(limit=3, cursor=page.next_cursor)
    ids.update(item.id for item in page.data)
assert len(ids) == 4, ids

step("engagement")
event = EngagementEventCreate(type=EngagementType.DEMO_REQUESTED, lead_id=lead_id, external_id="web-1")
engaged = EngagementApi(client).create_engagement_event(event)
assert engaged.lead.score.engagement > 0, engaged

step("score")
explained = leads.get_lead_score(lead_id)
points = sum(part.points for part in [*explained.contributions, *explained.adjustments])
assert abs(points - explained.score.total) < 0.01, explained

step("convert")
products = [DealProductInput(name="Difference engine", quantity=2, unit_price="6250.00")]
request = ConversionRequest(deal=ConversionDeal(currency="EUR", products=products))
converted = ConversionApi(client).convert_lead(lead_id, request)
assert converted.lead.category == "customer", converted
assert converted.deal.after.amount == "12500.00", converted

step("problem")
assert refusal(lambda: leads.get_lead("01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f")) == (404, "not_found")
