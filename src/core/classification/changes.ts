import type { Operator, Scalar } from '../condition.js';
import { findField } from '../conditions/fields.js';
import type { Subject } from '../conditions/subject.js';
import type { EngagementType } from '../engagement.js';
import { withArrived } from '../engagement-history.js';
import type { LeadFacts } from '../leads/facts.js';
import type { EmailType, PhoneType } from '../leads/vocabulary.js';
import type { Channel } from '../sources.js';
import { iso } from '../time.js';

/** The comparison that a fact has to meet. `exists`: any value; else a comparison with the value that was tried. */
export const FACT_OPERATORS = ['eq', 'gte', 'lte', 'contains', 'starts_with', 'ends_with', 'exists'] as const;
export type FactOperator = (typeof FACT_OPERATORS)[number] & Operator;

/**
 * One possible change of a lead. It states what a fact has to be, never what the fact is: `value` comes from a rule or is
 * hypothetical, so a change contains no personal data.
 */
export type Change =
  | { type: 'fact_set'; field: string; operator: FactOperator; value?: Scalar | undefined }
  | { type: 'fact_added'; field: string; value: string }
  | { type: 'fact_removed'; field: string }
  | { type: 'engagement_recorded'; engagementType: EngagementType; sourceChannel?: Channel | undefined };

/** Changes with the same key are equal. */
export function keyOf(change: Change): string {
  if (change.type === 'engagement_recorded') return `event|${change.engagementType}|${change.sourceChannel ?? ''}`;
  return `${change.type}|${change.field}|${'value' in change ? `${typeof change.value}:${change.value}` : ''}`;
}

/** The field that at most one change of a set may touch; undefined for events, which can happen again. */
export function touchedField(change: Change): string | undefined {
  if (change.type === 'engagement_recorded') return undefined;
  if (change.field === 'emailType') return 'email';
  return change.field === 'phoneType' ? 'phone' : change.field;
}

/** The subject after all of the changes, each happening now. */
export function applyChanges(subject: Subject, changes: readonly Change[]): Subject {
  return changes.reduce(applyChange, subject);
}

function applyChange(subject: Subject, change: Change): Subject {
  const { facts, now } = subject;
  switch (change.type) {
    case 'engagement_recorded': {
      const { engagementType: type, sourceChannel: channel } = change;
      const id = `hypothetical-${subject.engagement.length}`;
      return { ...subject, engagement: withArrived(subject.engagement, [{ id, type, occurredAt: now, channel }]) };
    }
    case 'fact_removed':
      return { ...subject, facts: withFact(facts, change.field, undefined, now) };
    case 'fact_added': {
      const known = findField(change.field)?.read(subject);
      const list = Array.isArray(known) ? [...known, change.value] : [change.value];
      return { ...subject, facts: withFact(facts, change.field, list, now) };
    }
    case 'fact_set':
      return { ...subject, facts: withFact(facts, change.field, change.value ?? anyValue(change.field, now), now) };
  }
}

/** A value for a field that has to be known with any value. */
function anyValue(name: string, now: number): unknown {
  const type = findField(name)?.type;
  if (name === 'email') return 'somebody@company.example';
  if (name === 'phone') return '+12025550123';
  if (type === 'day') return iso(now).slice(0, 10);
  return type === 'date' ? now : type === 'texts' ? ['known'] : 'known';
}

/** Dependent facts change together, as in a submission. */
function withFact(facts: LeadFacts, field: string, value: unknown, now: number): LeadFacts {
  if (field.startsWith('attributes.')) return withAttribute(facts, field.slice('attributes.'.length), value);
  switch (field) {
    case 'email':
      return withEmail(
        facts,
        value as string | undefined,
        value === undefined ? undefined : typeOfNew(facts.emailType),
      );
    case 'emailType':
      return withEmail(facts, facts.email ?? 'somebody@company.example', value as EmailType);
    case 'phone':
      return withPhone(
        facts,
        value as string | undefined,
        value === undefined ? undefined : typeOfNew(facts.phoneType),
      );
    case 'phoneType':
      return withPhone(facts, facts.phone ?? '+12025550123', value as PhoneType);
    case 'purchaseTimeframeDays': {
      const days = value as number | undefined;
      return { ...facts, purchaseTimeframeDays: days, timeframeStatedAt: days === undefined ? undefined : now };
    }
    default:
      return { ...facts, [field]: value };
  }
}

/** A new address has the type of the previous one, unless that was invalid. */
function typeOfNew<T extends string>(known: T | undefined): T | undefined {
  return known === 'invalid' ? undefined : known;
}

function withEmail(facts: LeadFacts, email: string | undefined, type: EmailType | undefined): LeadFacts {
  if (email === undefined) return { ...facts, email, emailNormalized: undefined, emailType: undefined };
  const emailType = type ?? 'business';
  const domain = facts.domain ?? (emailType === 'business' ? 'company.example' : undefined);
  return { ...facts, email, emailNormalized: emailType === 'invalid' ? undefined : email, emailType, domain };
}

function withPhone(facts: LeadFacts, phone: string | undefined, type: PhoneType | undefined): LeadFacts {
  if (phone === undefined) return { ...facts, phone, phoneNormalized: undefined, phoneType: undefined };
  const phoneType = type ?? 'mobile';
  return { ...facts, phone, phoneNormalized: phoneType === 'invalid' ? undefined : phone, phoneType };
}

function withAttribute(facts: LeadFacts, name: string, value: unknown): LeadFacts {
  const { [name]: _replaced, ...attributes } = facts.attributes ?? {};
  return { ...facts, attributes: value === undefined ? attributes : { ...attributes, [name]: value as string } };
}

/** "employeeCount is at least 200", "demo_requested happens once more": without what the lead is now. */
export function explainChange(change: Change): string {
  switch (change.type) {
    case 'engagement_recorded': {
      const from = change.sourceChannel === undefined ? '' : ` by ${change.sourceChannel}`;
      return `${change.engagementType}${from} happens once more`;
    }
    case 'fact_added':
      return `${change.field} contains ${change.value}`;
    case 'fact_removed':
      return `${change.field} is not known any more`;
    case 'fact_set':
      return factText(change);
  }
}

const PHRASES: Record<FactOperator, string> = {
  eq: 'is',
  gte: 'is at least',
  lte: 'is at most',
  contains: 'contains',
  starts_with: 'starts with',
  ends_with: 'ends with',
  exists: 'is known',
};

function factText({ field, operator, value }: Extract<Change, { type: 'fact_set' }>): string {
  if (value === undefined) return `${field} ${PHRASES[operator]}`;
  return operator === 'exists' ? `${field} is known (${value} was tried)` : `${field} ${PHRASES[operator]} ${value}`;
}
