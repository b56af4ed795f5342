import type { EventType } from '../events/events.js';
import { type Members, PERSONAL_MEMBERS } from './personal-fields.js';

/** What an event says, as far as it is stored as JSON. */
export interface EventValues {
  before?: unknown;
  after?: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** The two halves of a value; a half that would be empty is undefined. */
interface Halves {
  kept: unknown;
  personal: unknown;
}

/** The tables as maps: every event goes by them, and a look whether an object itself has a name costs several times as much. */
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

/** Parts an event's values: what stays when its person is erased, and what goes. `personal` is undefined when nothing is. */
export function splitPersonal(
  type: EventType,
  values: EventValues,
): { kept: EventValues; personal: EventValues | undefined } {
  const members = MEMBERS[type] ?? NOTHING_DECLARED;
  if (members === 'kept') return { kept: values, personal: undefined };
  const before = halvesOf(values.before, members);
  const after = halvesOf(values.after, members);
  if (before.personal === undefined && after.personal === undefined) return { kept: values, personal: undefined };
  return {
    kept: { before: before.kept, after: after.kept },
    personal: { before: before.personal, after: after.personal },
  };
}

/** Puts the halves of a value together again: the value that `splitPersonal` parted. Null and undefined are no half. */
export function mergePersonal(kept: unknown, personal: unknown): unknown {
  if (personal === undefined || personal === null) return kept;
  if (!isFields(kept) || !isFields(personal)) return personal;
  const merged: Record<string, unknown> = { ...kept };
  for (const name of Object.keys(personal)) merged[name] = mergePersonal(merged[name], personal[name]);
  return merged;
}

/** Paths of members that no table names, as `after.facts.nickname`: such a member counts as personal. */
export function undeclaredMembers(type: EventType, values: EventValues): string[] {
  const members = MEMBERS[type] ?? NOTHING_DECLARED;
  if (members === 'kept') return [];
  return [...undeclaredIn('before', values.before, members), ...undeclaredIn('after', values.after, members)];
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What nobody has declared is personal. */
const NOTHING_DECLARED: MemberMap = new Map();

function halvesOf(value: unknown, members: MemberMap): Halves {
  if (!isFields(value)) return { kept: value, personal: undefined };
  let personal: Record<string, unknown> | undefined;
  const rest: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const member = value[name];
    if (member === undefined) continue;
    const treatment = members.get(name) ?? 'personal';
    if (treatment === 'kept') rest[name] = member;
    else if (treatment === 'personal') {
      personal ??= {};
      personal[name] = member;
    } else {
      const halves = halvesOf(member, treatment);
      if (halves.kept !== undefined) rest[name] = halves.kept;
      if (halves.personal !== undefined) {
        personal ??= {};
        personal[name] = halves.personal;
      }
    }
  }
  return { kept: personal === undefined ? value : rest, personal };
}

function undeclaredIn(path: string, value: unknown, treatment: 'kept' | 'personal' | MemberMap): string[] {
  if (typeof treatment === 'string' || !isFields(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (member === undefined) return [];
    const declared = treatment.get(name);
    const place = `${path}.${name}`;
    return declared === undefined ? [place] : undeclaredIn(place, member, declared);
  });
}
