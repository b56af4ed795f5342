//! The journey with a client of progenitor.

use std::collections::HashSet;
use std::env;
use std::error::Error as StdError;

use futures_util::TryStreamExt;
use headwater_client::{ByteStream, Client, Error, ResponseValue, types};
use reqwest::header::{AUTHORIZATION, HeaderMap};
use serde_json::{Value, json};
use uuid::Uuid;

type Outcome<T> = Result<T, Box<dyn StdError>>;
type Answer<T> = Result<ResponseValue<T>, Error<ByteStream>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, format!("Bearer {}", env::var("HEADWATER_API_KEY")?).parse()?);
    let http = reqwest::Client::builder().default_headers(headers).build()?;
    let client = Client::new_with_client(&env::var("HEADWATER_URL")?, http);
    let lead_id = create(&client).await?;
    patch(&client, lead_id).await?;
    search(&client, lead_id).await?;
    page(&client).await?;
    engage(&client, lead_id).await?;
    convert(&client, lead_id).await?;
    step("problem");
    let unknown = Uuid::parse_str("01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f")?;
    refused(404, "not_found", client.get_lead().lead_id(unknown).send().await).await
}

async fn create(client: &Client) -> Outcome<Uuid> {
    step("create");
    let attributes = json!({ "color": "red", "seats": 12, "partner": true, "sizes": ["7", "8"] });
    let Value::Object(attributes) = attributes else { return Err("no object".into()) };
    let body = types::LeadCreate {
        first_name: Some("Ada".parse()?),
        last_name: Some("Lovelace".parse()?),
        email: Some("ada@analytical-engines.com".parse()?),
        employee_count: Some(1200),
        annual_revenue: Some("1234567.89".parse()?),
        tags: Some(vec!["engine".parse()?, "poet".parse()?]),
        attributes: Some(types::AttributesInput(attributes.clone())),
        ..types::LeadCreate::builder().try_into()?
    };
    let created = value(client.create_lead().body(body).send().await).await?;
    assert_eq!(created.outcome.to_string(), "created");
    step("read");
    let lead = value(client.get_lead().lead_id(created.lead.id).send().await).await?;
    assert_eq!(lead.annual_revenue.as_ref().map(|amount| amount.as_str()), Some("1234567.89"));
    assert_eq!(lead.attributes.map(|types::Attributes(read)| read), Some(attributes));
    Ok(lead.id)
}

async fn patch(client: &Client, lead_id: Uuid) -> Outcome<()> {
    step("patch one field");
    let before = value(client.get_lead().lead_id(lead_id).send().await).await?;
    let etag = format!("\"{}\"", before.version);
    let patch = || -> Outcome<types::LeadPatch> {
        Ok(types::LeadPatch { job_title: Some("Countess".parse()?), ..types::LeadPatch::builder().try_into()? })
    };
    let request = || client.update_lead().lead_id(lead_id).if_match(etag.clone());
    let patched = value(request().body(patch()?).send().await).await?;
    assert_eq!(patched.job_title.as_deref(), Some("Countess"));
    assert_eq!(patched.tags, ["engine", "poet"]);
    assert_eq!(patched.employee_count, Some(1200));
    assert_eq!(patched.attributes.map(|types::Attributes(read)| read.len()), Some(4));
    step("stale If-Match");
    refused(412, "version_mismatch", request().body(patch()?).send().await).await
}

async fn search(client: &Client, lead_id: Uuid) -> Outcome<()> {
    use types::ComparisonOperator::{Eq, Gte, In};
    let searches = [
        ("search text", "lastName", Eq, json!("Lovelace")),
        ("search number", "employeeCount", Gte, json!(1000)),
        ("search list", "lastName", In, json!(["Lovelace", "Babbage"])),
        ("search boolean", "attributes.partner", Eq, json!(true)),
    ];
    for (name, field, operator, wanted) in searches {
        step(name);
        let condition: types::ConditionInput = types::ConditionInput::builder()
            .type_(types::ConditionKind::Field)
            .field(Some(field.parse()?))
            .operator(operator)
            .value(wanted)
            .try_into()?;
        let body = types::LeadSearch::builder().where_(condition);
        let found = value(client.search_leads().body(body).send().await).await?;
        assert_eq!(found.data.iter().map(|lead| lead.id).collect::<Vec<_>>(), [lead_id]);
    }
    Ok(())
}

