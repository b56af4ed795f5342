import { nextWorking } from '../calendar/business-time.js';
import type { TimeOff, WorkCalendar } from '../calendar/calendar.js';
import { firstInstantOf, offsetAt, UTC } from '../calendar/zone.js';
import type { Subject } from '../conditions/subject.js';
import type { LeadFacts } from '../leads/facts.js';
import { MILLISECONDS_PER_DAY, MILLISECONDS_PER_HOUR } from '../time.js';
import type { CandidateFailure } from './decision.js';
import { type LeadTraits, lackingSkill, mismatchOf, traitsOf } from './matching.js';
import type { Burst, RepFacts } from './reps.js';
import { ANY_REP, type RepRequirements } from './requirements.js';

/** Why a rep is not eligible for a lead, and the fact behind it. */
export interface Obstacle {
  failure: CandidateFailure;
  fact?: string | undefined;
  /** When time alone removes it, epoch milliseconds; absent: never. */
  until?: number | undefined;
}

/** The properties of a lead that decide whether a rep is eligible for it. */
export interface RoutedLead {
  facts: LeadFacts;
  /** The facts for conditions of rules; absent when only limits and time are checked. */
  subject?: Subject | undefined;
  /** Computed from `facts` on first use. */
  traits?: LeadTraits | undefined;
  now: number;
  /** Its effort for the next owner, in the units of the routing policy. */
  effort: number;
  /** The owner who loses the lead. */
  from?: string | undefined;
  /** Reps who declined the lead and do not get it again. */
  declined?: readonly string[] | undefined;
  /** The owner, who keeps the lead if the rules allow this rep. Limits and hours are not checked for it. */
  owner?: string | undefined;
}

const INACTIVE: Obstacle = { failure: 'inactive' };
const DECLINED: Obstacle = { failure: 'declined' };
const NOT_NAMED: Obstacle = { failure: 'not_named' };

/** The first obstacle, in the order of `CANDIDATE_FAILURES`; undefined when there is none. An unknown rep counts as inactive. */
export function obstacleOf(
  rep: RepFacts | undefined,
  requirements: RepRequirements,
  routedLead: RoutedLead,
): Obstacle | undefined {
  if (rep === undefined || !rep.active) return INACTIVE;
  if (routedLead.declined?.includes(rep.id)) return DECLINED;
  if (rep.id === routedLead.from) return { failure: 'previous_owner', until: timeOffAt(rep, routedLead.now)?.to };
  if (requirements.repIds !== undefined && !requirements.repIds.has(rep.id)) return NOT_NAMED;
  if (rep.id === routedLead.owner) return misfit(rep, requirements, routedLead);
  return (
    misfit(rep, requirements, routedLead) ??
    overload(rep, routedLead.effort) ??
    temporaryObstacle(rep, requirements, routedLead.now)
  );
}

function misfit(
  { profile }: RepFacts,
  { matches, skills, repCondition }: RepRequirements,
  routedLead: RoutedLead,
): Obstacle | undefined {
  if (matches.length > 0) {
    routedLead.traits ??= traitsOf(routedLead.facts);
    for (const match of matches) {
      const fact = mismatchOf(match, profile, routedLead.traits);
      if (fact !== undefined) return { failure: match, fact };
    }
  }
  if (repCondition !== undefined && routedLead.subject !== undefined) {
    const fact = repCondition.mismatchOf(profile, routedLead.subject);
    if (fact !== undefined) return { failure: 'rep_condition', fact };
  }
  if (skills.length === 0) return undefined;
  const fact = lackingSkill(profile, skills);
  return fact === undefined ? undefined : { failure: 'skill', fact };
}

/** Whether the capacity of the rep has no room for one more lead of that effort. */
export const isFull = (rep: RepFacts, effort: number): boolean => overload(rep, effort) !== undefined;

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

/** Obstacles that time removes: time off, hours, caps. */
function temporaryObstacle(rep: RepFacts, requirements: RepRequirements, at: number): Obstacle | undefined {
  return rep.calendar === undefined && rep.recent === undefined
    ? undefined
    : (absence(rep, requirements, at) ?? cap(rep, at));
}

