import { ACTIVITY_DIRECTIONS, ACTIVITY_KINDS, ACTIVITY_OUTCOMES } from '../activities/activities.js';
import type { Condition, FieldCondition } from '../condition.js';
import type { FieldKind, FieldKindOf } from '../conditions/field-kinds.js';
import { compileComparison } from '../conditions/value-tests.js';
import { ENGAGEMENT_TYPES } from '../engagement.js';
import { CATEGORIES, MATCH_KEYS } from '../leads/vocabulary.js';
import { CHANNELS } from '../sources.js';
import type { AttributeValue } from '../values.js';

/** What happened to leads, each kind listed over all leads of a workspace. */
export const RECORD_KINDS = ['touches', 'engagement', 'activities', 'stageChanges'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

const TEXT: FieldKind = { type: 'text' };
const ID: FieldKind = { type: 'id' };
const INSTANT: FieldKind = { type: 'instant' };
const oneOf = (values: readonly string[]): FieldKind => ({ type: 'enum', values });

const OF_SOURCE = { sourceId: ID, 'source.channel': oneOf(CHANNELS), 'source.name': TEXT } as const;

/** The fields that conditions on records compare, by the names that the answer has. Members of free-form objects: `RECORD_OBJECTS`. */
export const RECORD_FIELDS = {
  touches: {
    ...{ id: ID, leadId: ID, ...OF_SOURCE, campaignId: ID, 'source.campaign': TEXT, matchedBy: oneOf(MATCH_KEYS) },
    ...{ occurredAt: INSTANT, receivedAt: INSTANT, publicKeyId: TEXT },
  },
  engagement: {
    ...{ id: ID, leadId: ID, type: oneOf(ENGAGEMENT_TYPES), ...OF_SOURCE, campaignId: ID, externalId: TEXT },
    ...{ occurredAt: INSTANT, receivedAt: INSTANT },
  },
  activities: {
    ...{ id: ID, leadId: ID, kind: oneOf(ACTIVITY_KINDS), direction: oneOf(ACTIVITY_DIRECTIONS) },
    ...{ outcome: oneOf(ACTIVITY_OUTCOMES), automatic: { type: 'boolean' }, repId: ID, taskId: ID },
    ...{ subject: TEXT, body: TEXT, durationSeconds: { type: 'number' }, externalId: TEXT },
    ...{ occurredAt: INSTANT, recordedAt: INSTANT },
  },
  stageChanges: {
    ...{
      id: ID,
      leadId: ID,
      fromStage: TEXT,
      fromCategory: oneOf(CATEGORIES),
      toStage: TEXT,
      toCategory: oneOf(CATEGORIES),
    },
    ...{ cause: TEXT, actorId: TEXT, reason: TEXT, occurredAt: INSTANT },
  },
} as const satisfies Record<RecordKind, Record<string, FieldKind>>;

/** The free-form object of each kind: its members are fields such as `properties.post`, read like custom attributes. */
export const RECORD_OBJECTS: Readonly<Partial<Record<RecordKind, string>>> = {
  engagement: 'properties',
  activities: 'metadata',
};

/** The name of the member that a field of the free-form object has; undefined for other fields. */
export function memberOf(kind: RecordKind, field: string): string | undefined {
  const prefix = `${RECORD_OBJECTS[kind] ?? ''}.`;
  return prefix !== '.' && field.startsWith(prefix) && field.length > prefix.length
    ? field.slice(prefix.length)
    : undefined;
}

/** Finds the fields of one kind of records, for `validateCondition` and `resolveDates`. */
export function recordFieldsOf(kind: RecordKind): FieldKindOf {
  const fields: Readonly<Record<string, FieldKind>> = RECORD_FIELDS[kind];
  return (name) => {
    if (Object.hasOwn(fields, name)) return fields[name];
    return memberOf(kind, name) === undefined ? undefined : { type: 'attribute' };
  };
}

/** The values of one record by the names of its fields; instants are epoch milliseconds. */
export type RecordValues = (field: string) => AttributeValue | undefined;

/** Compiles a valid condition on records of one kind. What it holds for in memory, `recordConditionSql` finds in the database. */
export function compileRecordCondition(
  kind: RecordKind,
  condition: Condition,
): (values: RecordValues, now: number) => boolean {
  const fieldOf = recordFieldsOf(kind);
  const compile = (part: Condition): ((values: RecordValues, now: number) => boolean) => {
    switch (part.type) {
      case 'all': {
        const parts = part.conditions.map(compile);
        return (values, now) => parts.every((one) => one(values, now));
      }
      case 'any': {
        const parts = part.conditions.map(compile);
        return (values, now) => parts.some((one) => one(values, now));
      }
      case 'not': {
        const negated = compile(part.condition);
        return (values, now) => !negated(values, now);
      }
      case 'field':
        return compileRecordField(part, fieldOf(part.field));
      default:
        return () => false;
    }
  };
  return compile(condition);
}

function compileRecordField({ field, operator, value }: FieldCondition, kind: FieldKind | undefined) {
  if (kind === undefined) return () => false;
  const test = compileComparison(kind, operator, value);
  return (values: RecordValues, now: number) => test(values(field), now);
}
