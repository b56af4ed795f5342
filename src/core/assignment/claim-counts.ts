import { type ClaimPools, dayBegins, recentClaims } from './claim-pools.js';
import type { LedgerLine } from './pool.js';
import type { RepFacts } from './reps.js';

export interface RememberedClaims {
  teamId: string;
  repId: string;
  claims: readonly number[];
}

/** Who has claimed how many leads of which pool lately, where a pool limits that; costs nothing where none does. */
export class ClaimCounts {
  private lines: Map<string, readonly number[]> | undefined;
  private readonly changed = new Map<string, RememberedClaims>();

  constructor(
    private readonly pools: ClaimPools,
    private readonly ledgers: readonly LedgerLine[],
    private readonly rep: (repId: string) => RepFacts | undefined,
  ) {}

  hasLeft(teamId: string, repId: string, now: number): boolean {
    const limit = this.pools.get(teamId)?.dailyClaims;
    if (limit === undefined) return true;
    const begins = dayBegins(this.rep(repId) ?? {}, now);
    return this.of(teamId, repId).filter((at) => at >= begins).length < limit;
  }

  add(teamId: string, repId: string, now: number): void {
    if (this.pools.get(teamId)?.dailyClaims === undefined) return;
    const claims = [...recentClaims(this.of(teamId, repId), now), now];
    this.known().set(`${teamId}|${repId}`, claims);
    this.changed.set(`${teamId}|${repId}`, { teamId, repId, claims });
  }

  remembered(): RememberedClaims[] {
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
