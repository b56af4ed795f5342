import { createPool, type LedgerLine, type Pool, type TeamFacts } from './pool.js';

/** Teams with their ledgers; each pool is created on first use. */
export class Pools {
  private readonly pools = new Map<string, Pool>();
  private lines: Map<string, LedgerLine[]> | undefined;

  constructor(
    private readonly teams: ReadonlyMap<string, TeamFacts>,
    private readonly ledgers: readonly LedgerLine[],
  ) {}

  get(teamId: string): Pool | undefined {
    const known = this.pools.get(teamId);
    if (known !== undefined) return known;
    const team = this.teams.get(teamId);
    if (team === undefined) return undefined;
    this.lines ??= byTeam(this.ledgers);
    const pool = createPool(team, this.lines.get(teamId) ?? []);
    this.pools.set(teamId, pool);
    return pool;
  }

  all(): Pool[] {
    return [...this.teams.keys()].flatMap((teamId) => this.get(teamId) ?? []);
  }

  changedLedgers(): LedgerLine[] {
    return [...this.pools.values()]
      .filter((pool) => pool.changed)
      .flatMap(({ team, entries }) =>
        entries.map(({ repId, given, credit, missed }) => ({ teamId: team.id, repId, given, credit, missed })),
      );
  }
}

function byTeam(lines: readonly LedgerLine[]): Map<string, LedgerLine[]> {
  const found = new Map<string, LedgerLine[]>();
  for (const line of lines) {
    const ofTeam = found.get(line.teamId);
    if (ofTeam) ofTeam.push(line);
    else found.set(line.teamId, [line]);
  }
  return found;
}
