import type { DeclaredAttributes } from '../attributes/declared.js';
import { UTC, type ZoneOffsets } from '../calendar/zone.js';
import { findField } from '../conditions/fields.js';
import type { Subject } from '../conditions/subject.js';
import { foldText } from '../conditions/texts.js';
import { dayIn } from '../conditions/zone-days.js';
import { ENGAGEMENT_TYPES, type EngagementFact, type EngagementType } from '../engagement.js';
import { factsWhere, type LeadFact } from '../leads/facts.js';
import { ageOf, MILLISECONDS_PER_DAY } from '../time.js';
import type { AttributeValue } from '../values.js';
import { attributeOfDeclared, declaredField, declaredValue } from './attribute-fields.js';
import type { FieldValue } from './sample.js';

/** Texts that many leads share. Identity (names, addresses, numbers, ids) is left out, because it does not generalise. */
const SHARED_TEXTS = [
  'jobTitle',
  'industry',
  'city',
  'region',
  'country',
  'language',
  'timeZone',
  'budgetCurrency',
  'externalSystem',
] as const satisfies readonly LeadFact[];
/**
 * The fields of a lead that a model uses, by name: every number and enum, and the shared texts. Fields of the condition language
 * keep their names. Score, class and owner are left out, because they follow from rules. The age of the lead is left out,
 * because it depends on the instant of the evaluation.
 */
const PLAIN = [
  ...factsWhere('type', 'number'),
  // `contact.email` is the type of the address, or says that there is none.
  ...factsWhere('type', 'enum').filter((name) => name !== 'emailType'),
  ...SHARED_TEXTS,
  'contact.email',
  'contact.phone',
  'contact.completeness',
  'source.channel',
  'source.name',
  'source.campaign',
];
/** Free texts; only their presence is used. */
const TEXTS = ['need', 'description'] as const;
/** Lists; each item is a field, named `products contains crm`. */
const LISTS = factsWhere('merge', 'united');
const CONTAINS = ' contains ';
const ATTRIBUTE = 'attributes.';
const ENGAGEMENT = 'engagement.';
/** Days (decimals) since the last event. It changes by time alone, as the days until a date do. */
export const DAYS_SINCE_ENGAGEMENT = 'engagement.daysSinceLast';
/** Longer texts are cut, because they rarely repeat. */
const LONGEST_TEXT = 100;

interface Activity {
  count: number;
  distinctDays: number;
  daysSinceLast: number | undefined;
  /** Number of events by the index of their type in `ENGAGEMENT_TYPES`. */
  byType: readonly number[];
}

const PLACES: ReadonlyMap<EngagementType, number> = new Map(ENGAGEMENT_TYPES.map((type, place) => [type, place]));

const ACTIVITY: Record<string, (activity: Activity) => FieldValue> = {
  [`${ENGAGEMENT}count`]: ({ count }) => count,
  [`${ENGAGEMENT}distinctDays`]: ({ distinctDays }) => distinctDays,
  [DAYS_SINCE_ENGAGEMENT]: ({ daysSinceLast }) => daysSinceLast,
  ...Object.fromEntries(
    ENGAGEMENT_TYPES.map((type, place) => [`${ENGAGEMENT}${type}`, ({ byType }: Activity) => byType[place] ?? 0]),
  ),
};

type Reader = (subject: Subject) => FieldValue;

const FIXED: ReadonlyMap<string, Reader> = new Map([
  ...PLAIN.map((name): [string, Reader] => {
    const field = findField(name);
    return [name, (subject) => folded(field?.read(subject))];
  }),
  ...TEXTS.map((name): [string, Reader] => [name, ({ facts }) => facts[name] !== undefined && facts[name] !== '']),
  ['touchCount', ({ instants }) => instants?.touchCount],
]);

/** Whether a field is a fact of the lead, which could be filled in after the outcome. */
export function isFact(name: string): boolean {
  return !name.startsWith(ENGAGEMENT) && !name.startsWith('source.') && name !== 'touchCount';
}

/** What fields are read by. */
export interface Reading {
  /** The types of custom attributes. */
  declared?: DeclaredAttributes | undefined;
  /** The zone whose days are counted; UTC when absent. */
  zone?: ZoneOffsets | undefined;
}

