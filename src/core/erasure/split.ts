import type { EventType } from '../events/events.js';
import { isFields } from '../values.js';
import { type Members, PERSONAL_MEMBERS } from './personal-fields.js';

/** The JSON content of an event. */
export interface EventValues {
  before?: unknown;
  after?: unknown;
}

/** The two parts of a value; an empty part is undefined. */
interface Parts {
  kept: unknown;
  personal: unknown;
}

/** The tables as maps. They are read for every event, and a lookup with `Object.hasOwn` costs several times as much. */
type MemberMap = ReadonlyMap<string, 'kept' | 'personal' | MemberMap>;

const mapOf = (members: Members): MemberMap =>
  new Map(Object.entries(members).map(([name, one]) => [name, typeof one === 'string' ? one : mapOf(one)]));

const MEMBERS: Readonly<Record<string, 'kept' | MemberMap>> = Object.fromEntries(
  Object.entries<'kept' | Members>(PERSONAL_MEMBERS).map(([type, one]) => [type, one === 'kept' ? one : mapOf(one)]),
);

/** Types of events that can hold personal values. */
export const PERSONAL_EVENT_TYPES: readonly EventType[] = (Object.keys(PERSONAL_MEMBERS) as EventType[]).filter(
  (type) => PERSONAL_MEMBERS[type] !== 'kept',
);

/** Splits an event's values into those kept after an erasure and personal ones. `personal` is undefined when there are none. */
export function splitPersonal(
  type: EventType,
  values: EventValues,
): { kept: EventValues; personal: EventValues | undefined } {
  const members = MEMBERS[type] ?? NOTHING_DECLARED;
  if (members === 'kept') return { kept: values, personal: undefined };
  const before = partsOf(values.before, members);
  const after = partsOf(values.after, members);
  if (before.personal === undefined && after.personal === undefined) return { kept: values, personal: undefined };
  return {
    kept: { before: before.kept, after: after.kept },
    personal: { before: before.personal, after: after.personal },
  };
}

/** Merges the parts of `splitPersonal` again. Null and undefined are no part. */
export function mergePersonal(kept: unknown, personal: unknown): unknown {
  if (personal === undefined || personal === null) return kept;
  if (!isFields(kept) || !isFields(personal)) return personal;
  const merged: Record<string, unknown> = { ...kept };
  for (const name of Object.keys(personal)) merged[name] = mergePersonal(merged[name], personal[name]);
  return merged;
}

/** Paths of members that no table declares, such as `after.facts.nickname`. They count as personal. */
export function undeclaredMembers(type: EventType, values: EventValues): string[] {
  const members = MEMBERS[type] ?? NOTHING_DECLARED;
  if (members === 'kept') return [];
  return [...undeclaredIn('before', values.before, members), ...undeclaredIn('after', values.after, members)];
}

/** An undeclared member is personal. */
const NOTHING_DECLARED: MemberMap = new Map();

function partsOf(value: unknown, members: MemberMap): Parts {
  if (!isFields(value)) return { kept: value, personal: undefined };
  let personal: Record<string, unknown> | undefined;
  const keptMembers: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const member = value[name];
    if (member === undefined) continue;
    const treatment = members.get(name) ?? 'personal';
    if (treatment === 'kept') keptMembers[name] = member;
    else if (treatment === 'personal') {
      personal ??= {};
      personal[name] = member;
    } else {
      const parts = partsOf(member, treatment);
      if (parts.kept !== undefined) keptMembers[name] = parts.kept;
      if (parts.personal !== undefined) {
        personal ??= {};
        personal[name] = parts.personal;
      }
    }
  }
  return { kept: personal === undefined ? value : keptMembers, personal };
}

function undeclaredIn(path: string, value: unknown, treatment: 'kept' | 'personal' | MemberMap): string[] {
  if (typeof treatment === 'string' || !isFields(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (member === undefined) return [];
    const declared = treatment.get(name);
    const memberPath = `${path}.${name}`;
    return declared === undefined ? [memberPath] : undeclaredIn(memberPath, member, declared);
  });
}
