import { findField } from '../conditions/fields.js';
import type { Subject } from '../conditions/subject.js';
import { isAbsent } from '../conditions/value-tests.js';
import type { Lead } from '../leads/lead.js';
import type { Category } from '../leads/vocabulary.js';
import type { Refusal } from '../refusals.js';
import { type CompiledFunnel, type FunnelStage, stageOf } from './funnel.js';

/** The lead, and the funnel of its workspace. `subject` is called only if a stage requires fields. */
export interface Guarded {
  lead: Lead;
  funnel: CompiledFunnel;
  subject: () => Subject;
}

/**
 * What the funnel has against a person who moves the lead to the stage, by whichever command: the stage is not allowed from the
 * current one, or the lead lacks a field that the stage requires. `pointer`: the member of the request that names the stage.
 */
export function guardRefusal(
  { lead, funnel, subject }: Guarded,
  target: FunnelStage,
  pointer: string,
): Refusal | undefined {
  const current = stageOf(funnel, lead);
  const { allowedNext } = current;
  if (allowedNext !== undefined && target !== current && !allowedNext.includes(target.key)) {
    const detail = `From "${current.key}" a lead may go to: ${allowedNext.join(', ') || 'nowhere'}.`;
    return { code: 'rule_refused', detail, ...(pointer !== '' && { pointer }) };
  }
  const { key, requiredFields = [] } = target;
  if (requiredFields.length === 0) return undefined;
  const known = subject();
  const missing = requiredFields.filter((name) => isAbsent(findField(name)?.read(known)));
  if (missing.length === 0) return undefined;
  return {
    code: 'rule_refused',
    detail: `The stage "${key}" requires fields that the lead does not have: ${missing.join(', ')}.`,
    errors: missing.map((field) => ({
      pointer,
      code: 'field_missing',
      detail: `the lead has no ${field}, which "${key}" requires`,
    })),
  };
}

/** The same for a move to a category, which leads to its first stage. A lead that is in the category already stays in its stage. */
export function categoryRefusal(guarded: Guarded, category: Category, pointer = ''): Refusal | undefined {
  const { lead, funnel } = guarded;
  return lead.category === category ? undefined : guardRefusal(guarded, funnel.firstOf[category], pointer);
}

/** Calls that lead to closed categories, with the data that these need. */
const CALLS: Partial<Record<Category, string>> = {
  customer: 'conversion',
  lost: 'lose',
  disqualified: 'disqualify',
  parked: 'park',
};

/** The refusal of a category that has a call of its own. */
export function ownCallRefusal(category: Category, pointer: string): Refusal | undefined {
  const call = CALLS[category];
  if (call === undefined) return undefined;
  const detail = `A lead becomes ${category} by POST /v1/leads/{leadId}/${call}.`;
  return { code: 'rule_refused', detail, pointer };
}

/** Categories that only `recycle` leaves: it counts the cycle, and checks the cooldown and the number of cycles. */
export const RECYCLABLE: ReadonlySet<Category> = new Set(['lost', 'parked', 'disqualified']);

/** The refusal of a stage to which another call leads a lead that is closed. Stages of its own category are allowed. */
export function closedRefusal({ category }: Lead, target: FunnelStage, pointer: string): Refusal | undefined {
  if (!RECYCLABLE.has(category) || target.category === category) return undefined;
  const other = ownCallRefusal(target.category, pointer);
  if (other) return other;
  const detail = `The lead is ${category}: it is opened again by POST /v1/leads/{leadId}/recycle.`;
  return { code: 'rule_refused', detail, pointer };
}
