import type { Condition, Operator, Scalar } from '../condition.js';

/** Filters of a list or a search of leads; all hold. Country and domain are normalised, instants are RFC 3339. */
export interface LeadFilters {
  category?: string | undefined;
  temperature?: string | undefined;
  grade?: string | undefined;
  kind?: string | undefined;
  ownerId?: string | undefined;
  teamId?: string | undefined;
  assigned?: boolean | undefined;
  sourceId?: string | undefined;
  campaignId?: string | undefined;
  leaseRepId?: string | undefined;
  country?: string | undefined;
  domain?: string | undefined;
  minimumScore?: number | undefined;
  createdFrom?: string | undefined;
  createdBefore?: string | undefined;
}

/** What each filter compares. `assigned`: whether there is an owner. */
const COMPARISONS: Readonly<Record<Exclude<keyof LeadFilters, 'assigned'>, readonly [field: string, Operator]>> = {
  category: ['category', 'eq'],
  temperature: ['temperature', 'eq'],
  grade: ['grade', 'eq'],
  kind: ['kind', 'eq'],
  ownerId: ['ownerId', 'eq'],
  teamId: ['teamId', 'eq'],
  sourceId: ['sourceId', 'eq'],
  campaignId: ['campaignId', 'eq'],
  leaseRepId: ['leaseRepId', 'eq'],
  country: ['country', 'eq'],
  domain: ['domain', 'eq'],
  minimumScore: ['score.total', 'gte'],
  createdFrom: ['createdAt', 'gte'],
  createdBefore: ['createdAt', 'lt'],
};

/** The condition, with all that the filters stand for; undefined without any. */
export function withLeadFilters(where: Condition | undefined, filters: LeadFilters): Condition | undefined {
  const { assigned } = filters;
  const conditions: Condition[] = where === undefined ? [] : [where];
  for (const [name, [field, operator]] of Object.entries(COMPARISONS)) {
    const value: Scalar | undefined = filters[name as keyof LeadFilters];
    if (value !== undefined) conditions.push({ type: 'field', field, operator, value });
  }
  if (assigned !== undefined)
    conditions.push({ type: 'field', field: 'ownerId', operator: assigned ? 'exists' : 'not_exists' });
  return conditions.length <= 1 ? conditions[0] : { type: 'all', conditions };
}
