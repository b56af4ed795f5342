import { createHash } from 'node:crypto';
import type { Lead } from '../../core/leads/lead.js';
import { resource } from '../resource.js';
import { LEAD } from '../schemas/examples.js';
import { LeadList, LeadSchema } from '../schemas/leads.js';
import { leadOut } from './lead-presenters.js';

/** Distinguishes answers about the same version, whose score, classes or probability time has changed. */
function variantOf({ hasDrifted, score, grade, temperature, category, conversionProbability }: Lead) {
  if (hasDrifted === undefined) return undefined;
  const parts = [...Object.values(score), grade, temperature, category, conversionProbability];
  return createHash('sha256').update(parts.join()).digest('hex').slice(0, 12);
}

/** What the ETag of an answer about the lead is made from. */
export const leadTag = (lead: Lead) => ({ version: lead.version, variant: variantOf(lead) });

export const leads = resource({
  tag: 'Leads',
  noun: 'lead',
  plural: 'leads',
  path: '/v1/leads',
  read: ['leads:read'],
  write: ['leads:write'],
  schema: LeadSchema,
  list: LeadList,
  example: LEAD,
  out: leadOut,
  variantOf,
});

export const leadParams = leads.params;
