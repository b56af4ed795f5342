import { zoneOffsets } from '../src/core/calendar/zone-offsets.js';
import type { Condition } from '../src/core/condition.js';
import { resolveDates } from '../src/core/conditions/relative-dates.js';
import { searchSql } from '../src/db/repositories/lead-search.js';
import { type Figure, median } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import { USUAL_CONDITIONS } from './search-conditions.js';
import type { SeededWorkspace } from './seed-leads.js';
import { seedSearchWorkspace } from './seed-search.js';
import type { Session } from './session.js';

const LEADS = 1_000_000;
const PAGE = 50;
/** Of a single condition, and of conditions that are combined. */
const WANTED_MS = { single: 100, tree: 2_000 } as const;
const ROUNDS = 5;
const SORT = [{ field: 'createdAt', direction: 'desc' }] as const;

/** The time of the first page of each usual condition, and how the database finds it. `--size`: leads of the workspace. */
export async function benchSearch(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  const workspace = await seedSearchWorkspace(harness, session.size ?? LEADS);
  return measureSearches(harness, workspace);
}

async function measureSearches(
  harness: Pick<Harness, 'sql' | 'call' | 'cpu' | 'serverPid'>,
  workspace: SeededWorkspace,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, where] of Object.entries(USUAL_CONDITIONS)) {
    const found = await timed(harness, workspace, where);
    const wanted = where?.type === 'all' ? WANTED_MS.tree : WANTED_MS.single;
    figures.push({
      what: `first page of ${PAGE}: ${name}`,
      unit: 'ms',
      ours: found.ms,
      against: { what: 'wanted', value: wanted, ratio: found.ms / wanted, atMost: 1 },
      notes: [
        `${found.rows} rows, ${found.databaseMs.toFixed(0)} ms of the database's processor, by ${await planOf(harness, workspace, where)}`,
      ],
    });
  }
  return figures;
}

async function timed(
  { call, cpu, serverPid }: Pick<Harness, 'call' | 'cpu' | 'serverPid'>,
  { key }: SeededWorkspace,
  where: Condition | undefined,
) {
  const times: number[] = [];
  let rows = 0;
  const before = cpu(serverPid).database;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    const page = await call<{ data: unknown[] }>('POST', '/v1/leads/search', { where, limit: PAGE }, key);
    times.push(performance.now() - start);
    rows = page.data.length;
  }
  const databaseMs = ((cpu(serverPid).database - before) / ROUNDS) * 1_000;
  return { ms: median(times), rows, databaseMs };
}

interface PlanNode {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  Plans?: PlanNode[];
}

/** The nodes of the plan that read tables, outermost first. */
async function planOf({ sql }: Pick<Harness, 'sql'>, { id }: SeededWorkspace, given: Condition | undefined) {
  const now = Date.now();
  const where = given && resolveDates(given, { now, zone: zoneOffsets('UTC') });
  const statement = searchSql(id, { where, sort: SORT, now })(undefined, PAGE + 1);
  const { rows } = await sql.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `explain (format json) ${statement.sql}`,
    statement.params,
  );
  const [plan] = rows[0]?.['QUERY PLAN'] ?? [];
  return plan === undefined ? 'no plan' : [...new Set(scansOf(plan.Plan))].join(', ');
}

function scansOf(node: PlanNode): string[] {
  const index = node['Index Name'];
  const table = node['Relation Name'];
  const type = node['Node Type'];
  const own = index !== undefined ? [index] : type.includes('Seq Scan') ? [`scan of ${table}`] : [];
  return [...own, ...(type === 'Sort' ? ['sort'] : []), ...(node.Plans ?? []).flatMap(scansOf)];
}
