import type { GivenShares, LedgerMove } from '../leads/bulk-change.js';
import { sharesOf } from './candidates.js';
import type { PoolTrial } from './decision.js';
import type { Pools } from './pools.js';

/** The entries of all teams. */
export const ledgersOf = (pools: Pools): LedgerMove[] =>
  pools
    .all()
    .flatMap(({ team, entries }) =>
      entries.map(({ repId, given, credit }) => ({ teamId: team.id, repId, given, credit })),
    );

/** What has moved since `before`. */
export function movesSince(pools: Pools, before: readonly LedgerMove[]): LedgerMove[] {
  const known = new Map(before.map((entry) => [`${entry.teamId} ${entry.repId}`, entry]));
  return ledgersOf(pools).flatMap(({ teamId, repId, given, credit }) => {
    const was = known.get(`${teamId} ${repId}`) ?? { given: 0, credit: 0 };
    const move = { teamId, repId, given: given - was.given, credit: credit - was.credit };
    return move.given === 0 && move.credit === 0 ? [] : [move];
  });
}

/** Reverses what a change moved. Credits beyond their limits are settled when the ledger is loaded again. */
export function reverseMoves(pools: Pools, moves: readonly LedgerMove[]): void {
  for (const { teamId, repId, given, credit } of moves) {
    const pool = pools.get(teamId);
    const entry = pool?.entries.find((one) => one.repId === repId);
    if (pool === undefined || entry === undefined) continue;
    pool.changed = true;
    entry.given = Math.max(0, entry.given - given);
    entry.credit -= credit;
  }
}

/** The shares of the decision that gave a lead to its owner. */
export function givenSharesOf(trial: PoolTrial | undefined): GivenShares | undefined {
  const { teamId, members } = trial?.roster ?? {};
  if (trial === undefined || teamId === undefined || members === undefined) return undefined;
  const shares = sharesOf(trial).map((share, index) => [members[index]?.repId ?? '', share] as const);
  return { teamId, shares: Object.fromEntries(shares.filter(([, share]) => share > 0)) };
}
