import { type ActorKind, EVENT_TYPES, type EventCause, type EventType } from '../events/events.js';
import type { Fields } from '../values.js';

/** Kinds of timeline entries: actions of the lead, actions of reps, and decisions about the lead. */
export const TIMELINE_KINDS = [
  'touch',
  'engagement',
  'activity',
  'task',
  'change',
  'class',
  'stage',
  'owner',
  'handoff',
  'sla',
  'sequence',
  'segment',
  'deal',
  'referral',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** The `before` or `after` object of an event. */
export type EventData = Fields;

/** A logged event about a lead or a record that belongs to it. */
export interface TimelineEvent {
  sequence: number;
  id: string;
  type: EventType;
  subjectId: string;
  actorKind: ActorKind;
  actorId: string;
  cause: EventCause;
  occurredAt: Date;
  before: EventData;
  after: EventData;
}

/** One short sentence for a person. */
type Summary = (after: EventData, before: EventData) => string;

/** Kinds by prefix of the event type; the longest matching prefix counts. null: not in timelines. */
const KINDS: Readonly<Record<string, TimelineKind | null>> = {
  'lead.': 'stage',
  'lead.created': 'touch',
  'lead.touched': 'touch',
  'engagement.': 'engagement',
  'lead.activity_recorded': 'activity',
  'task.': 'task',
  'lead.updated': 'change',
  'lead.classified': 'class',
  // A score follows from the other entries.
  'lead.scored': null,
  'lead.deleted': null,
  'lead.history_recorded': 'touch',
  'lead.assigned': 'owner',
  'lead.queued': 'owner',
  'lead.owner_': 'owner',
  'lead.claimed': 'owner',
  'lead.lease_': 'owner',
  'lead.handoff_': 'handoff',
  'lead.sla_': 'sla',
  'sequence.': 'sequence',
  // About versions of a sequence, which are no leads.
  'sequence.created': null,
  'sequence.published': null,
  'sequence.retired': null,
  'segment.': 'segment',
  'segment.created': null,
  'segment.updated': null,
  'segment.deleted': null,
  'lead.conver': 'deal',
  'deal.': 'deal',
  'referral.': 'referral',
};

const words = (value: unknown) => String(value ?? '').replaceAll('_', ' ');
const spaced = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const titled = (what: string) => (after: EventData) => `${what}: ${String(after.title ?? '')}`;
const plain = (text: string) => () => text;

/** Summaries of event types whose name alone is not clear enough. */
const SUMMARIES: Partial<Record<EventType, Summary>> = {
  'lead.created': plain('Became known'),
  'lead.touched': plain('Came again'),
  'lead.history_recorded': plain('Came with its history'),
  'engagement.recorded': ({ type }) => `It did: ${words(type)}`,
  'lead.activity_recorded': activitySummary,
  'task.created': titled('To do'),
  'task.updated': titled('Task changed'),
  'task.completed': titled('Done'),
  'task.skipped': titled('Skipped'),
  'task.reopened': titled('To do again'),
  'task.overdue': titled('Overdue'),
  'lead.updated': (after) => `Changed: ${Object.keys(after).map(spaced).join(', ')}`,
  'lead.classified': classSummary,
  'lead.stage_changed': (after, before) => `From stage ${String(before.stage)} to ${String(after.stage)}`,
  'lead.assigned': plain('Given to a rep'),
  'lead.queued': ({ reason }) => `Waits for an owner: ${words(reason)}`,
  'lead.owner_released': plain('Rules decide on the owner again'),
  'lead.claimed': plain('Held by a rep'),
  'segment.entered': ({ name }) => `Entered the segment ${String(name)}`,
  'segment.left': ({ name }) => `Left the segment ${String(name)}`,
  'lead.lease_ended': plain('Not held any more'),
};

function activitySummary({ kind, direction, outcome }: EventData): string {
  const what = words(kind);
  const named = direction === undefined ? what : `${words(direction)} ${what}`;
  return sentence(outcome === undefined ? named : `${named}: ${words(outcome)}`);
}

function classSummary(after: EventData, before: EventData): string {
  const changes = ['category', 'temperature', 'grade'].flatMap((axis) =>
    before[axis] === after[axis] ? [] : [`${axis} from ${words(before[axis])} to ${words(after[axis])}`],
  );
  return changes.length === 0 ? 'Class decided by another actor' : `Now ${changes.join(', ')}`;
}

/** `lead.handoff_timed_out` is "Handoff timed out", `deal.won` "Deal won"; with the reason, if there is one. */
function typeSummary(type: EventType, { reason }: EventData): string {
  const text = sentence(words(type.replace(/^lead\./, '').replace('.', ' ')));
  return typeof reason === 'string' ? `${text}: ${words(reason)}` : text;
}

/** Undefined for events that are not in timelines. */
export function timelineKindOf(type: EventType): TimelineKind | undefined {
  const found = Object.keys(KINDS).filter((beginning) => type.startsWith(beginning));
  const longest = found.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : (KINDS[longest] ?? undefined);
}

/** The event types of these kinds (default: all), sorted. */
export function timelineTypes(kinds: readonly TimelineKind[] = TIMELINE_KINDS): EventType[] {
  return EVENT_TYPES.filter((type) => kinds.some((kind) => kind === timelineKindOf(type))).sort();
}

export function summaryOf(type: EventType, before: EventData, after: EventData): string {
  return SUMMARIES[type]?.(after, before) ?? typeSummary(type, after);
}

/** When a touch, engagement event or activity happened, epoch milliseconds. It may be recorded later. Undefined for other events. */
export function happenedAt(after: EventData): number | undefined {
  const at = after.occurredAt ?? after.touchedAt;
  return typeof at === 'number' ? at : undefined;
}
