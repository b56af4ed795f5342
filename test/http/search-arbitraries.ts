import fc from 'fast-check';
import type { Condition, FieldCondition, Operator, Scalar } from '../../src/core/condition.js';
import { FIELD_OPERATORS } from '../../src/core/conditions/field-comparison.js';
import { type FieldType, isInstantType, operatorsOf } from '../../src/core/conditions/field-kinds.js';
import { FIELDS, type Field, findSearchField, STATE_FIELDS } from '../../src/core/conditions/fields.js';
import { PERIODS } from '../../src/core/conditions/relative-dates.js';
import { validateCondition } from '../../src/core/conditions/validate.js';
import { DAY, type KnownLead, NOW } from './search-fixture.js';

/** Texts that are compared in all the forms in which they are typed. */
const TEXTS = [
  ...['DE', 'de', 'ada', 'Ö', 'özge', 'İstanbul', 'istanbul', 'ISTANBUL', 'i\u0307stanbul', 'ı', 'i', 'I', 'ışık'],
  ...['αθήνας', 'αθηνασ', 'ΑΘΗΝΑΣ', 'ς', 'σ', 'Sao Paulo', 'Sa\u0303o Paulo', 'são', 'tokyo', 'ＴＯＫＹＯ'],
  ...['Großenhain', 'grossenhain', 'ss', 's', 'ß', 'WEISS', 'пермь', 'ŁÓDŹ', 'トウキョウ', 'ｷ', 'φίλιπποσ', 'φιλος'],
  ...['izmir', 'STRASSE', 'são σοφός', '\u0303', 'ǰ', 'j', 'ğ', '\u0323', 'gold', 'Silver', 'north', 'fair', 'VIP'],
  ...[
    'Source 1',
    'event',
    'Spring',
    'analytical',
    'many',
    'A',
    'cold',
    'rival',
    'strasse ag',
    'RI',
    'müller',
    'später',
  ],
];
const texts = fc.constantFrom<Scalar>(...TEXTS);
const numbers = fc.constantFrom<Scalar>(0, 3.5, 12, 100, 600, 1200, -1, 0.1, 1 / 3);
const scalars = fc.oneof(texts, numbers, fc.boolean());
/** Text bounds of attributes. */
const forms = fc.constantFrom<Scalar>(
  '12.5',
  '-0.3',
  '-1',
  '12.4999999999999999999',
  '2026-05-31',
  '2026-06-01T00:00:00+02:00',
);
const instants = fc
  .tuple(fc.integer({ min: -60, max: 60 }), fc.constantFrom(-1, 0, 1))
  .map(([days, ms]): Scalar => new Date(NOW + days * DAY + ms).toISOString());

/** Days, one of which no calendar has. */
const days = fc.constantFrom<Scalar>('2026-03-10', '2026-02-01', '2026-03-11', '2026-02-30');

export const SEARCH_FIELDS: readonly string[] = [
  ...[...FIELDS.keys(), ...STATE_FIELDS.keys()].filter((name) => findSearchField(name) !== undefined),
  ...['plan', 'seats', 'active', 'regions', 'price', 'due', 'renewal', 'unknown'].map((name) => `attributes.${name}`),
];

/** Dates that are relative to now, in the calendar of a zone. */
const relativeDates = fc.constantFrom<Scalar>('now', '-30d', '+9d', '-2w', '+1mo', '-1q', '-36h', ...PERIODS);

const RELATIVE: ReadonlySet<Operator> = new Set(['within_last', 'older_than', 'within_next']);

/** Values of the field in the leads, and others that fit its type. */
function valuesOf(name: string, { type, values, read }: Field, known: readonly KnownLead[]): fc.Arbitrary<Scalar> {
  const stored = known.flatMap(({ subject }) => [read(subject) ?? []].flat());
  const scalarsOf = stored.filter((value) => value !== null && value !== '') as Scalar[];
  if (isInstantType(type))
    return fc.oneof(instants, days, relativeDates, ...some(scalarsOf.map((ms) => new Date(Number(ms)).toISOString())));
  switch (type) {
    case 'enum':
      return fc.constantFrom<Scalar>(...(values ?? []));
    case 'number':
      return fc.oneof(numbers, ...some(scalarsOf));
    case 'boolean':
      return fc.boolean();
    case 'id':
      return fc.constantFrom<Scalar>(
        '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f',
        ...scalarsOf,
        ...scalarsOf.map((id) => String(id).toUpperCase()),
      );
    case 'attribute':
      return fc.oneof(scalars, days, forms, relativeDates, ...some(scalarsOf));
    default:
      return fc.oneof(
        texts,
        ...some(scalarsOf),
        ...some(scalarsOf.map((text) => (name === 'timeZone' ? text : String(text).toUpperCase()))),
      );
  }
}

