import { firstInstantOf, offsetAt, UTC } from '../calendar/zone.js';
import type { Lead } from '../leads/lead.js';
import type { FormerRep } from '../leads/lifecycle.js';
import { MILLISECONDS_PER_DAY, MILLISECONDS_PER_HOUR } from '../time.js';
import type { RepFacts } from './reps.js';

/** How the members of a team claim the leads that a rule puts into its pool. What is absent limits nothing. */
export interface ClaimPool {
  teamId: string;
  /** Most claims of one rep on one day of its time zone; what is returned counts, too. */
  dailyClaims?: number | undefined;
  /** Hours for which a rep who had, returned or let go of a lead is not given it again. */
  cooldownHours?: number | undefined;
  /** Whether a claimer sees how to reach the lead only once it has taken it. */
  maskContacts?: boolean | undefined;
}

export type ClaimPools = ReadonlyMap<string, ClaimPool>;

/** More former reps of one lead are not remembered: those whose time is up first are forgotten. */
const MOST_FORMER = 50;

/**
 * Who is not given the lead again for a while, after it has left a rep: by the pool of its team, else by the pool that asks
 * for the longest time. Undefined: as before.
 */
export function formerRepsAfter(
  pools: ClaimPools,
  { teamId, lifecycle }: Pick<Lead, 'teamId' | 'lifecycle'>,
  repId: string,
  now: number,
): readonly FormerRep[] | undefined {
  const hours = cooldownOf(pools, teamId);
  if (hours === undefined) return undefined;
  const others = (lifecycle?.formerReps ?? []).filter((one) => one.until > now && one.repId !== repId);
  const former = [...others, { repId, until: now + hours * MILLISECONDS_PER_HOUR }];
  return former.sort((a, b) => a.until - b.until).slice(-MOST_FORMER);
}

function cooldownOf(pools: ClaimPools, teamId: string | undefined): number | undefined {
  const own = teamId === undefined ? undefined : pools.get(teamId);
  if (own !== undefined) return own.cooldownHours;
  let longest: number | undefined;
  for (const { cooldownHours } of pools.values()) {
    if (cooldownHours !== undefined) longest = Math.max(longest ?? 0, cooldownHours);
  }
  return longest;
}

/** Whether the lead is kept from the rep for a while. */
export function isCooling({ lifecycle }: Pick<Lead, 'lifecycle'>, repId: string, now: number): boolean {
  return lifecycle?.formerReps?.some((one) => one.repId === repId && one.until > now) ?? false;
}

/** The beginning of the day of the rep's time zone in which an instant lies. */
export function dayBegins({ calendar }: Pick<RepFacts, 'calendar'>, at: number): number {
  const zone = calendar?.zone ?? UTC;
  const today = Math.floor((at + offsetAt(zone, at)) / MILLISECONDS_PER_DAY) * MILLISECONDS_PER_DAY;
  return firstInstantOf(zone, today);
}

/** The claims that daily limits still look back to. */
export const recentClaims = (claims: readonly number[], now: number): number[] =>
  claims.filter((at) => at > now - 2 * MILLISECONDS_PER_DAY);

/** Whether a pool's lead is shown without the ways to reach it: nobody has taken it yet. */
export function isMasked(pools: ClaimPools, { teamId, ownerId }: Pick<Lead, 'teamId' | 'ownerId'>): boolean {
  return ownerId === undefined && teamId !== undefined && pools.get(teamId)?.maskContacts === true;
}
