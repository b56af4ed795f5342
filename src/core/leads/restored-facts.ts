import { textsBeside } from '../fold.js';
import { changesBetween, fieldsOf, sameValue } from '../values.js';
import type { FactsChange } from './bulk-change.js';
import type { LeadFacts } from './facts.js';

/** Facts that are one statement: all of them are restored, or none. The first statement with a fact counts for it. */
const STATEMENTS: readonly (readonly string[])[] = [
  ['emailConsent', 'emailConsentAt'],
  ['phoneConsent', 'phoneConsentAt'],
  // The basis belongs to the consents of both channels: it stays where one of them was stated again.
  ['consentBasis', 'emailConsent', 'emailConsentAt', 'phoneConsent', 'phoneConsentAt'],
  ['purchaseTimeframeDays', 'timeframeStatedAt'],
  ['purchaseIntent', 'purchaseIntentStatedAt'],
];

/**
 * The facts with the values before a change, where they still have the values after it. Of tags and attributes each one counts. Returns
 * the same object when nothing is restored.
 */
export function restoredFacts(facts: LeadFacts, { before, after }: FactsChange): LeadFacts {
  const next: Record<string, unknown> = { ...facts };
  const isChanged = (field: string) => field in after && !sameValue(Reflect.get(facts, field) ?? null, after[field]);
  for (const [field, given] of Object.entries(after)) {
    const current = next[field] ?? null;
    const former = before[field] ?? null;
    const together = STATEMENTS.find((statement) => statement.includes(field)) ?? [field];
    const value =
      field === 'tags'
        ? withoutTags(current, former, given)
        : field === 'attributes'
          ? restoredFields(current, former, given)
          : together.some(isChanged)
            ? current
            : former;
    if (value === null) delete next[field];
    else next[field] = value;
  }
  return sameValue(next, facts) ? facts : (next as unknown as LeadFacts);
}

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** The present tags without those that the change added, with those that it removed. */
function withoutTags(current: unknown, before: unknown, after: unknown): string[] | null {
  const [was, is] = [textsOf(before), textsOf(after)];
  const kept = textsBeside(textsOf(current), textsBeside(is, was));
  const back = textsBeside(was, [...is, ...kept]);
  const tags = [...kept, ...back];
  return tags.length === 0 ? null : tags;
}

function restoredFields(current: unknown, before: unknown, after: unknown): Record<string, unknown> | null {
  const next: Record<string, unknown> = { ...fieldsOf(current) };
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (sameValue(was[name], is[name]) || !sameValue(next[name], is[name])) continue;
    if (was[name] === undefined) delete next[name];
    else next[name] = was[name];
  }
  return Object.keys(next).length === 0 ? null : next;
}

const CONSENT_FACTS = ['emailConsent', 'emailConsentAt', 'phoneConsent', 'phoneConsentAt', 'consentBasis'] as const;

/** The change of the consents between two states of a person; undefined: none. */
export function consentChange(before: LeadFacts, after: LeadFacts): FactsChange | undefined {
  const consentsOf = (facts: LeadFacts) => Object.fromEntries(CONSENT_FACTS.map((field) => [field, facts[field]]));
  return changesBetween(consentsOf(before), consentsOf(after));
}

/** The facts with the consents before such a change. The basis belongs to a statement. */
export function restoredConsents(facts: LeadFacts, change: FactsChange): LeadFacts {
  const restored = restoredFacts(facts, change);
  if (restored === facts || restored.emailConsent !== undefined || restored.phoneConsent !== undefined) return restored;
  const { consentBasis: _, ...others } = restored;
  return others;
}