const some = (values: Scalar[]): fc.Arbitrary<Scalar>[] => (values.length === 0 ? [] : [fc.constantFrom(...values)]);

function operandOf(
  operator: Operator,
  type: FieldType,
  value: fc.Arbitrary<Scalar>,
): fc.Arbitrary<FieldCondition['value']> {
  if (operator === 'exists' || operator === 'not_exists') return fc.constant(undefined);
  if (operator === 'in' || operator === 'not_in') return fc.array(value, { minLength: 1, maxLength: 3 });
  if (operator === 'during') return fc.constantFrom<Scalar>(...PERIODS);
  if (RELATIVE.has(operator)) return fc.oneof(fc.constantFrom(0, 1, 9.5, 20, 40), value.chain(spanTo));
  if (operator === 'between') {
    return fc.tuple(value, value).map((pair): Scalar[] => {
      const isAscending =
        typeof pair[0] === 'number' && typeof pair[1] === 'number'
          ? pair[0] <= pair[1]
          : String(pair[0]) <= String(pair[1]);
      return isAscending ? pair : pair.reverse();
    });
  }
  if (operator === 'starts_with' && type === 'text') return beginningsOf(value);
  if (operator === 'fuzzy') return misspelled(type === 'attribute' ? texts : value);
  return type === 'attribute' && ['contains', 'starts_with', 'ends_with'].includes(operator) ? texts : value;
}

/** Texts, and the same with one letter removed, added, swapped with its neighbour or another one, and words of them alone. */
const misspelled = (value: fc.Arbitrary<Scalar>): fc.Arbitrary<Scalar> =>
  fc.tuple(value, fc.nat(), fc.nat(6), fc.constantFrom('e', 'q', '7', 'ж', '_')).map(([given, at, change, letter]) => {
    const words = String(given).split(/[\s@.-]+/);
    const text = at % 2 === 0 ? String(given) : (words[at % words.length] ?? '');
    const letters = [...text];
    const place = at % (letters.length + 1);
    const swapped = letters.slice(place, place + 2).reverse();
    const changes = [[], [letter], [letter, ...letters.slice(place, place + 1)], swapped];
    const changed = changes[change];
    const removed = changed === swapped ? 2 : 1;
    return changed === undefined ? text : letters.toSpliced(place, removed, ...changed).join('');
  });

/** Days to a date, or half a millisecond more or less; 3 where the text is none. */
function spanTo(date: Scalar): fc.Arbitrary<number> {
  const distance = Math.abs(NOW - Date.parse(String(date)));
  return fc.constantFrom(-0.5, 0, 0.5).map((more) => (Number.isNaN(distance) ? 3 : Math.max(0, distance + more) / DAY));
}

/** Texts, and what they begin with. */
const beginningsOf = (value: fc.Arbitrary<Scalar>): fc.Arbitrary<Scalar> =>
  fc.tuple(value, fc.integer({ min: 1, max: 40 })).map(([text, length]) => [...String(text)].slice(0, length).join(''));

const isValid = (leaf: Condition): boolean => validateCondition(leaf, { purpose: 'search' }).length === 0;

/** Valid conditions of each field and operator, with values that some leads have. */
export function leavesOfEach(known: readonly KnownLead[]): fc.Arbitrary<Condition>[] {
  const kinds = SEARCH_FIELDS.flatMap((name) => {
    const field = findSearchField(name);
    if (field === undefined) return [];
    const value = valuesOf(name, field, known);
    return operatorsOf(field.type, 'search').map((operator) =>
      operandOf(operator, field.type, value).map(
        (operand): Condition => ({
          type: 'field',
          field: name,
          operator,
          ...(operand !== undefined && { value: operand }),
        }),
      ),
    );
  });
  return kinds.map((kind) => kind.filter(isValid));
}

/** Valid conditions on a field, or on two. */
export const fieldLeaves = (known: readonly KnownLead[]): fc.Arbitrary<Condition> =>
  fc.oneof({ weight: 4, arbitrary: fc.oneof(...leavesOfEach(known)) }, { weight: 1, arbitrary: fieldComparisons() });

/** Valid comparisons of two fields. */
export function fieldComparisons(): fc.Arbitrary<Condition> {
  const kinds = SEARCH_FIELDS.flatMap((field) =>
    SEARCH_FIELDS.flatMap((otherField) =>
      FIELD_OPERATORS.map((operator): Condition => ({ type: 'field', field, operator, otherField })),
    ),
  );
  return fc.constantFrom(...kinds.filter(isValid));
}