interface CachedAbsence {
  at: number;
  availability: RepRequirements['availability'];
  obstacle: Obstacle | undefined;
}

/** Results for the latest instants of each calendar. A batch checks the same instants for each of its leads. */
const absences = new WeakMap<WorkCalendar, readonly CachedAbsence[]>();
const returns = new WeakMap<WorkCalendar, { at: number; hasReturned: boolean }>();
const CACHED_INSTANTS = 4;

function absence({ calendar }: RepFacts, { availability }: RepRequirements, at: number): Obstacle | undefined {
  if (calendar === undefined) return undefined;
  const known = absences.get(calendar) ?? [];
  for (const one of known) if (one.at === at && one.availability === availability) return one.obstacle;
  const obstacle = computeAbsence(calendar, availability, at);
  absences.set(calendar, [{ at, availability, obstacle }, ...known.slice(0, CACHED_INSTANTS - 1)]);
  return obstacle;
}

function computeAbsence(
  calendar: WorkCalendar,
  availability: RepRequirements['availability'],
  at: number,
): Obstacle | undefined {
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

/**
 * After a rep's absence, leads that waited for it are limited to `burst`. The limit lasts as long as the absence did, and
 * `atMost` milliseconds at most.
 */
const RETURN_LIMIT = { burst: { leads: 10, minutes: 60 }, atMost: MILLISECONDS_PER_DAY };

/** The burst cap at this instant: the rep's own, or that of a rep who has just returned. */
export function burstAt({ burst, calendar }: RepFacts, at: number): Burst | undefined {
  if (burst !== undefined || calendar === undefined) return burst;
  const known = returns.get(calendar);
  if (known?.at === at) return known.hasReturned ? RETURN_LIMIT.burst : undefined;
  const hasReturned = calendar.timeOff.some(
    ({ from, to }) => to <= at && at < to + Math.min(to - from, RETURN_LIMIT.atMost),
  );
  returns.set(calendar, { at, hasReturned });
  return hasReturned ? RETURN_LIMIT.burst : undefined;
}

function cap(rep: RepFacts, at: number): Obstacle | undefined {
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

/** One obstacle may follow another (time off, hours, caps). After so many a rep counts as never eligible by time alone. */
const MAX_STEPS = 20;

/**
 * When time alone makes the rep eligible, epoch milliseconds, if nothing else changes; undefined when it never does.
 * `obstacle`: the current one, if the caller has computed it.
 */
export function eligibleFrom(
  rep: RepFacts | undefined,
  requirements: RepRequirements,
  routedLead: RoutedLead,
  obstacle = obstacleOf(rep, requirements, routedLead),
): number | undefined {
  let at = routedLead.now;
  for (let step = 1; obstacle !== undefined; step += 1) {
    if (obstacle.until === undefined || step === MAX_STEPS) return undefined;
    at = obstacle.until;
    // The owner is excluded only now. Later, while no other rep is found, the owner is a candidate like any other.
    obstacle = obstacleOf(rep, requirements, { ...routedLead, now: at, from: undefined });
  }
  return at;
}

/** The instants of given leads that caps still count. */
export function stillRecent(rep: RepFacts, now: number): number[] {
  const { dailyCap, recent = [] } = rep;
  const days = dailyCap === undefined ? 0 : 2 * MILLISECONDS_PER_DAY;
  const since = now - Math.max(days, (burstAt(rep, now)?.minutes ?? 0) * 60_000);
  return recent.filter((instant) => instant >= since);
}

/** An owner at its limits still gets leads by stickiness, but not while it is inactive or off. */
export function isStickyAvailable(rep: RepFacts | undefined, { facts, now }: Subject): boolean {
  const failure = obstacleOf(rep, ANY_REP, { facts, now, effort: 0 })?.failure;
  return failure !== 'inactive' && failure !== 'time_off';
}
