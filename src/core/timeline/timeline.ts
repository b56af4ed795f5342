import { EVENT_TYPES, type EventType } from '../events/events.js';

/** What a timeline tells of: what came from the lead, what we did, and what was decided about it. */
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
  'deal',
  'referral',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

export type Told = Readonly<Record<string, unknown>>;

/** One short sentence for a person. */
type Summary = (after: Told, before: Told) => string;

/** Of events by the beginning of their type, the longest that fits: what they belong to; null: timelines leave them out. */
const KINDS: Readonly<Record<string, TimelineKind | null>> = {
  'lead.': 'stage',
  'lead.created': 'touch',
  'lead.touched': 'touch',
  'engagement.': 'engagement',
  'lead.activity_recorded': 'activity',
  'task.': 'task',
  'lead.updated': 'change',
  'lead.classified': 'class',
  // A score follows from what the other entries tell.
  'lead.scored': null,
  'lead.deleted': null,
  'lead.assigned': 'owner',
  'lead.queued': 'owner',
  'lead.owner_': 'owner',
  'lead.claimed': 'owner',
  'lead.lease_': 'owner',
  'lead.handoff_': 'handoff',
  'lead.sla_': 'sla',
  'lead.conver': 'deal',
  'deal.': 'deal',
  'referral.': 'referral',
};

const words = (value: unknown) => String(value ?? '').replaceAll('_', ' ');
const spaced = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const titled = (what: string) => (after: Told) => `${what}: ${String(after.title ?? '')}`;
const plain = (text: string) => () => text;

/** Where the type itself does not say it well enough. */
const SUMMARIES: Partial<Record<EventType, Summary>> = {
  'lead.created': plain('Became known'),
  'lead.touched': plain('Came again'),
  'engagement.recorded': ({ type }) => `It did: ${words(type)}`,
  'lead.activity_recorded': activitySummary,
  'task.created': titled('To do'),
  'task.updated': titled('Task changed'),
  'task.completed': titled('Done'),
  'task.skipped': titled('Skipped'),
  'task.overdue': titled('Overdue'),
  'lead.updated': (after) => `Changed: ${Object.keys(after).map(spaced).join(', ')}`,
  'lead.classified': classSummary,
  'lead.stage_changed': (after, before) => `From stage ${String(before.stage)} to ${String(after.stage)}`,
  'lead.assigned': plain('Given to a rep'),
  'lead.queued': ({ reason }) => `Waits for an owner: ${words(reason)}`,
  'lead.owner_released': plain('Rules decide on the owner again'),
  'lead.claimed': plain('Held by a rep'),
  'lead.lease_ended': plain('Not held any more'),
};

function activitySummary({ kind, direction, outcome }: Told): string {
  const what = words(kind);
  const named = direction === undefined ? what : `${words(direction)} ${what}`;
  return sentence(outcome === undefined ? named : `${named}: ${words(outcome)}`);
}

function classSummary(after: Told, before: Told): string {
  const changes = ['category', 'temperature', 'grade'].flatMap((axis) =>
    before[axis] === after[axis] ? [] : [`${axis} from ${words(before[axis])} to ${words(after[axis])}`],
  );
  return changes.length === 0 ? 'Class decided by somebody else' : `Now ${changes.join(', ')}`;
}

/** `lead.handoff_timed_out` is "Handoff timed out", `deal.won` "Deal won"; with the reason, where one was given. */
function ownWords(type: EventType, { reason }: Told): string {
  const said = sentence(words(type.replace(/^lead\./, '').replace('.', ' ')));
  return typeof reason === 'string' ? `${said}: ${words(reason)}` : said;
}

/** Undefined: timelines leave such events out. */
export function timelineKindOf(type: EventType): TimelineKind | undefined {
  const found = Object.keys(KINDS).filter((beginning) => type.startsWith(beginning));
  const longest = found.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : (KINDS[longest] ?? undefined);
}

/** The types of events that belong to these kinds, all kinds when none is named; in the order of the alphabet. */
export function timelineTypes(kinds: readonly TimelineKind[] = TIMELINE_KINDS): EventType[] {
  return EVENT_TYPES.filter((type) => kinds.some((kind) => kind === timelineKindOf(type))).sort();
}

export function summaryOf(type: EventType, before: Told, after: Told): string {
  return SUMMARIES[type]?.(after, before) ?? ownWords(type, after);
}

/** When it happened, epoch milliseconds, where that was said: touches, engagement and activities may be told late. */
export function happenedAt(after: Told): number | undefined {
  const at = after.occurredAt ?? after.touchedAt;
  return typeof at === 'number' ? at : undefined;
}
