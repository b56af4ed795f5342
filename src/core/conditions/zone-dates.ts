import { firstInstantOf } from '../calendar/zone.js';
import { zoneOffsets } from '../calendar/zone-offsets.js';
import type { FieldCondition, RelatedCondition, Scalar } from '../condition.js';
import { iso } from '../time.js';
import type { DeclaredKinds } from './declared-fields.js';
import { isInstantType } from './field-kinds.js';
import { findAnyField } from './fields.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const BEGINS_WITH_DAY = /^\d{4}-\d{2}-\d{2}/;

/**
 * The condition, or the document with conditions anywhere in it, with dates without a time as instants: midnight of the zone, as `resolveDates`
 * reads them in searches. Days and custom attributes that are not declared as instants are compared with dates as they are.
 */
export function withZoneDates<T>(document: T, zone: string, kinds: DeclaredKinds | undefined): T {
  if (!comparesDates(document)) return document;
  const offsets = zoneOffsets(zone);
  const midnight = <V>(value: V): V | string =>
    typeof value === 'string' && DAY.test(value) ? iso(firstInstantOf(offsets, Date.parse(value))) : value;
  const changed = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(changed);
    if (typeof part !== 'object' || part === null) return part;
    if (isRelated(part)) return { ...part, from: midnight(part.from), before: midnight(part.before) };
    if (!isField(part)) return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, changed(value)]));
    const { type } = kinds?.(part.field) ?? findAnyField(part.field) ?? {};
    if (type === undefined || type === 'day' || !isInstantType(type)) return part;
    const { value } = part;
    return { ...part, value: Array.isArray(value) ? value.map((one: Scalar) => midnight(one)) : midnight(value) };
  };
  return changed(document) as T;
}

/** Whether a condition anywhere in the document compares with a date, with or without a time. */
export function comparesDates(document: unknown): boolean {
  if (Array.isArray(document)) return document.some(comparesDates);
  if (typeof document !== 'object' || document === null) return false;
  if (isRelated(document)) return [document.from, document.before].some(beginsWithDay);
  if (isField(document)) return [document.value ?? []].flat().some(beginsWithDay);
  return Object.values(document).some(comparesDates);
}

const beginsWithDay = (value: unknown): boolean => typeof value === 'string' && BEGINS_WITH_DAY.test(value);

const isRelated = (part: object): part is RelatedCondition => 'type' in part && part.type === 'related';

const isField = (part: object): part is FieldCondition =>
  'type' in part && part.type === 'field' && 'field' in part && typeof part.field === 'string';
