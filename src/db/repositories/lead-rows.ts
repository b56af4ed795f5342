import { getTableColumns } from 'drizzle-orm';
import type { LeadFacts } from '../../core/leads/facts.js';
import type { Lead } from '../../core/leads/lead.js';
import type { Category, CategoryDecider, Temperature } from '../../core/leads/vocabulary.js';
import type { Grade } from '../../core/scoring/vocabulary.js';
import { iso } from '../../core/time.js';
import { leads } from '../schema/leads.js';

export type LeadRow = typeof leads.$inferSelect;

/** Facts that a row holds under the same name and in the same form. */
const PLAIN_FACTS = [
  'externalId',
  'externalSystem',
  'name',
  'firstName',
  'lastName',
  'jobTitle',
  'organizationName',
  'industry',
  'employeeCount',
  'annualRevenue',
  'website',
  'domain',
  'email',
  'emailNormalized',
  'emailType',
  'phone',
  'phoneNormalized',
  'phoneType',
  'otherEmails',
  'otherPhones',
  'street',
  'city',
  'region',
  'postalCode',
  'country',
  'language',
  'timeZone',
  'products',
  'need',
  'budgetAmount',
  'budgetCurrency',
  'authority',
  'purchaseTimeframeDays',
  'competitorProducts',
  'emailConsent',
  'phoneConsent',
  'consentBasis',
  'tags',
  'description',
  'attributes',
] as const satisfies readonly (keyof LeadFacts & keyof LeadRow)[];

const isoOr = (ms: number | undefined) => (ms === undefined ? undefined : iso(ms));
const msOf = (instant: Date | null) => instant?.getTime();

/** `"first_name" as "firstName", ...`: raw statements give rows in the shape the query builder gives. */
export const LEAD_COLUMNS = Object.entries(getTableColumns(leads))
  .map(([property, column]) => `l."${column.name}" as "${property}"`)
  .join(', ');

export function leadOfRow(row: LeadRow): Lead {
  const facts: Record<string, unknown> = { kind: row.kind };
  for (const field of PLAIN_FACTS) {
    const value = row[field];
    if (value !== null) facts[field] = value;
  }
  if (row.timeframeStatedAt) facts.timeframeStatedAt = row.timeframeStatedAt.getTime();
  return {
    id: row.id,
    version: row.version,
    facts: facts as unknown as LeadFacts,
    score: { fit: row.fitScore, engagement: row.engagementScore, total: row.totalScore },
    grade: row.grade as Grade,
    temperature: row.temperature as Temperature,
    temperatureSince: (row.temperatureSince ?? row.createdAt).getTime(),
    category: row.category as Category,
    categorySince: (row.categorySince ?? row.createdAt).getTime(),
    categoryDecidedBy: (row.categoryDecidedBy ?? 'rule') as CategoryDecider,
    categoryActorId: row.categoryActorId ?? undefined,
    moveReason: row.moveReason ?? undefined,
    competitor: row.competitor ?? undefined,
    scoreModelVersion: row.scoreModelVersion,
    classificationPolicyVersion: row.classificationPolicyVersion,
    scoredAt: row.scoredAt.getTime(),
    conversionProbability: row.conversionProbability ?? undefined,
    predictionModelVersion: row.predictionModelVersion ?? undefined,
    reviewAt: msOf(row.reviewAt),
    ownerId: row.ownerId ?? undefined,
    teamId: row.teamId ?? undefined,
    queueReason: row.queueReason ?? undefined,
    nextEligibleAt: msOf(row.nextEligibleAt),
    assignedAt: msOf(row.assignedAt),
    ownerActorId: row.ownerActorId ?? undefined,
    ownerReason: row.ownerReason ?? undefined,
    effort: row.effort ?? undefined,
    leaseRepId: row.leaseRepId ?? undefined,
    leaseUntil: msOf(row.leaseUntil),
    sourceId: row.sourceId,
    campaignId: row.campaignId ?? undefined,
    touchCount: row.touchCount,
    firstTouchAt: row.firstTouchAt.getTime(),
    lastTouchAt: row.lastTouchAt.getTime(),
    lastEngagedAt: msOf(row.lastEngagedAt),
    lifecycle: row.lifecycle ?? undefined,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}

/** Most leads are what they were from the start: that needs no column of the row. */
export const changedSince = ({ createdAt }: Lead, since: number) => (since === createdAt ? undefined : since);

/**
 * A lead as a row, properties named as the columns. One literal of one shape on purpose: this runs for every lead in, and
 * a loop that builds the object key by key costs several times as much.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list of columns, not logic.
export function namedRowOfLead(workspaceId: string, lead: Lead): object {
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
    purchase_timeframe_days: facts.purchaseTimeframeDays,
    competitor_products: facts.competitorProducts,
    email_consent: facts.emailConsent,
    phone_consent: facts.phoneConsent,
    consent_basis: facts.consentBasis,
    tags: facts.tags,
    description: facts.description,
    attributes: facts.attributes,
    timeframe_stated_at: isoOr(facts.timeframeStatedAt),
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
