import { nextWorking } from '../calendar/business-time.js';
import type { TimeOff, WorkCalendar } from '../calendar/calendar.js';
import { firstInstantOf, offsetAt, UTC } from '../calendar/zone.js';
import type { Subject } from '../conditions/subject.js';
import type { LeadFacts } from '../leads/facts.js';
import { MILLISECONDS_PER_DAY, MILLISECONDS_PER_HOUR } from '../time.js';
import type { CandidateFailure } from './decision.js';
import type { Demand } from './demand.js';
import { type LeadTraits, lackingSkill, mismatchOf, traitsOf } from './matching.js';
import type { Burst, RepFacts } from './reps.js';

/** What stands between a rep and a lead, and the fact it is about. */
export interface Obstacle {
  failure: CandidateFailure;
  fact?: string | undefined;
  /** When it goes by itself, epoch milliseconds; absent: not by time alone. */
  until?: number | undefined;
}

/** A lead as far as reps have to fit it. */
export interface Asking {
  facts: LeadFacts;
  /** All that is known of it, where rules may ask; absent where only limits and time are asked about. */
  subject?: Subject | undefined;
  /** Made of the facts when first asked for. */
  traits?: LeadTraits | undefined;
  now: number;
  /** What it will weigh for its owner, in units of effort. */
  effort: number;
  /** Who is not to have it: it is being taken away from this rep. */
  from?: string | undefined;
  /** Who did not want it: they are not given it again. */
  declined?: readonly string[] | undefined;
  /** Who has it, and keeps it where the rules would let this rep have it: neither limits nor hours matter any more. */
  holder?: string | undefined;
}

const INACTIVE: Obstacle = { failure: 'inactive' };
const DECLINED: Obstacle = { failure: 'declined' };
const NOT_NAMED: Obstacle = { failure: 'not_named' };

/** The first obstacle, in the order of `CANDIDATE_FAILURES`; undefined when there is none. A rep nobody knows is inactive. */
export function obstacleOf(rep: RepFacts | undefined, demand: Demand, asking: Asking): Obstacle | undefined {
  if (rep === undefined || !rep.active) return INACTIVE;
  if (asking.declined?.includes(rep.id)) return DECLINED;
  if (rep.id === asking.from) return { failure: 'previous_owner', until: timeOffAt(rep, asking.now)?.to };
  if (demand.repIds !== undefined && !demand.repIds.has(rep.id)) return NOT_NAMED;
  if (rep.id === asking.holder) return misfit(rep, demand, asking);
  return misfit(rep, demand, asking) ?? overload(rep, asking.effort) ?? pause(rep, demand, asking.now);
}

function misfit({ profile }: RepFacts, { matches, skills, fits }: Demand, asking: Asking): Obstacle | undefined {
  if (matches.length > 0) {
    asking.traits ??= traitsOf(asking.facts);
    for (const match of matches) {
      const fact = mismatchOf(match, profile, asking.traits);
      if (fact !== undefined) return { failure: match, fact };
    }
  }
  if (fits !== undefined && asking.subject !== undefined) {
    const fact = fits.mismatchOf(profile, asking.subject);
    if (fact !== undefined) return { failure: 'rep_condition', fact };
  }
  if (skills.length === 0) return undefined;
  const fact = lackingSkill(profile, skills);
  return fact === undefined ? undefined : { failure: 'skill', fact };
}

function overload(rep: RepFacts, effort: number): Obstacle | undefined {
  const { capacity, openLeads, effortCapacity, openEffort = 0 } = rep;
  if (capacity !== null && openLeads >= capacity) {
    return { failure: 'at_capacity', fact: `${openLeads} open leads of ${capacity}` };
  }
  if (effortCapacity !== undefined && openEffort + effort > effortCapacity) {
    return { failure: 'at_effort_capacity', fact: `effort ${openEffort} and ${effort} of ${effortCapacity}` };
  }
  return undefined;
}

/** What passes with time: time off, hours, caps. */
function pause(rep: RepFacts, demand: Demand, at: number): Obstacle | undefined {
  return rep.calendar === undefined && rep.recent === undefined
    ? undefined
    : (away(rep, demand, at) ?? capped(rep, at));
}

interface KnownAway {
  at: number;
  availability: Demand['availability'];
  obstacle: Obstacle | undefined;
}

/** What the calendars had at the instants looked at last: a batch looks at the same ones for each of its leads. */
const knownAway = new WeakMap<WorkCalendar, readonly KnownAway[]>();
const knownReturns = new WeakMap<WorkCalendar, { at: number; hasComeBack: boolean }>();
const INSTANTS = 4;

