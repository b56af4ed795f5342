import { FORM_FACTS, isConsentTarget } from '../forms/form.js';
import type { FormLead } from '../forms/submission.js';
import type { LeadFacts } from '../leads/facts.js';

/** A change of a lead: null removes a fact. */
export type Correction = Record<string, unknown>;

const CORRECTED = [...FORM_FACTS, 'products', 'emailConsent', 'phoneConsent'] as const;

/** Facts in the form in which a lead has them. */
export type Normalize = (lead: FormLead) => LeadFacts;

/**
 * What a lead gets when its payload is read by a corrected mapping: `before` and `after` are the two readings. A fact changes where the lead
 * still has what the payload gave it, or has none: what a person or another submission has changed since stays. A consent is only
 * taken back: it is granted by a submission with the text. Undefined: nothing changes.
 */
export function correctionOf(
  before: FormLead,
  after: FormLead,
  facts: LeadFacts,
  normalize: Normalize,
): Correction | undefined {
  const changes: Correction = {};
  const [was, is] = [normalize(before), normalize(after)];
  for (const name of CORRECTED) {
    if (before[name] === undefined && after[name] === undefined) continue;
    const change = changeOf(was[name], is[name], facts[name]);
    if (change === undefined || (isConsentTarget(name) && change !== null)) continue;
    changes[name] = change;
  }
  const attributes: Record<string, unknown> = {};
  const [had, gets, known] = [before.attributes ?? {}, after.attributes ?? {}, facts.attributes ?? {}];
  for (const name of new Set([...Object.keys(had), ...Object.keys(gets)])) {
    const change = changeOf(own(had, name), own(gets, name), own(known, name));
    if (change !== undefined) attributes[name] = change;
  }
  if (Object.keys(attributes).length > 0) changes.attributes = attributes;
  return Object.keys(changes).length === 0 ? undefined : changes;
}

const own = (values: object, name: string): unknown =>
  Object.hasOwn(values, name) ? (values as Record<string, unknown>)[name] : undefined;

/** The new value, null to remove it, or undefined to leave it. */
function changeOf(was: unknown, is: unknown, has: unknown): unknown {
  const isEmpty = has === undefined || has === 'unknown';
  if (!(isEmpty || isEqual(has, was)) || isEqual(has, is)) return undefined;
  return is ?? (isEmpty ? undefined : null);
}

/** Lists are the same in any order; declared attributes can be stored as numbers. */
function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
  return a === b || (a !== undefined && b !== undefined && String(a) === String(b));
}
