import type { EventType } from '../events.js';

/** What a timeline tells of: what came from the lead, what we did, and what was decided about it. */
export const TIMELINE_KINDS = ['touch', 'engagement', 'activity', 'task', 'change', 'class', 'owner'] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

export type Told = Readonly<Record<string, unknown>>;

interface Line {
  kind: TimelineKind;
  /** One short sentence for a person. */
  summary: (after: Told, before: Told) => string;
}

const words = (value: unknown) => String(value ?? '').replaceAll('_', ' ');
const titled = (what: string) => (after: Told) => `${what}: ${String(after.title ?? '')}`;
const plain = (text: string) => () => text;

/** Which events a timeline tells, and how. Scores are not among them: they follow from what is. */
const LINES: Partial<Record<EventType, Line>> = {
  'lead.created': { kind: 'touch', summary: plain('Became known') },
  'lead.touched': { kind: 'touch', summary: plain('Came again') },
  'engagement.recorded': { kind: 'engagement', summary: ({ type }) => `It did: ${words(type)}` },
  'lead.activity_recorded': { kind: 'activity', summary: activitySummary },
  'task.created': { kind: 'task', summary: titled('To do') },
  'task.updated': { kind: 'task', summary: titled('Task changed') },
  'task.completed': { kind: 'task', summary: titled('Done') },
  'task.skipped': { kind: 'task', summary: titled('Skipped') },
  'task.overdue': { kind: 'task', summary: titled('Overdue') },
  'lead.updated': { kind: 'change', summary: (after) => `Changed: ${Object.keys(after).map(spaced).join(', ')}` },
  'lead.classified': { kind: 'class', summary: classSummary },
  'lead.assigned': { kind: 'owner', summary: plain('Given to a rep') },
  'lead.queued': { kind: 'owner', summary: ({ reason }) => `Waits for an owner: ${words(reason)}` },
  'lead.owner_released': { kind: 'owner', summary: plain('Rules decide on the owner again') },
  'lead.claimed': { kind: 'owner', summary: plain('Held by a rep') },
  'lead.lease_ended': { kind: 'owner', summary: plain('Not held any more') },
};

const spaced = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function activitySummary({ kind, direction, outcome }: Told): string {
  const what = words(kind);
  const named = direction === undefined ? what : `${words(direction)} ${what}`;
  const text = outcome === undefined ? named : `${named}: ${words(outcome)}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function classSummary(after: Told, before: Told): string {
  const changes = ['category', 'temperature', 'grade'].flatMap((axis) =>
    before[axis] === after[axis] ? [] : [`${axis} from ${words(before[axis])} to ${words(after[axis])}`],
  );
  return changes.length === 0 ? 'Class decided by somebody else' : `Now ${changes.join(', ')}`;
}

/** The types of events that belong to these kinds, all kinds when none is named; in the order of the alphabet. */
export function timelineTypes(kinds: readonly TimelineKind[] | undefined): EventType[] {
  const wanted = new Set<TimelineKind>(kinds ?? TIMELINE_KINDS);
  const lines = Object.entries(LINES) as [EventType, Line][];
  return lines.flatMap(([type, { kind }]) => (wanted.has(kind) ? [type] : [])).sort();
}

export function timelineKindOf(type: EventType): TimelineKind {
  return lineOf(type).kind;
}

export function summaryOf(type: EventType, before: Told | undefined, after: Told | undefined): string {
  return lineOf(type).summary(after ?? {}, before ?? {});
}

function lineOf(type: EventType): Line {
  const line = LINES[type];
  if (line === undefined) throw new Error(`${type} is not told by timelines`);
  return line;
}

/** When it happened, epoch milliseconds, where that was said: touches, engagement and activities may be told late. */
export function happenedAt(after: Told | undefined): number | undefined {
  const at = after?.occurredAt ?? after?.touchedAt;
  return typeof at === 'number' ? at : undefined;
}
