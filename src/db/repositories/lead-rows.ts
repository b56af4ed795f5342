import { getTableColumns } from 'drizzle-orm';
import type { LeadFacts } from '../../core/leads/facts.js';
import type { Lead } from '../../core/leads/lead.js';
import type { Category, Temperature } from '../../core/leads/vocabulary.js';
import type { Grade } from '../../core/scoring/vocabulary.js';
import { leads } from '../schema/leads.js';

export type LeadRow = typeof leads.$inferSelect;
type NewLeadRow = typeof leads.$inferInsert;

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

const instantOf = (ms: number | undefined) => (ms === undefined ? null : new Date(ms));
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
    category: row.category as Category,
    scoreModelVersion: row.scoreModelVersion,
    classificationPolicyVersion: row.classificationPolicyVersion,
    scoredAt: row.scoredAt.getTime(),
    ownerId: row.ownerId ?? undefined,
    teamId: row.teamId ?? undefined,
    queueReason: row.queueReason ?? undefined,
    assignedAt: msOf(row.assignedAt),
    sourceId: row.sourceId,
    campaignId: row.campaignId ?? undefined,
    touchCount: row.touchCount,
    firstTouchAt: row.firstTouchAt.getTime(),
    lastTouchAt: row.lastTouchAt.getTime(),
    lastEngagedAt: msOf(row.lastEngagedAt),
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}

export function rowOfLead(workspaceId: string, lead: Lead): NewLeadRow {
  const { facts, score } = lead;
  const row: Record<string, unknown> = {
    workspaceId,
    id: lead.id,
    version: lead.version,
    kind: facts.kind,
    timeframeStatedAt: instantOf(facts.timeframeStatedAt),
    category: lead.category,
    temperature: lead.temperature,
    grade: lead.grade,
    fitScore: score.fit,
    engagementScore: score.engagement,
    totalScore: score.total,
    scoreModelVersion: lead.scoreModelVersion,
    classificationPolicyVersion: lead.classificationPolicyVersion,
    scoredAt: new Date(lead.scoredAt),
    ownerId: lead.ownerId,
    teamId: lead.teamId,
    queueReason: lead.queueReason,
    assignedAt: instantOf(lead.assignedAt),
    sourceId: lead.sourceId,
    campaignId: lead.campaignId,
    touchCount: lead.touchCount,
    firstTouchAt: new Date(lead.firstTouchAt),
    lastTouchAt: new Date(lead.lastTouchAt),
    lastEngagedAt: instantOf(lead.lastEngagedAt),
    createdAt: new Date(lead.createdAt),
    updatedAt: new Date(lead.updatedAt),
  };
  for (const field of PLAIN_FACTS) row[field] = facts[field];
  return row as NewLeadRow;
}
