import type { Lead } from '../leads/lead.js';
import { iso } from '../time.js';
import { isInstantType } from './field-kinds.js';
import { findSearchField } from './fields.js';
import { subjectNow } from './subject.js';

/** Fields by which searches sort: numbers, instants, and short texts. */
export const SORT_FIELDS = [
  ...['createdAt', 'updatedAt', 'lastTouchAt', 'score.fit', 'score.engagement', 'score.total', 'conversionProbability'],
  ...[
    'name',
    'firstName',
    'lastName',
    'organizationName',
    'jobTitle',
    'industry',
    'city',
    'region',
    'country',
    'domain',
  ],
  ...[
    'email',
    'employeeCount',
    'annualRevenue',
    'budgetAmount',
    'purchaseTimeframeDays',
    'effort',
    'touchCount',
    'cycles',
  ],
  ...['firstTouchAt', 'lastEngagedAt', 'scoredAt', 'stageSince', 'categorySince', 'temperatureSince', 'assignedAt'],
  ...[
    'leaseUntil',
    'rottedAt',
    'rotsAt',
    'recycledAt',
    'firstContactAt',
    'lastActivityAt',
    'parked.since',
    'parked.wakeAt',
  ],
  ...['loss.lostAt', 'handoff.offeredAt', 'handoff.dueAt', 'sla.firstTouch.dueAt', 'sla.acceptance.dueAt'],
  ...['sla.nextTouch.dueAt', 'conversion.convertedAt'],
] as const;
export type SortField = (typeof SORT_FIELDS)[number];

export const isTextSort = (field: SortField): boolean => findSearchField(field)?.type === 'text';
export const isInstantSort = (field: SortField): boolean => isInstantType(findSearchField(field)?.type ?? 'text');

/** The value that a lead is sorted by; instants in RFC 3339. Empty where the lead has none. */
export function sortValueOf(lead: Lead, field: SortField): string | number {
  // Dates that lie ahead are sorted as they are.
  const subject = subjectNow(lead, { engagement: [], now: Number.POSITIVE_INFINITY });
  const value = field === 'lastEngagedAt' ? lead.lastEngagedAt : findSearchField(field)?.read(subject);
  if (typeof value === 'number') return isInstantSort(field) ? iso(value) : value;
  return typeof value === 'string' ? value : '';
}
