import { firstInstantOf, offsetAt, UTC } from '../calendar/zone.js';
import type { Lead } from '../leads/lead.js';
import type { FormerRep } from '../leads/lifecycle.js';
import { MILLISECONDS_PER_DAY, MILLISECONDS_PER_HOUR } from '../time.js';
import type { RepFacts } from './reps.js';

/** How the members of a team claim the leads that a rule puts into its pool. An absent limit is no limit. */
export interface ClaimPool {
  teamId: string;
  /** Most claims of one rep on one day of its time zone. A returned lead counts as well. */
  dailyClaims?: number | undefined;
  /** Hours for which a rep who owned, returned or lost a lead cannot get it again. */
  cooldownHours?: number | undefined;
  /** Whether the contact data of a lead are hidden until the claiming rep takes it. */
  maskContacts?: boolean | undefined;
}

export type ClaimPools = ReadonlyMap<string, ClaimPool>;

/** Most former reps kept per lead. Those whose cooldown ends first are dropped. */
const MAX_FORMER_REPS = 50;

/**
 * The former reps of a lead, with the instant at which each cooldown ends, after the lead has left `repId`. The cooldown is
 * that of the pool of the lead's team, else the longest of all pools. Undefined when no cooldown applies.
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
  return former.sort((a, b) => a.until - b.until).slice(-MAX_FORMER_REPS);
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

/** Whether the rep is still in the cooldown of the lead. */
export function isCooling({ lifecycle }: Pick<Lead, 'lifecycle'>, repId: string, now: number): boolean {
  return lifecycle?.formerReps?.some((one) => one.repId === repId && one.until > now) ?? false;
}

/** The start of the day that contains an instant, in the rep's time zone; epoch milliseconds. */
export function startOfDay({ calendar }: Pick<RepFacts, 'calendar'>, at: number): number {
  const zone = calendar?.zone ?? UTC;
  const today = Math.floor((at + offsetAt(zone, at)) / MILLISECONDS_PER_DAY) * MILLISECONDS_PER_DAY;
  return firstInstantOf(zone, today);
}

/** The claims that daily limits still count: those of the last 48 hours, which cover today in every time zone. */
export const recentClaims = (claims: readonly number[], now: number): number[] =>
  claims.filter((at) => at > now - 2 * MILLISECONDS_PER_DAY);

/** Whether the contact data of a pool's lead are hidden, because no rep has taken it yet. */
export function isMasked(pools: ClaimPools, { teamId, ownerId }: Pick<Lead, 'teamId' | 'ownerId'>): boolean {
  return ownerId === undefined && teamId !== undefined && pools.get(teamId)?.maskContacts === true;
}
