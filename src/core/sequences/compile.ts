import {
  compileCalendar,
  parseTimeOfDay,
  WEEKDAYS,
  type WorkCalendar,
  type WorkingBlock,
} from '../calendar/calendar.js';
import { UTC, type ZoneOffsets } from '../calendar/zone.js';
import { dependenceOf, readsClock, type TimeDependence } from '../classification/time-dependence.js';
import type { Condition } from '../condition.js';
import { compileCondition, type Predicate } from '../conditions/compile.js';
import type { ConsentChannel } from '../leads/consent.js';
import { CHANNEL_OF } from '../playbooks/permitted.js';
import { EXIT_TRIGGERS, type ExitTrigger, type QuietHours, type Sequence } from './sequence.js';

/** The times that concern leads of one time zone. */
export interface SequenceTimes {
  readonly zone: ZoneOffsets;
  /** When sends are allowed; undefined: always. */
  readonly sending: WorkCalendar | undefined;
  /** Local days from 1970-01-01. */
  readonly holidays: ReadonlySet<number>;
}

export interface CompiledSequence {
  readonly version: number;
  readonly name: string;
  readonly document: Sequence;
  /** The place of each step by its key. */
  readonly indexOf: ReadonlyMap<string, number>;
  readonly enters: Predicate | undefined;
  /** What of the entry condition time alone can change; undefined: nothing. */
  readonly entersByTime: TimeDependence | undefined;
  readonly exits: Predicate | undefined;
  readonly exitOn: ReadonlySet<ExitTrigger>;
  /** By the key of the condition step. */
  readonly conditions: ReadonlyMap<string, Predicate>;
  /** The channels through which its steps contact a lead. */
  readonly channels: ReadonlySet<ConsentChannel>;
  /** For the zone of a lead; a lead without one, or with an unknown one, has that of the sequence. */
  timesOf(timeZone: string | undefined): SequenceTimes;
}

/** External data of a sequence: offsets of time zones, its public holidays, and the zone of the workspace. */
export interface SequenceCalendarData {
  zoneOf: (name: string) => ZoneOffsets | undefined;
  holidays: ReadonlySet<number>;
  workspaceZone?: string | undefined;
}

/** Compiles a valid sequence once; the result can be shared. */
export function compileSequence(
  document: Sequence,
  { version, name }: { version: number; name: string },
  { zoneOf, holidays, workspaceZone }: SequenceCalendarData,
): CompiledSequence {
  const { steps, enterWhen, exitWhen, exitOn = EXIT_TRIGGERS, quietHours } = document;
  const ownName = document.timeZone ?? workspaceZone;
  const own = (ownName === undefined ? undefined : zoneOf(ownName)) ?? UTC;
  const known = new Map<string, SequenceTimes>();
  const timesOf = (timeZone: string | undefined): SequenceTimes => {
    const zone = (timeZone === undefined ? undefined : zoneOf(timeZone)) ?? own;
    const before = known.get(zone.name);
    if (before !== undefined) return before;
    const sending = quietHours && compileSending(zone, quietHours, holidays);
    const times = { zone, sending, holidays };
    known.set(zone.name, times);
    return times;
  };
  return {
    version,
    name,
    document,
    indexOf: new Map(steps.map(({ key }, index) => [key, index])),
    enters: enterWhen && compileCondition(enterWhen),
    entersByTime: enterWhen && clockDependence(enterWhen),
    exits: exitWhen && compileCondition(exitWhen),
    exitOn: new Set(exitOn),
    conditions: new Map(
      steps.flatMap((step) => (step.type === 'condition' ? [[step.key, compileCondition(step.when)] as const] : [])),
    ),
    channels: channelsOf(document),
    timesOf,
  };
}

function clockDependence(condition: Condition): TimeDependence | undefined {
  const dependence = dependenceOf([condition]);
  return readsClock(dependence) ? dependence : undefined;
}

function channelsOf({ steps }: Sequence): ReadonlySet<ConsentChannel> {
  const channels = new Set<ConsentChannel>();
  for (const step of steps) {
    const channel = step.type === 'send' ? step.channel : step.type === 'task' ? CHANNEL_OF[step.kind] : undefined;
    for (const one of channel === 'any' ? (['email', 'phone'] as const) : [channel]) if (one) channels.add(one);
  }
  return channels;
}

/** The hours outside the quiet ones, each within its day. */
function compileSending(
  zone: ZoneOffsets,
  { start, end, workdaysOnly = false }: QuietHours,
  holidays: ReadonlySet<number>,
): WorkCalendar {
  const isOverNight = (parseTimeOfDay(start) ?? 0) > (parseTimeOfDay(end) ?? 0);
  const parts = isOverNight
    ? [{ start: end, end: start }]
    : [
        { start: '00:00', end: start },
        { start: end, end: '24:00' },
      ];
  // A block that ends where it starts would be a whole day.
  const within = parts.filter((part) => part.start !== part.end);
  const days = workdaysOnly ? WEEKDAYS.slice(0, 5) : WEEKDAYS;
  const blocks: WorkingBlock[] = days.flatMap((weekday) => within.map((part) => ({ weekday, ...part })));
  return compileCalendar(zone, blocks, workdaysOnly ? holidays : new Set(), []);
}

/** The published sequences of a workspace. */
export interface Sequences {
  readonly byKey: ReadonlyMap<string, CompiledSequence>;
  /** Those with an entry condition, in the order of their keys: the first of a purpose whose condition holds is entered. */
  readonly entering: readonly CompiledSequence[];
}

export function sequencesOf(compiled: readonly CompiledSequence[]): Sequences {
  const sorted = [...compiled].sort((a, b) => (a.document.key < b.document.key ? -1 : 1));
  return {
    byKey: new Map(sorted.map((sequence) => [sequence.document.key, sequence])),
    entering: sorted.filter(({ enters }) => enters !== undefined),
  };
}
