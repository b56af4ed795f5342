import { ABOUT_THE_REP, HANDOFF_CATEGORIES, type HandoffCategory, type RejectionReason } from '../leads/handoff.js';
import type { FieldViolation } from '../violations.js';

/**
 * The step after an unaccepted offer: the rules assign the `next_rep`, or the lead returns to `marketing`.
 * `by_reason`: the next rep when the reason is about the rep, marketing when it is about the lead.
 */
export const AFTER_REJECTION = ['next_rep', 'marketing', 'by_reason'] as const;
export const AFTER_TIMEOUT = ['next_rep', 'marketing'] as const;

/** The hand-off rules between marketing and sales. Hours are business hours of the rep who gets the offer. */
export interface HandoffPolicy {
  /** A lead in one of these categories is offered to its owner automatically; empty: only on request. */
  automatic: HandoffCategory[];
  /** Business hours to accept, 0.1 to 720, by the category of the lead at the offer. */
  acceptWithinHours: Record<HandoffCategory, number>;
  afterRejection: (typeof AFTER_REJECTION)[number];
  afterTimeout: (typeof AFTER_TIMEOUT)[number];
  /** Maximum offers of one hand-off, 1 to 20. After the last the lead returns to marketing, regardless of the settings above. */
  maximumOffers: number;
}

export const HANDOFF_LIMITS = { leastHours: 0.1, mostHours: 720, offers: 20 } as const;

/** All violations of a policy whose shape is valid. Codes: `value_invalid`, `duplicate`. */
export function validateHandoffPolicy(policy: HandoffPolicy): FieldViolation[] {
  const violations: FieldViolation[] = [];
  const { leastHours, mostHours, offers } = HANDOFF_LIMITS;
  for (const category of HANDOFF_CATEGORIES) {
    const hours = policy.acceptWithinHours[category];
    if (hours >= leastHours && hours <= mostHours) continue;
    const detail = `must be from ${leastHours} to ${mostHours} hours`;
    violations.push({ pointer: `/acceptWithinHours/${category}`, code: 'value_invalid', detail });
  }
  policy.automatic.forEach((category, index) => {
    if (policy.automatic.indexOf(category) === index) return;
    violations.push({ pointer: `/automatic/${index}`, code: 'duplicate', detail: 'is named twice' });
  });
  if (!Number.isInteger(policy.maximumOffers) || policy.maximumOffers < 1 || policy.maximumOffers > offers) {
    const detail = `must be a whole number from 1 to ${offers}`;
    violations.push({ pointer: '/maximumOffers', code: 'value_invalid', detail });
  }
  return violations;
}

export interface CompiledHandoffPolicy {
  readonly version: number;
  readonly document: HandoffPolicy;
  readonly automatic: ReadonlySet<string>;
}

export function compileHandoffPolicy(document: HandoffPolicy, version: number): CompiledHandoffPolicy {
  return { version, document, automatic: new Set(document.automatic) };
}

/** Whether the lead is offered to the next rep after an unaccepted offer; otherwise it returns to marketing. */
export function offersToNextRep(
  { document }: CompiledHandoffPolicy,
  ending: { status: 'rejected'; reason: RejectionReason } | { status: 'timed_out' },
  offers: number,
): boolean {
  if (offers >= document.maximumOffers) return false;
  if (ending.status === 'timed_out') return document.afterTimeout === 'next_rep';
  if (document.afterRejection !== 'by_reason') return document.afterRejection === 'next_rep';
  return ABOUT_THE_REP.has(ending.reason);
}
