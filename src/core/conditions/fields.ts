import type { Operator } from '../condition.js';
import {
  completenessOf,
  EMAIL_QUALITIES,
  emailQuality,
  PHONE_QUALITIES,
  phoneQuality,
} from '../leads/contact-quality.js';
import type { AttributeValue, LeadFacts } from '../leads/facts.js';
import { GRADES } from '../leads/score.js';
import { timeframeDaysLeft } from '../leads/timeframe.js';
import {
  AUTHORITIES,
  CATEGORIES,
  CONSENTS,
  EMAIL_TYPES,
  LEAD_KINDS,
  PHONE_TYPES,
  TEMPERATURES,
} from '../leads/vocabulary.js';
import { CHANNELS } from '../sources.js';
import type { Subject } from './subject.js';

/** A `date` is read as epoch milliseconds. `attribute` is a custom attribute: its type is known only when it is read. */
export type FieldType = 'text' | 'number' | 'texts' | 'enum' | 'boolean' | 'date' | 'attribute';

export interface FieldKind {
  type: FieldType;
  /** The closed list of an `enum`. */
  values?: readonly string[];
}

export interface Field extends FieldKind {
  read: (subject: Subject) => AttributeValue | undefined;
}

const TEXT: FieldKind = { type: 'text' };
const NUMBER: FieldKind = { type: 'number' };
const TEXTS: FieldKind = { type: 'texts' };
const DATE: FieldKind = { type: 'date' };
const oneOf = (values: readonly string[]): FieldKind => ({ type: 'enum', values });

/** Every lead field and its type; the compiler holds this list complete. */
export const LEAD_FIELDS = {
  kind: oneOf(LEAD_KINDS),
  externalId: TEXT,
  externalSystem: TEXT,
  name: TEXT,
  firstName: TEXT,
  lastName: TEXT,
  jobTitle: TEXT,
  organizationName: TEXT,
  industry: TEXT,
  employeeCount: NUMBER,
  annualRevenue: NUMBER,
  website: TEXT,
  domain: TEXT,
  email: TEXT,
  emailNormalized: TEXT,
  emailType: oneOf(EMAIL_TYPES),
  phone: TEXT,
  phoneNormalized: TEXT,
  phoneType: oneOf(PHONE_TYPES),
  otherEmails: TEXTS,
  otherPhones: TEXTS,
  street: TEXT,
  city: TEXT,
  region: TEXT,
  postalCode: TEXT,
  country: TEXT,
  language: TEXT,
  timeZone: TEXT,
  products: TEXTS,
  need: TEXT,
  budgetAmount: NUMBER,
  budgetCurrency: TEXT,
  authority: oneOf(AUTHORITIES),
  purchaseTimeframeDays: NUMBER,
  timeframeStatedAt: DATE,
  competitorProducts: TEXTS,
  emailConsent: oneOf(CONSENTS),
  phoneConsent: oneOf(CONSENTS),
  consentBasis: TEXT,
  tags: TEXTS,
  description: TEXT,
} as const satisfies Record<Exclude<keyof LeadFacts, 'attributes'>, FieldKind>;

type LeadFieldName = keyof typeof LEAD_FIELDS;

/** A date in the future (clocks differ) counts as now. */
const notAfter = (at: number | undefined, now: number): number | undefined =>
  at === undefined ? undefined : Math.min(at, now);

function lastEngagedAt({ engagement, now }: Subject): number | undefined {
  let last: number | undefined;
  for (const { occurredAt } of engagement) if (last === undefined || occurredAt > last) last = occurredAt;
  return notAfter(last, now);
}

/**
 * Fields that are not facts of the lead but follow from them, from decisions about it, its history, its source or the
 * time. A field that changes by time alone must be known to `src/core/classification/time-dependence.ts`.
 */
