import { getTableColumns } from 'drizzle-orm';
import { LEAD_FACT_NAMES, type LeadFact, type LeadFacts } from '../../core/leads/facts.js';
import type { Lead } from '../../core/leads/lead.js';
import type { Lifecycle } from '../../core/leads/lifecycle.js';
import type { Grade } from '../../core/leads/score.js';
import type { Category, CategoryDecider, LeadQueueReason, Temperature } from '../../core/leads/vocabulary.js';
import { iso } from '../../core/time.js';
import { leads } from '../schema/leads.js';
import type { Fields } from '../statement.js';
import { millisecondsOf, textArray } from '../types.js';

type LeadColumn = keyof typeof leads.$inferSelect;

/** Facts that a row holds under the same name and in the same form. */
const PLAIN_FACTS = LEAD_FACT_NAMES.filter((name) => name !== 'kind');

const COLUMNS = Object.entries(getTableColumns(leads));

/** Every column of a lead, from a table aliased `l`, in the order that `leadOfFields` expects. */
export const LEAD_COLUMNS = COLUMNS.map(([, column]) => `l."${column.name}"`).join(', ');

/** Parsers of a column's text, by its SQL type. */
const READERS: Record<string, (text: string) => unknown> = {
  uuid: (text) => text,
  text: (text) => text,
  'text[]': textArray,
  integer: Number,
  'double precision': Number,
  jsonb: JSON.parse,
  [leads.createdAt.getSQLType()]: millisecondsOf,
};

const AT = Object.fromEntries(COLUMNS.map(([property], at) => [property, at])) as Record<LeadColumn, number>;
const FACTS = PLAIN_FACTS.map((field) => {
  const read = READERS[leads[field].getSQLType()];
  if (read === undefined) throw new Error(`nothing reads the column of ${field}`);
  return { field, at: AT[field], read };
});

const textAt = (fields: Fields, at: number) => fields[at] ?? undefined;
const numberAt = (fields: Fields, at: number) => {
  const text = fields[at];
  return text === null || text === undefined ? undefined : Number(text);
};
const msAt = (fields: Fields, at: number) => {
  const text = fields[at];
  return text === null || text === undefined ? undefined : millisecondsOf(text);
};

/** Builds a lead from `LEAD_COLUMNS` as sent, without an intermediate row object: most of the eighty columns are empty. */
export function leadOfFields(fields: Fields): Lead {
  const createdAt = msAt(fields, AT.createdAt) as number;
  return {
    id: fields[AT.id] as string,
    version: Number(fields[AT.version]),
    facts: factsAt(fields),
    score: {
      fit: Number(fields[AT.fitScore]),
      engagement: Number(fields[AT.engagementScore]),
      total: Number(fields[AT.totalScore]),
    },
    grade: fields[AT.grade] as Grade,
    temperature: fields[AT.temperature] as Temperature,
    temperatureSince: msAt(fields, AT.temperatureSince) ?? createdAt,
    category: fields[AT.category] as Category,
    categorySince: msAt(fields, AT.categorySince) ?? createdAt,
    reachedLeadAt: msAt(fields, AT.reachedLeadAt),
    reachedMqlAt: msAt(fields, AT.reachedMqlAt),
    reachedSqlAt: msAt(fields, AT.reachedSqlAt),
    reachedProspectAt: msAt(fields, AT.reachedProspectAt),
    categoryDecidedBy: (fields[AT.categoryDecidedBy] ?? 'rule') as CategoryDecider,
    categoryActorId: textAt(fields, AT.categoryActorId),
    moveReason: textAt(fields, AT.moveReason),
    competitor: textAt(fields, AT.competitor),
    scoreModelVersion: Number(fields[AT.scoreModelVersion]),
    classificationPolicyVersion: Number(fields[AT.classificationPolicyVersion]),
    scoredAt: msAt(fields, AT.scoredAt) as number,
    conversionProbability: numberAt(fields, AT.conversionProbability),
    predictionModelVersion: numberAt(fields, AT.predictionModelVersion),
    reviewAt: msAt(fields, AT.reviewAt),
    ownerId: textAt(fields, AT.ownerId),
    teamId: textAt(fields, AT.teamId),
    queueReason: textAt(fields, AT.queueReason) as LeadQueueReason | undefined,
    nextEligibleAt: msAt(fields, AT.nextEligibleAt),
    assignedAt: msAt(fields, AT.assignedAt),
    ownerActorId: textAt(fields, AT.ownerActorId),
    ownerReason: textAt(fields, AT.ownerReason),
    effort: numberAt(fields, AT.effort),
    leaseRepId: textAt(fields, AT.leaseRepId),
    leaseUntil: msAt(fields, AT.leaseUntil),
    sourceId: fields[AT.sourceId] as string,
    campaignId: textAt(fields, AT.campaignId),
    touchCount: Number(fields[AT.touchCount]),
    touches: undefined,
    firstTouchAt: msAt(fields, AT.firstTouchAt) as number,
    lastTouchAt: msAt(fields, AT.lastTouchAt) as number,
    lastEngagedAt: msAt(fields, AT.lastEngagedAt),
    lifecycle: lifecycleAt(fields),
    createdAt,
    updatedAt: msAt(fields, AT.updatedAt) as number,
  };
}

