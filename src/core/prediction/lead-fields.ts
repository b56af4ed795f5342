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
  byType: Partial<Record<EngagementType, number>>;
}

const ACTIVITY: Record<string, (activity: Activity) => FieldValue> = {
  [`${ENGAGEMENT}count`]: ({ count }) => count,
  [`${ENGAGEMENT}distinctDays`]: ({ distinctDays }) => distinctDays,
  [DAYS_SINCE_ENGAGEMENT]: ({ daysSinceLast }) => daysSinceLast,
  ...Object.fromEntries(
    ENGAGEMENT_TYPES.map((type) => [`${ENGAGEMENT}${type}`, ({ byType }: Activity) => byType[type] ?? 0]),
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
  for (const [name, value] of Object.entries(facts.attributes ?? {})) {
    if (!Array.isArray(value)) visit(`${ATTRIBUTE}${name}`, folded(value));
    else for (const member of value) visit(`${ATTRIBUTE}${name}${CONTAINS}${fold(member)}`, true);
  }
  const activity = activityOf(subject);
  for (const [name, read] of Object.entries(ACTIVITY)) visit(name, read(activity));
}

/** Reads the named fields of a lead, those a model asks for, and no others. */
export function fieldsReader(names: readonly string[]): (subject: Subject) => Record<string, FieldValue> {
  const plain = names.filter((name) => !(name in ACTIVITY)).map((name) => ({ name, read: readerOf(name) }));
  const active = names.flatMap((name) => {
    const read = ACTIVITY[name];
    return read ? [{ name, read }] : [];
  });
  return (subject) => {
    const values: Record<string, FieldValue> = {};
    for (const { name, read } of plain) values[name] = read(subject);
    if (active.length === 0) return values;
    const activity = activityOf(subject);
    for (const { name, read } of active) values[name] = read(activity);
    return values;
  };
}

function readerOf(name: string): Reader {
  const fixed = FIXED.get(name);
  if (fixed !== undefined) return fixed;
  const cut = name.lastIndexOf(CONTAINS);
  const [list, member] = cut < 0 ? [name, ''] : [name.slice(0, cut), name.slice(cut + CONTAINS.length)];
  const contains = (value: AttributeValue | undefined) =>
    Array.isArray(value) && value.some((one) => fold(one) === member) ? true : undefined;
  if (!name.startsWith(ATTRIBUTE)) return ({ facts }) => contains(facts[list as (typeof LISTS)[number]]);
  const [whole, ofList] = [name.slice(ATTRIBUTE.length), list.slice(ATTRIBUTE.length)];
  // An attribute may be called "a contains b" itself; then that is meant.
  return ({ facts: { attributes = {} } }) =>
    Object.hasOwn(attributes, whole) ? folded(attributes[whole]) : contains(attributes[ofList]);
}

function activityOf({ engagement, now }: Subject): Activity {
  const days = new Set<number>();
  const byType: Activity['byType'] = {};
  for (const { type, occurredAt } of engagement) {
    byType[type] = (byType[type] ?? 0) + 1;
    days.add(Math.floor(Math.min(occurredAt, now) / MILLISECONDS_PER_DAY));
  }
  const last = lastEventAt(engagement);
  const daysSinceLast = last === undefined ? undefined : ageOf(last, now) / MILLISECONDS_PER_DAY;
  return { count: engagement.length, distinctDays: days.size, daysSinceLast, byType };
}

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