const DERIVED_FIELDS: Record<string, Field> = {
  createdAt: { ...DATE, read: ({ instants, now }) => notAfter(instants?.createdAt, now) },
  firstTouchAt: { ...DATE, read: ({ instants, now }) => notAfter(instants?.firstTouchAt, now) },
  lastTouchAt: { ...DATE, read: ({ instants, now }) => notAfter(instants?.lastTouchAt, now) },
  lastEngagedAt: { ...DATE, read: lastEngagedAt },
  'contact.email': { ...oneOf(EMAIL_QUALITIES), read: (subject) => emailQuality(subject.facts) },
  'contact.phone': { ...oneOf(PHONE_QUALITIES), read: (subject) => phoneQuality(subject.facts) },
  'contact.completeness': { ...NUMBER, read: (subject) => completenessOf(subject.facts) },
  timeframeDaysLeft: { ...NUMBER, read: ({ facts, now }) => timeframeDaysLeft(facts, now) },
  'source.channel': { ...oneOf(CHANNELS), read: (subject) => subject.source?.channel },
  'source.name': { ...TEXT, read: (subject) => subject.source?.name },
  'source.campaign': { ...TEXT, read: (subject) => subject.source?.campaign },
  'score.fit': { ...NUMBER, read: (subject) => subject.score?.fit },
  'score.engagement': { ...NUMBER, read: (subject) => subject.score?.engagement },
  'score.total': { ...NUMBER, read: (subject) => subject.score?.total },
  grade: { ...oneOf(GRADES), read: (subject) => subject.grade },
  temperature: { ...oneOf(TEMPERATURES), read: (subject) => subject.temperature },
  category: { ...oneOf(CATEGORIES), read: (subject) => subject.category },
  conversionProbability: { ...NUMBER, read: (subject) => subject.conversionProbability },
};

/** Every field with a fixed name. Custom attributes come on top as `attributes.<name>`: see `findField`. */
export const FIELDS: ReadonlyMap<string, Field> = new Map([
  ...Object.entries(LEAD_FIELDS).map(([name, kind]): [string, Field] => [
    name,
    { ...kind, read: readerOf(name as LeadFieldName) },
  ]),
  ...Object.entries(DERIVED_FIELDS),
]);

function readerOf(name: LeadFieldName): Field['read'] {
  if (name === 'timeframeStatedAt') return ({ facts, now }) => notAfter(facts.timeframeStatedAt, now);
  return ({ facts }) => facts[name];
}

const ATTRIBUTE = /^attributes\.(.{1,100})$/su;

/** The field of that name; `attributes.<name>` is any custom attribute (1-100 characters); else undefined. */
export function findField(name: string): Field | undefined {
  const fixed = FIELDS.get(name);
  if (fixed !== undefined) return fixed;
  const attribute = ATTRIBUTE.exec(name)?.[1];
  if (attribute === undefined) return undefined;
  return {
    type: 'attribute',
    read: ({ facts: { attributes } }) =>
      attributes !== undefined && Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined,
  };
}

/** Which operators a field of each type takes. */
export const OPERATORS_OF: Record<FieldType, readonly Operator[]> = {
  text: ['eq', 'neq', 'in', 'not_in', 'contains', 'starts_with', 'ends_with', 'exists', 'not_exists'],
  number: ['eq', 'neq', 'in', 'not_in', 'gt', 'gte', 'lt', 'lte', 'between', 'exists', 'not_exists'],
  texts: ['contains', 'in', 'not_in', 'exists', 'not_exists'],
  enum: ['eq', 'neq', 'in', 'not_in', 'exists', 'not_exists'],
  boolean: ['eq', 'neq', 'exists', 'not_exists'],
  date: ['within_last', 'older_than', 'gt', 'gte', 'lt', 'lte', 'between', 'exists', 'not_exists'],
  attribute: [
    'eq',
    'neq',
    'in',
    'not_in',
    'gt',
    'gte',
    'lt',
    'lte',
    'between',
    'contains',
    'starts_with',
    'ends_with',
    'within_last',
    'older_than',
    'within_next',
    'exists',
    'not_exists',
  ],
};