function factsAt(fields: Fields): LeadFacts {
  const facts: Record<string, unknown> = { kind: fields[AT.kind] };
  for (const { field, at, read } of FACTS) {
    const text = fields[at];
    if (text !== null && text !== undefined) facts[field] = read(text);
  }
  return facts as unknown as LeadFacts;
}

const lifecycleAt = (fields: Fields): Lifecycle | undefined => {
  const text = fields[AT.lifecycle];
  return text === null || text === undefined ? undefined : (JSON.parse(text) as Lifecycle);
};

const isoOr = (ms: number | undefined) => (ms === undefined ? undefined : iso(ms));

/** Undefined when nothing has changed since creation, so that most rows leave the column empty. */
export const changedSince = ({ createdAt }: Lead, since: number) => (since === createdAt ? undefined : since);

type ColumnOf<Fact extends string> = Fact extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${ColumnOf<Rest>}`
  : '';
/** A row with every fact: a missing one is a type error. */
type NamedRow = Record<ColumnOf<LeadFact>, unknown> & Record<string, unknown>;

/**
 * A lead as a row, properties named as the columns. One literal of one shape on purpose: this runs for every lead in, and
 * a loop that builds the object key by key costs several times as much.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list of columns, not logic.
export function namedRowOfLead(workspaceId: string, lead: Lead): NamedRow {
  const { facts, score } = lead;
  return {
    workspace_id: workspaceId,
    id: lead.id,
    version: lead.version,
    kind: facts.kind,
    external_id: facts.externalId,
    external_system: facts.externalSystem,
    name: facts.name,
    first_name: facts.firstName,
    last_name: facts.lastName,
    job_title: facts.jobTitle,
    organization_name: facts.organizationName,
    industry: facts.industry,
    employee_count: facts.employeeCount,
    annual_revenue: facts.annualRevenue,
    website: facts.website,
    domain: facts.domain,
    email: facts.email,
    email_normalized: facts.emailNormalized,
    email_type: facts.emailType,
    phone: facts.phone,
    phone_normalized: facts.phoneNormalized,
    phone_type: facts.phoneType,
    other_emails: facts.otherEmails,
    other_phones: facts.otherPhones,
    street: facts.street,
    city: facts.city,
    region: facts.region,
    postal_code: facts.postalCode,
    country: facts.country,
    language: facts.language,
    time_zone: facts.timeZone,
    products: facts.products,
    need: facts.need,
    budget_amount: facts.budgetAmount,
    budget_currency: facts.budgetCurrency,
    authority: facts.authority,
    purchase_intent: facts.purchaseIntent,
    purchase_intent_stated_at: isoOr(facts.purchaseIntentStatedAt),
    purchase_timeframe_days: facts.purchaseTimeframeDays,
    competitor_products: facts.competitorProducts,
    competitor_contract_ends_on: facts.competitorContractEndsOn,
    email_consent: facts.emailConsent,
    phone_consent: facts.phoneConsent,
    consent_basis: facts.consentBasis,
    tags: facts.tags,
    description: facts.description,
    attributes: facts.attributes,
    timeframe_stated_at: isoOr(facts.timeframeStatedAt),
    email_bounced_at: isoOr(facts.emailBouncedAt),
    bounced_emails: facts.bouncedEmails,
    email_consent_at: isoOr(facts.emailConsentAt),
    phone_consent_at: isoOr(facts.phoneConsentAt),
    category: lead.category,
    temperature: lead.temperature,
    grade: lead.grade,
    fit_score: score.fit,
    engagement_score: score.engagement,
    total_score: score.total,
    score_model_version: lead.scoreModelVersion,
    classification_policy_version: lead.classificationPolicyVersion,
    scored_at: iso(lead.scoredAt),
    conversion_probability: lead.conversionProbability,
    prediction_model_version: lead.predictionModelVersion,
    temperature_since: isoOr(changedSince(lead, lead.temperatureSince)),
    category_since: isoOr(changedSince(lead, lead.categorySince)),
    reached_lead_at: isoOr(lead.reachedLeadAt),
    reached_mql_at: isoOr(lead.reachedMqlAt),
    reached_sql_at: isoOr(lead.reachedSqlAt),
    reached_prospect_at: isoOr(lead.reachedProspectAt),
    category_decided_by: lead.categoryDecidedBy === 'rule' ? undefined : lead.categoryDecidedBy,
    category_actor_id: lead.categoryActorId,
    move_reason: lead.moveReason,
    competitor: lead.competitor,
    review_at: isoOr(lead.reviewAt),
    owner_id: lead.ownerId,
    team_id: lead.teamId,
    queue_reason: lead.queueReason,
    assigned_at: isoOr(lead.assignedAt),
    next_eligible_at: isoOr(lead.nextEligibleAt),
    owner_actor_id: lead.ownerActorId,
    owner_reason: lead.ownerReason,
    effort: lead.effort,
    lease_rep_id: lead.leaseRepId,
    lease_until: isoOr(lead.leaseUntil),
    source_id: lead.sourceId,
    campaign_id: lead.campaignId,
    touch_count: lead.touchCount,
    first_touch_at: iso(lead.firstTouchAt),
    last_touch_at: iso(lead.lastTouchAt),
    last_engaged_at: isoOr(lead.lastEngagedAt),
    lifecycle: lead.lifecycle,
    created_at: iso(lead.createdAt),
    updated_at: iso(lead.updatedAt),
  };
}
