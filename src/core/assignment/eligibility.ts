import { nextWorking } from '../calendar/business-time.js';
import type { TimeOff } from '../calendar/calendar.js';
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

function away({ calendar }: RepFacts, { availability }: Demand, at: number): Obstacle | undefined {
  if (calendar === undefined) return undefined;
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
  // Asked of every member of a pool for each lead: no function is made for it.
  for (const { from, to } of calendar.timeOff) {
    if (to <= at && at < to + Math.min(to - from, COMING_BACK.atMost)) return COMING_BACK.burst;
  }
  return undefined;
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

/** When time alone makes the rep eligible, as things stand; undefined when it does not. */
export function eligibleFrom(rep: RepFacts | undefined, demand: Demand, asking: Asking): number | undefined {
  let at = asking.now;
  for (let step = 0; step < STEPS; step += 1) {
    // It is taken from its owner now; later, when nobody else has come, that is one like any other.
    const from = step === 0 ? asking.from : undefined;
    const obstacle = obstacleOf(rep, demand, { ...asking, now: at, from });
    if (obstacle === undefined) return at;
    if (obstacle.until === undefined) return undefined;
    at = obstacle.until;
  }
  return undefined;
}

/** The instants of given leads that caps still look back to. */
export function stillRecent(rep: RepFacts, now: number): number[] {
  const { dailyCap, recent = [] } = rep;
  const days = dailyCap === undefined ? 0 : 2 * MILLISECONDS_PER_DAY;
  const since = now - Math.max(days, (burstAt(rep, now)?.minutes ?? 0) * 60_000);
  return recent.filter((instant) => instant >= since);
}
