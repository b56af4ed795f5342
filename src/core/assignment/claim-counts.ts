import { type ClaimPools, recentClaims, startOfDay } from './claim-pools.js';
import type { LedgerLine } from './pool.js';
import type { RepFacts } from './reps.js';

/** The instants, epoch milliseconds, at which a rep claimed leads of a team's pool. */
export interface RepClaims {
  teamId: string;
  repId: string;
  claims: readonly number[];
}

/** Recent claims per team and rep. Only pools with a daily limit are counted; the index is built on first use. */
export class ClaimCounts {
  private lines: Map<string, readonly number[]> | undefined;
  private readonly changed = new Map<string, RepClaims>();

  constructor(
    private readonly pools: ClaimPools,
    private readonly ledgers: readonly LedgerLine[],
    private readonly rep: (repId: string) => RepFacts | undefined,
  ) {}

  hasClaimsLeft(teamId: string, repId: string, now: number): boolean {
    const limit = this.pools.get(teamId)?.dailyClaims;
    if (limit === undefined) return true;
    const begins = startOfDay(this.rep(repId) ?? {}, now);
    return this.of(teamId, repId).filter((at) => at >= begins).length < limit;
  }

  add(teamId: string, repId: string, now: number): void {
    if (this.pools.get(teamId)?.dailyClaims === undefined) return;
    const claims = [...recentClaims(this.of(teamId, repId), now), now];
    this.known().set(`${teamId}|${repId}`, claims);
    this.changed.set(`${teamId}|${repId}`, { teamId, repId, claims });
  }

  changedClaims(): RepClaims[] {
    return [...this.changed.values()];
  }

  private of(teamId: string, repId: string): readonly number[] {
    return this.known().get(`${teamId}|${repId}`) ?? [];
  }

  private known(): Map<string, readonly number[]> {
    this.lines ??= new Map(
      this.ledgers.flatMap(({ teamId, repId, recentClaims }) =>
        recentClaims ? [[`${teamId}|${repId}`, recentClaims] as const] : [],
      ),
    );
    return this.lines;
  }
}
