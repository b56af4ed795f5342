import { findField } from '../conditions/fields.js';
import type { Subject } from '../conditions/subject.js';
import { ENGAGEMENT_TYPES, type EngagementFact, type EngagementType } from '../engagement.js';
import type { AttributeValue } from '../leads/facts.js';
import { ageOf, MILLISECONDS_PER_DAY } from '../time.js';
import type { FieldValue } from './sample.js';

/**
 * What a lead tells a model, by field name. Fields of the condition language keep their names. Who somebody is (names,
 * addresses, numbers, ids) is left out: it says nothing about others. So are score, class and owner, which follow from
 * rules, and how long the lead is known: at whichever instant a lead is looked at, that says more about the look.
 */
const PLAIN = [
  'kind',
  'jobTitle',
  'industry',
  'employeeCount',
  'annualRevenue',
  'city',
  'region',
  'country',
  'language',
  'timeZone',
  'phoneType',
  'budgetAmount',
  'budgetCurrency',
  'authority',
  'purchaseTimeframeDays',
  'emailConsent',
  'phoneConsent',
  'externalSystem',
  'contact.email',
  'contact.phone',
  'contact.completeness',
  'source.channel',
  'source.name',
  'source.campaign',
] as const;
/** Of free text only whether there is any. */
const TEXTS = ['need', 'description'] as const;
/** One field for each member, named `products contains crm`. */
const LISTS = ['products', 'competitorProducts', 'tags'] as const;
const CONTAINS = ' contains ';
const ATTRIBUTE = 'attributes.';
const ENGAGEMENT = 'engagement.';
/** The one field that changes by time alone: days (decimals) since the last event. */
export const DAYS_SINCE_ENGAGEMENT = 'engagement.daysSinceLast';
/** Longer texts are cut: they are seldom the same twice anyway. */
const LONGEST_TEXT = 100;

interface Activity {
  count: number;
  distinctDays: number;
  daysSinceLast: number | undefined;
  /** Events by the place of their type in `ENGAGEMENT_TYPES`. */
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

/** Fields that are facts of the lead: those that somebody could fill in after the outcome. */
export function isFact(name: string): boolean {
  return !name.startsWith(ENGAGEMENT) && !name.startsWith('source.') && name !== 'touchCount';
}

/** Calls `visit` with every field that the lead has something to say about. */
export function visitFields(subject: Subject, visit: (name: string, value: FieldValue) => void): void {
  for (const [name, read] of FIXED) visit(name, read(subject));
  const { facts } = subject;
  for (const name of LISTS) for (const member of facts[name] ?? []) visit(`${name}${CONTAINS}${fold(member)}`, true);
  const attributes = Object.entries(facts.attributes ?? {});
  for (const [name, value] of attributes)
    if (Array.isArray(value)) for (const one of value) visit(`${ATTRIBUTE}${name}${CONTAINS}${fold(one)}`, true);
  for (const [name, value] of attributes) if (!Array.isArray(value)) visit(`${ATTRIBUTE}${name}`, folded(value));
  const activity = activityOf(subject);
  for (const [name, read] of Object.entries(ACTIVITY)) visit(name, read(activity));
}

/** Reads the named fields of a lead, those a model asks for and no others, in their order. */
export function fieldsReader(names: readonly string[]): (subject: Subject) => FieldValue[] {
  const plain = names.map((name) => (name in ACTIVITY ? undefined : readerOf(name)));
  const active = names.flatMap((name, place) => {
    const read = ACTIVITY[name];
    return read ? [{ place, read }] : [];
  });
  return (subject) => {
    const values = new Array<FieldValue>(names.length);
    for (let place = 0; place < plain.length; place++) values[place] = plain[place]?.(subject);
    if (active.length === 0) return values;
    const activity = activityOf(subject);
    for (const { place, read } of active) values[place] = read(activity);
    return values;
  };
}

function readerOf(name: string): Reader {
  const fixed = FIXED.get(name);
  if (fixed !== undefined) return fixed;
  const places = splitsOf(name);
  const contains = (read: (list: string) => AttributeValue | undefined) =>
    places.some(({ list, member }) => {
      const value = read(list);
      return Array.isArray(value) && value.some((one) => fold(one) === member);
    }) || undefined;
  if (!name.startsWith(ATTRIBUTE)) return ({ facts }) => contains((list) => facts[list as (typeof LISTS)[number]]);
  const attribute = name.slice(ATTRIBUTE.length);
  return ({ facts: { attributes = {} } }) => {
    const value = ownOf(attributes, attribute);
    // An attribute may be called "a contains b" itself; then that is meant.
    if (value !== undefined && !Array.isArray(value)) return folded(value);
    return contains((list) => ownOf(attributes, list.slice(ATTRIBUTE.length)));
  };
}

const ownOf = (attributes: Record<string, AttributeValue>, name: string) =>
  Object.hasOwn(attributes, name) ? attributes[name] : undefined;

/** Every list and member that the name can mean: both may have the word in them. */
function splitsOf(name: string): { list: string; member: string }[] {
  const splits = [];
  for (let at = name.indexOf(CONTAINS); at >= 0; at = name.indexOf(CONTAINS, at + 1))
    splits.push({ list: name.slice(0, at), member: name.slice(at + CONTAINS.length) });
  return splits;
}

function activityOf({ engagement, now }: Subject): Activity {
  const byType = new Array<number>(ENGAGEMENT_TYPES.length).fill(0);
  for (const { type } of engagement) {
    const place = PLACES.get(type) as number;
    byType[place] = (byType[place] as number) + 1;
  }
  const last = lastEventAt(engagement);
  const daysSinceLast = last === undefined ? undefined : ageOf(last, now) / MILLISECONDS_PER_DAY;
  return { count: engagement.length, distinctDays: distinctDays(engagement, now), daysSinceLast, byType };
}

/** UTC days with an event; those dated in the future count as now. Mostly oldest first, so neighbours are asked first. */
function distinctDays(engagement: readonly EngagementFact[], now: number): number {
  let [count, before] = [0, Number.NEGATIVE_INFINITY];
  for (const { occurredAt } of engagement) {
    const day = dayOf(occurredAt, now);
    if (day < before) return new Set(engagement.map((event) => dayOf(event.occurredAt, now))).size;
    if (day > before) count++;
    before = day;
  }
  return count;
}

const dayOf = (at: number, now: number) => Math.floor(Math.min(at, now) / MILLISECONDS_PER_DAY);

/** The last event of a lead, epoch milliseconds; undefined without one. */
export function lastEventAt(engagement: readonly EngagementFact[]): number | undefined {
  let last: number | undefined;
  for (const { occurredAt } of engagement) if (last === undefined || occurredAt > last) last = occurredAt;
  return last;
}

const fold = (text: string) => text.trim().toLowerCase().slice(0, LONGEST_TEXT);

function folded(value: AttributeValue | undefined): FieldValue {
  if (typeof value === 'string') return fold(value);
  return Array.isArray(value) ? undefined : value;
}
