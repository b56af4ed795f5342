import type { Static } from 'typebox';
import type { ImportedLead } from '../../src/core/imports/mapping.js';
import type { LeadCreate } from '../../src/http/schemas/leads.js';

/** The body of `POST /v1/leads`. */
export type Lead = Static<typeof LeadCreate>;

export function bodyOf({ occurredAt, timeframeStatedAt, ...lead }: ImportedLead): Lead {
  const body: Lead = lead as Lead;
  if (occurredAt !== undefined) body.occurredAt = new Date(occurredAt).toISOString();
  if (timeframeStatedAt !== undefined) body.timeframeStatedAt = new Date(timeframeStatedAt).toISOString();
  return body;
}
