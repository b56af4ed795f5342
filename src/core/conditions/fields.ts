import {
  completenessOf,
  EMAIL_QUALITIES,
  emailQuality,
  PHONE_QUALITIES,
  phoneQuality,
} from '../leads/contact-quality.js';
import { factsWhere, LEAD_FACT_NAMES, LEAD_FACTS, type LeadFact } from '../leads/facts.js';
import { GRADES } from '../leads/score.js';
import { timeframeDaysLeft } from '../leads/timeframe.js';
import { CATEGORIES, TEMPERATURES } from '../leads/vocabulary.js';
import { CHANNELS } from '../sources.js';
import { parseInstant } from '../time.js';
import type { AttributeValue } from '../values.js';
import type { FieldKind } from './field-kinds.js';
import { COMPUTED_FIELDS, readerOfStored, STORED_FIELDS } from './state-fields.js';
import type { Subject } from './subject.js';

export interface Field extends FieldKind {
  read: (subject: Subject) => AttributeValue | undefined;
}

const TEXT: FieldKind = { type: 'text' };
const NUMBER: FieldKind = { type: 'number' };
const DATE: FieldKind = { type: 'date' };
const oneOf = (values: readonly string[]): FieldKind => ({ type: 'enum', values });

type LeadFieldName = Exclude<LeadFact, 'attributes' | 'bouncedEmails'>;

/** Every fact that conditions compare: custom attributes have names of their own. */
export const LEAD_FIELD_NAMES = LEAD_FACT_NAMES.filter((name) => name !== 'attributes' && name !== 'bouncedEmails');

/** A date in the future (clocks differ) counts as now. */
const notAfter = (at: number | undefined, now: number): number | undefined =>
  at === undefined ? undefined : Math.min(at, now);

function lastEngagedAt({ engagement, now }: Subject): number | undefined {
  let last: number | undefined;
  for (const { occurredAt } of engagement) if (last === undefined || occurredAt > last) last = occurredAt;
  return notAfter(last, now);
}

/**
 * Fields that are derived from facts of the lead, from decisions about it, its history, its source or the time. A field that
 * changes by time alone must be handled in `src/core/classification/time-dependence.ts`.
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
  cycles: { ...NUMBER, read: ({ instants }) => instants?.lifecycle?.cycles ?? 0 },
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

const DAYS = factsWhere('type', 'day');
const isDay = (name: string): name is (typeof DAYS)[number] => DAYS.some((one) => one === name);

const INSTANTS = factsWhere('type', 'date');
const isInstant = (name: string): name is (typeof INSTANTS)[number] => INSTANTS.some((one) => one === name);

/** Every field that rules can use, with a fixed name. `findField` also finds custom attributes, as `attributes.<name>`. */
export const FIELDS: ReadonlyMap<string, Field> = new Map([
  ...LEAD_FIELD_NAMES.map((name): [string, Field] => [name, { ...LEAD_FACTS[name], read: readerOf(name) }]),
  ...Object.entries(DERIVED_FIELDS),
]);

function readerOf(name: LeadFieldName): Field['read'] {
  if (isInstant(name)) return ({ facts, now }) => notAfter(facts[name], now);
  if (isDay(name)) return ({ facts }) => (facts[name] === undefined ? undefined : parseInstant(facts[name]));
  return ({ facts }) => facts[name];
}

/** The state of a stored lead, for searches and reactions: rules that decide class and owner change it or do not watch it. */
export const STATE_FIELDS: ReadonlyMap<string, Field> = new Map([
  ...Object.entries(STORED_FIELDS).map(([name, field]): [string, Field] => {
    const read = readerOfStored(field);
    return [name, { ...field, read: ({ lead }) => lead && read(lead) }];
  }),
  ...Object.entries(COMPUTED_FIELDS).map(([name, { compute, ...kind }]): [string, Field] => [
    name,
    { ...kind, read: ({ lead }) => lead && compute(lead) },
  ]),
]);

/** Fields that are computed for rules from several facts, and not stored: a search cannot use them. */
const RULES_ONLY: ReadonlySet<string> = new Set(['contact.email', 'contact.phone', 'contact.completeness']);

const ATTRIBUTE = /^attributes\.(.{1,100})$/su;

/** The field of that name for rules; `attributes.<name>` is any custom attribute (1-100 characters); else undefined. */
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

/** The field of that name for searches. */
export function findSearchField(name: string): Field | undefined {
  return STATE_FIELDS.get(name) ?? (RULES_ONLY.has(name) ? undefined : findField(name));
}

/** The field of that name, for rules, reactions or searches. */
export const findAnyField = (name: string): Field | undefined => findField(name) ?? STATE_FIELDS.get(name);

/** The names of the fields of the state that begin with one of the prefixes. */
export const stateFieldsOf = (...prefixes: readonly string[]): ReadonlySet<string> =>
  new Set([...STATE_FIELDS.keys()].filter((name) => prefixes.some((prefix) => name.startsWith(prefix))));