const PROPERTY_OPERATORS = operatorsOf('attribute', 'search');
const property = fc
  .tuple(
    fc.constantFrom('post', 'score', 'label', 'list', 'seen', 'nested', 'none'),
    fc.constantFrom(...PROPERTY_OPERATORS),
  )
  .chain(([name, operator]) =>
    operandOf(
      operator,
      'attribute',
      fc.oneof(fc.constantFrom<Scalar>(7, '7', 6, 9.5, 'north', true), texts, days, forms),
    ).map((value) => ({ name, operator, ...(value !== undefined && { value }) })),
  );

/** Absent in two of three: few events have the details. */
const seldom = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one });

/** Days with fractions of a millisecond around the ages of what happened, up to the limit of conditions. */
function daysAround(instants: readonly number[]): fc.Arbitrary<number> {
  const ages = [...new Set(instants.map((at) => NOW - at))].filter((age) => age > 0);
  return fc
    .tuple(fc.constantFrom(...ages), fc.constantFrom(-1, -0.5, 0, 0.5, 1))
    .map(([age, difference]) => (age + difference) / DAY);
}

/** A condition on engagement of these leads. */
export const engagementLeaf = (known: readonly KnownLead[]): fc.Arbitrary<Condition> => {
  const events = known.flatMap(({ subject }) => subject.engagement);
  const ages = daysAround(events.map(({ occurredAt }) => occurredAt));
  return fc
    .record({
      properties: seldom(fc.array(property, { minLength: 1, maxLength: 2 })),
      sourceIds: seldom(fc.subarray(sourcesOf(known), { minLength: 1 })),
      engagementTypes: fc.option(fc.constant(['demo_requested', 'page_viewed'] as const), { nil: undefined }),
      sourceChannels: fc.option(fc.constant(['event'] as const), { nil: undefined }),
      withinDays: fc.option(fc.oneof(fc.constantFrom(1, 8, 20), ages), { nil: undefined }),
      measure: fc.constantFrom('count', 'distinct_days', 'days_since_last'),
      operator: fc.constantFrom('eq', 'neq', 'gt', 'gte', 'lt', 'lte'),
      value: fc.oneof(fc.constantFrom(0, 1, 2, 8, 16), ages),
    })
    .map((leaf) => ({ type: 'engagement', ...leaf }) as unknown as Condition)
    .filter(isValid);
};

/** A condition on touches; `known`: the leads whose sources and campaigns it names. */
export const touchLeaf = (known: readonly KnownLead[]): fc.Arbitrary<Condition> => {
  const touches = known.flatMap(({ lead }) => lead.touches ?? []);
  const ages = daysAround(touches.map(({ occurredAt }) => occurredAt));
  const idsOf = (ids: readonly (string | undefined)[]) =>
    seldom(fc.subarray([...new Set(ids.flatMap((id) => id?.toUpperCase() ?? []))], { minLength: 1 }));
  const date = seldom(fc.oneof(instants, days, fc.constantFrom<Scalar>('-30d', 'this_month', 'now')));
  return fc
    .record({
      sourceChannels: seldom(fc.subarray(['event', 'linkedin', 'email_marketing'] as const, { minLength: 1 })),
      sourceIds: idsOf(touches.map(({ sourceId }) => sourceId)),
      campaignIds: idsOf(touches.map(({ campaignId }) => campaignId)),
      from: date,
      before: date,
      withinDays: fc.option(fc.oneof(fc.constantFrom(0.5, 8, 20, 40), ages), { nil: undefined }),
      measure: fc.constantFrom('count', 'days_since_last'),
      operator: fc.constantFrom('eq', 'neq', 'gt', 'gte', 'lt', 'lte'),
      value: fc.oneof(fc.constantFrom(0, 1, 2, 8, 16), ages),
    })
    .map((leaf) => ({ type: 'related', relation: 'touches', ...leaf }) as unknown as Condition)
    .filter(isValid);
};

/** The sources of engagement of the leads, and one that has none. */
const sourcesOf = (known: readonly KnownLead[]): string[] => [
  ...new Set(known.flatMap(({ subject }) => subject.engagement.flatMap(({ sourceId }) => sourceId ?? []))),
  '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f',
];

/** Trees of the leaves, up to the depth that a condition may have. */
export function conditionTrees(known: readonly KnownLead[]): fc.Arbitrary<Condition> {
  const leaf = fc.oneof(
    { weight: 5, arbitrary: fieldLeaves(known) },
    { weight: 1, arbitrary: engagementLeaf(known) },
    { weight: 1, arbitrary: touchLeaf(known) },
  );
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => {
    const parts = fc.array(tie('condition'), { minLength: 1, maxLength: 3 });
    return {
      condition: fc.oneof(
        { maxDepth: 2 },
        leaf,
        parts.map((conditions): Condition => ({ type: 'all', conditions })),
        parts.map((conditions): Condition => ({ type: 'any', conditions })),
        tie('condition').map((part): Condition => ({ type: 'not', condition: part })),
      ),
    };
  });
  return condition.filter(isValid);
}