function away({ calendar }: RepFacts, { availability }: Demand, at: number): Obstacle | undefined {
  if (calendar === undefined) return undefined;
  const known = knownAway.get(calendar) ?? [];
  for (const one of known) if (one.at === at && one.availability === availability) return one.obstacle;
  const obstacle = awayBy(calendar, availability, at);
  knownAway.set(calendar, [{ at, availability, obstacle }, ...known.slice(0, INSTANTS - 1)]);
  return obstacle;
}

function awayBy(calendar: WorkCalendar, availability: Demand['availability'], at: number): Obstacle | undefined {
  const off = timeOffAt({ calendar }, at);
  if (off !== undefined) return { failure: 'time_off', fact: 'is off', until: off.to };
  if (availability.mode === 'anytime') return undefined;
  const begins = nextWorking(calendar, at);
  if (begins === undefined) return { failure: 'not_working', fact: 'does not work at all' };
  const within = availability.mode === 'within' ? (availability.hours ?? 0) * MILLISECONDS_PER_HOUR : 0;
  if (begins - at <= within) return undefined;
  return { failure: 'not_working', fact: 'does not work at this time', until: begins - within };
}

function timeOffAt({ calendar }: Pick<RepFacts, 'calendar'>, at: number): TimeOff | undefined {
  return calendar?.timeOff.find(({ from, to }) => from <= at && at < to);
}

/** What waited for somebody who was away comes bit by bit, for as long as it was away and a day at most. */
const COMING_BACK = { burst: { leads: 10, minutes: 60 }, atMost: MILLISECONDS_PER_DAY };

/** The cap on stretches of time that holds at this instant: the rep's own, or that of somebody who has just come back. */
export function burstAt({ burst, calendar }: RepFacts, at: number): Burst | undefined {
  if (burst !== undefined || calendar === undefined) return burst;
  const known = knownReturns.get(calendar);
  if (known?.at === at) return known.hasComeBack ? COMING_BACK.burst : undefined;
  const hasComeBack = calendar.timeOff.some(
    ({ from, to }) => to <= at && at < to + Math.min(to - from, COMING_BACK.atMost),
  );
  knownReturns.set(calendar, { at, hasComeBack });
  return hasComeBack ? COMING_BACK.burst : undefined;
}

function capped(rep: RepFacts, at: number): Obstacle | undefined {
  const { dailyCap, recent = [], calendar } = rep;
  if (dailyCap !== undefined) {
    const zone = calendar?.zone ?? UTC;
    const today = Math.floor((at + offsetAt(zone, at)) / MILLISECONDS_PER_DAY) * MILLISECONDS_PER_DAY;
    const begins = firstInstantOf(zone, today);
    const given = recent.filter((instant) => instant >= begins).length;
    if (given >= dailyCap) {
      const until = firstInstantOf(zone, today + MILLISECONDS_PER_DAY);
      return { failure: 'daily_cap', fact: `${given} leads today of ${dailyCap}`, until };
    }
  }
  const burst = burstAt(rep, at);
  if (burst !== undefined) {
    const window = burst.minutes * 60_000;
    const within = recent.filter((instant) => instant > at - window);
    const oldest = within.at(-burst.leads);
    if (oldest !== undefined) {
      const fact = `${within.length} leads in ${burst.minutes} minutes of ${burst.leads}`;
      return { failure: 'burst_cap', fact, until: oldest + window };
    }
  }
  return undefined;
}

/** Alternately off, out of hours and capped: after so many steps a rep counts as never eligible by time alone. */
const STEPS = 20;

/**
 * When time alone makes the rep eligible, as things stand; undefined when it does not. `obstacle`: what stands between them
 * now, where that is known.
 */
export function eligibleFrom(
  rep: RepFacts | undefined,
  demand: Demand,
  asking: Asking,
  obstacle = obstacleOf(rep, demand, asking),
): number | undefined {
  let at = asking.now;
  for (let step = 1; obstacle !== undefined; step += 1) {
    if (obstacle.until === undefined || step === STEPS) return undefined;
    at = obstacle.until;
    // The lead is taken from its owner now; later, while no other rep is found, the owner is a candidate like any other.
    obstacle = obstacleOf(rep, demand, { ...asking, now: at, from: undefined });
  }
  return at;
}

/** The instants of given leads that caps still look back to. */
export function stillRecent(rep: RepFacts, now: number): number[] {
  const { dailyCap, recent = [] } = rep;
  const days = dailyCap === undefined ? 0 : 2 * MILLISECONDS_PER_DAY;
  const since = now - Math.max(days, (burstAt(rep, now)?.minutes ?? 0) * 60_000);
  return recent.filter((instant) => instant >= since);
}