/** Calls `visit` with every field that has a value for the lead. */
export function visitFields(
  subject: Subject,
  visit: (name: string, value: FieldValue) => void,
  { declared, zone = UTC }: Reading = {},
): void {
  for (const [name, read] of FIXED) visit(name, read(subject));
  const { facts } = subject;
  for (const name of LISTS)
    for (const member of facts[name] ?? []) visit(`${name}${CONTAINS}${comparable(member)}`, true);
  const attributes = Object.entries(facts.attributes ?? {});
  for (const [name, value] of attributes)
    if (Array.isArray(value)) for (const one of value) visit(`${ATTRIBUTE}${name}${CONTAINS}${comparable(one)}`, true);
  for (const [name, value] of attributes) {
    if (Array.isArray(value)) continue;
    const field = declaredField(declared, name);
    if (field === undefined) visit(`${ATTRIBUTE}${name}`, folded(value));
    else if (field !== null) visit(field, declaredValue(field, value, subject.now));
  }
  const activity = activityOf(subject, zone);
  for (const [name, read] of Object.entries(ACTIVITY)) visit(name, read(activity));
}

/** Returns a function that reads the named fields of a lead in the given order. */
export function fieldsReader(names: readonly string[], zone = UTC): (subject: Subject) => FieldValue[] {
  const plain = names.map((name) => (name in ACTIVITY ? undefined : readerOf(name)));
  const active = names.flatMap((name, place) => {
    const read = ACTIVITY[name];
    return read ? [{ place, read }] : [];
  });
  return (subject) => {
    const values = new Array<FieldValue>(names.length);
    for (let place = 0; place < plain.length; place++) values[place] = plain[place]?.(subject);
    if (active.length === 0) return values;
    const activity = activityOf(subject, zone);
    for (const { place, read } of active) values[place] = read(activity);
    return values;
  };
}

function readerOf(name: string): Reader {
  const fixed = FIXED.get(name);
  if (fixed !== undefined) return fixed;
  const typed = attributeOfDeclared(name);
  if (typed !== undefined)
    return ({ facts: { attributes = {} }, now }) => declaredValue(name, ownOf(attributes, typed), now);
  const places = splitsOf(name);
  const contains = (read: (list: string) => AttributeValue | undefined) =>
    places.some(({ list, member }) => {
      const value = read(list);
      return Array.isArray(value) && value.some((one) => comparable(one) === member);
    }) || undefined;
  if (!name.startsWith(ATTRIBUTE)) return ({ facts }) => contains((list) => facts[list as (typeof LISTS)[number]]);
  const attribute = name.slice(ATTRIBUTE.length);
  return ({ facts: { attributes = {} } }) => {
    const value = ownOf(attributes, attribute);
    // An attribute may itself be named "a contains b"; it takes precedence.
    if (value !== undefined && !Array.isArray(value)) return folded(value);
    return contains((list) => ownOf(attributes, list.slice(ATTRIBUTE.length)));
  };
}

const ownOf = (attributes: Record<string, AttributeValue>, name: string) =>
  Object.hasOwn(attributes, name) ? attributes[name] : undefined;

/** Every list and item that the name can mean, because both may contain " contains ". */
function splitsOf(name: string): { list: string; member: string }[] {
  const splits = [];
  for (let at = name.indexOf(CONTAINS); at >= 0; at = name.indexOf(CONTAINS, at + 1))
    splits.push({ list: name.slice(0, at), member: name.slice(at + CONTAINS.length) });
  return splits;
}

function activityOf({ engagement, now }: Subject, zone: ZoneOffsets): Activity {
  const byType = new Array<number>(ENGAGEMENT_TYPES.length).fill(0);
  for (const { type } of engagement) {
    const place = PLACES.get(type) as number;
    byType[place] = (byType[place] as number) + 1;
  }
  const last = lastEventAt(engagement);
  const daysSinceLast = last === undefined ? undefined : ageOf(last, now) / MILLISECONDS_PER_DAY;
  return { count: engagement.length, distinctDays: distinctDays(engagement, now, zone), daysSinceLast, byType };
}

/** Days of the zone with an event; those dated in the future count as now. The list is mostly oldest first, so neighbours are compared first. */
function distinctDays(engagement: readonly EngagementFact[], now: number, zone: ZoneOffsets): number {
  let [count, before] = [0, Number.NEGATIVE_INFINITY];
  for (const { occurredAt } of engagement) {
    const day = dayIn(zone, Math.min(occurredAt, now));
    if (day < before) return new Set(engagement.map((event) => dayIn(zone, Math.min(event.occurredAt, now)))).size;
    if (day > before) count++;
    before = day;
  }
  return count;
}

/** The last event of a lead, epoch milliseconds; undefined without one. */
export function lastEventAt(engagement: readonly EngagementFact[]): number | undefined {
  let last: number | undefined;
  for (const { occurredAt } of engagement) if (last === undefined || occurredAt > last) last = occurredAt;
  return last;
}

const comparable = (text: string) => foldText(text.trim()).slice(0, LONGEST_TEXT);

function folded(value: AttributeValue | undefined): FieldValue {
  if (typeof value === 'string') return comparable(value);
  return Array.isArray(value) ? undefined : value;
}