async fn page(client: &Client) -> Outcome<()> {
    step("batch");
    let mut items: Vec<types::LeadCreate> = Vec::new();
    for name in ["a", "b", "c"] {
        let item = types::LeadCreate::builder()
            .name(Some(format!("Batch {name}").parse()?))
            .email(Some(format!("{name}@batch-company.com").parse()?));
        items.push(item.try_into()?);
    }
    let body = types::LeadBatch::builder().items(items);
    let batch = value(client.create_lead_batch().body(body).send().await).await?;
    assert_eq!(batch.created, 3);
    assert_eq!(batch.results.iter().map(|item| item.status).collect::<Vec<_>>(), [201, 201, 201]);
    step("page");
    let mut ids = HashSet::new();
    let mut cursor: Option<String> = None;
    loop {
        let request = client.list_leads().limit(std::num::NonZeroU32::new(3).ok_or("zero")?);
        let request = match cursor {
            Some(cursor) => request.cursor(cursor),
            None => request,
        };
        let page = value(request.send().await).await?;
        ids.extend(page.data.iter().map(|lead| lead.id));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(ids.len(), 4);
    Ok(())
}

async fn engage(client: &Client, lead_id: Uuid) -> Outcome<()> {
    step("engagement");
    let event = types::EngagementEventCreate::builder()
        .type_(types::EngagementType::DemoRequested)
        .lead_id(lead_id)
        .external_id(Some("web-1".parse()?));
    let engaged = value(client.create_engagement_event().body(event).send().await).await?;
    assert!(engaged.lead.score.engagement > 0.0);
    step("score");
    let explained = value(client.get_lead_score().lead_id(lead_id).send().await).await?;
    let points = explained.contributions.iter().map(|part| part.points).sum::<f64>()
        + explained.adjustments.iter().map(|part| part.points).sum::<f64>();
    assert!((points - explained.score.total).abs() < 0.01);
    Ok(())
}

async fn convert(client: &Client, lead_id: Uuid) -> Outcome<()> {
    step("convert");
    let product = types::DealProductInput::builder()
        .name("Difference engine")
        .quantity(std::num::NonZeroU32::new(2).ok_or("zero")?)
        .unit_price("6250.00");
    let deal = types::ConversionDeal::builder().currency("EUR").products(vec![product.try_into()?]);
    let deal: types::ConversionDeal = deal.try_into()?;
    let body = types::ConversionRequest::builder().deal(deal);
    let converted = value(client.convert_lead().lead_id(lead_id).body(body).send().await).await?;
    assert_eq!(converted.lead.category.to_string(), "customer");
    assert_eq!(converted.deal.after.amount.as_ref().map(|amount| amount.as_str()), Some("12500.00"));
    Ok(())
}

/// The value of a success; the text of the problem is the error otherwise.
async fn value<T>(answer: Answer<T>) -> Outcome<T> {
    match answer {
        Ok(success) => Ok(success.into_inner()),
        Err(Error::ErrorResponse(refusal)) => Err(String::from_utf8(bytes(refusal).await?)?.into()),
        Err(error) => Err(error.to_string().into()),
    }
}

/// Checks the status and the problem that a call is refused with. The client leaves problems as bytes.
async fn refused<T>(status: u16, code: &str, answer: Answer<T>) -> Outcome<()> {
    let Err(Error::ErrorResponse(refusal)) = answer else { return Err("the call was not refused".into()) };
    assert_eq!(refusal.status().as_u16(), status);
    let problem: types::Problem = serde_json::from_slice(&bytes(refusal).await?)?;
    assert_eq!(problem.code, code);
    Ok(())
}

async fn bytes(refusal: ResponseValue<ByteStream>) -> Outcome<Vec<u8>> {
    let chunks: Vec<_> = refusal.into_inner_stream().try_collect().await?;
    Ok(chunks.concat())
}

fn step(name: &str) {
    println!("{name}");
}
