import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { TimerKind } from '../src/core/timers.js';
import { startEmbedded } from '../src/db/embedded/server.js';
import { DUE_TIMERS } from '../src/db/repositories/timers.js';
import { type Figure, number } from './figures.js';
import { connect } from './harness.js';
import { makeFolder, NODE_FLAGS, startServer } from './processes.js';
import { type ExpectedEvent, type SeededTimers, seedTimers } from './seed-timers.js';
import type { Session } from './session.js';

const DEFAULT_SIZE = 1_000_000;
const PROCESSES = 3;
/** Interval at which the next of the processes is killed and started again. */
const KILL_EVERY_MS = 4_000;
/** Time from the start of seeding to the first due instant. */
const LEAD_TIME_MS = 90_000;
const GIVE_UP_MS = 180_000;

interface Deployment {
  sql: pg.Client;
  start(): Promise<Running>;
}

interface Running {
  pid: number;
  port: number;
  key: string | undefined;
}

/** A million timers are pending while some thousands become due and processes are killed: each fires once, in time. */
export async function benchTimers(session: Session): Promise<Figure[]> {
  const pending = session.size ?? DEFAULT_SIZE;
  const deployment = await deploy(session);
  const { sql } = deployment;
  const first = await deployment.start();
  const from = Date.now() + LEAD_TIME_MS;
  const seeded = await seedTimers({ port: first.port, key: first.key ?? '', sql, from });
  await seedPending(sql, pending);
  const kinds = Object.keys(seeded.kinds) as TimerKind[];
  await sql.query('create table bench_due as table timers with no data');
  await sql.query(
    `insert into bench_due select * from timers where due_at < now() + interval '1 hour' and kind = any($1::text[])`,
    [kinds],
  );
  const [plan, pages] = await explain(sql, kinds);
  const running = [first, await deployment.start(), await deployment.start()];
  if (Date.now() > from) throw new Error('seeding took too long: the first were due before all was ready');
  await sleep(from - Date.now());
  const kills = await killWhileFiring(deployment, running, from);
  return figures(await verify(sql, seeded), { pending, kills, plan, pages });
}

async function deploy({ cleanup, onDatabase }: Session): Promise<Deployment> {
  const folder = makeFolder(cleanup);
  const database = await startEmbedded({ dataDir: join(folder, 'data') });
  cleanup.add(() => database.stop());
  const sql = await connect(database.connection, cleanup);
  const { rows } = await sql.query<{ server_version: string }>('show server_version');
  onDatabase(`PostgreSQL ${rows[0]?.server_version}`);
  const { user, password, host, port, database: name } = database.connection;
  const url = `postgres://${user}:${password}@localhost:${port}/${name}?host=${encodeURIComponent(host)}`;
  let count = 0;
  const start = async (): Promise<Running> => {
    count += 1;
    const { pid, ready } = await startServer(
      {
        args: [...NODE_FLAGS, join('dist', 'headwater.js'), 'serve'],
        env: { PATH: process.env.PATH ?? '', PORT: '0', DATABASE_URL: url },
        output: join(folder, `server-${count}.log`),
        ready: (text) => {
          const [, port] = /ready at http:\/\/127\.0\.0\.1:(\d+).*\n\n/s.exec(text) ?? [];
          return port === undefined ? undefined : { port: Number(port), key: /hw_live_admin_\w+/.exec(text)?.[0] };
        },
      },
      cleanup,
    );
    return { pid, ...ready };
  };
  return { sql, start };
}

/** Inserts timers of five kinds that are due in a day or later, spread over fifty workspaces. */
async function seedPending(sql: pg.Client, count: number): Promise<void> {
  await sql.query(
    `insert into timers (workspace_id, kind, subject_id, due_at)
     select ('00000000-0000-0000-0000-' || lpad((n % 50)::text, 12, '0'))::uuid,
            (array['sla_check', 'park_wake', 'handoff_timeout', 'lead_review', 'sequence_step'])[1 + n % 5],
            ('00000000-0000-0000-0001-' || lpad(n::text, 12, '0'))::uuid, now() + interval '1 day' + n * interval '1 second'
       from generate_series(1, $1::int) n`,
    [count],
  );
  await sql.query('vacuum (analyze) timers');
}

interface Plan {
  'Node Type': string;
  'Index Name'?: string;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Plan[];
}

/** Runs the scan for due timers as of an hour from now, when those of all seeded leads are due; returns its plan. */
async function explain(sql: pg.Client, kinds: TimerKind[]): Promise<[plan: string, pages: number]> {
  const values = [new Date(Date.now() + 3_600_000), kinds, 1_000];
  const { rows } = await sql.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `explain (analyze, buffers, format json) ${DUE_TIMERS}`,
    values,
  );
  const nodes: string[] = [];
  const walk = (node: Plan): void => {
    nodes.push([node['Node Type'], node['Index Name']].filter(Boolean).join(' on '));
    for (const child of node.Plans ?? []) walk(child);
  };
  const plan = rows[0]?.['QUERY PLAN'][0].Plan as Plan;
  walk(plan);
  return [nodes.join(' > '), plan['Shared Hit Blocks'] + plan['Shared Read Blocks']];
}

/** Until nothing is due any more. Whoever is killed comes back at once, as under any supervisor. */
async function killWhileFiring({ sql, start }: Deployment, running: Running[], from: number): Promise<number> {
  let kills = 0;
  for (;;) {
    await sleep(KILL_EVERY_MS);
    const { rows } = await sql.query<{ left: number }>(
      `select count(*)::int as left from bench_due d join timers t using (workspace_id, kind, subject_id)
        where t.due_at = d.due_at`,
    );
    if (rows[0]?.left === 0) return kills;
    if (Date.now() - from > GIVE_UP_MS) throw new Error(`${rows[0]?.left} timers did not fire`);
    const victim = running[kills % PROCESSES] as Running;
    process.kill(victim.pid, 'SIGKILL');
    running[kills % PROCESSES] = await start();
    kills += 1;
  }
}

interface Verdict {
  due: number;
  once: number;
  never: number;
  twice: number;
  /** Seconds from the due instant to the event: maximum, and 99th percentile. */
  most: number;
  p99: number;
  byKind: string;
}

/** From the event log alone: how often each due timer fired, and how late. */
async function verify(sql: pg.Client, { kinds }: SeededTimers): Promise<Verdict> {
  const expected = Object.entries(kinds).map(([kind, { type, cause }]: [string, ExpectedEvent]) => [
    kind,
    type,
    cause ?? null,
  ]);
  const { rows } = await sql.query<Omit<Verdict, 'byKind'> & { kind: string | null }>(
    `with expected (kind, type, cause) as (select * from unnest($1::text[], $2::text[], $3::text[])),
     fired as (
       select d.kind, d.due_at, count(e.sequence) as times, min(e.occurred_at) as at
         from bench_due d join expected using (kind)
         left join events e on e.workspace_id = d.workspace_id and e.subject_id = d.subject_id::text
          and e.type = expected.type and (expected.cause is null or e.cause = expected.cause)
        group by d.workspace_id, d.kind, d.subject_id, d.due_at)
     select kind, count(*)::int as due, (count(*) filter (where times = 1))::int as once,
            (count(*) filter (where times = 0))::int as never, (count(*) filter (where times > 1))::int as twice,
            coalesce(max(extract(epoch from at - due_at)), 0)::float8 as most,
            coalesce(percentile_disc(0.99) within group (order by extract(epoch from at - due_at)), 0)::float8 as p99
       from fired group by grouping sets ((kind), ())`,
    [0, 1, 2].map((column) => expected.map((row) => row[column])),
  );
  const all = rows.find(({ kind }) => kind === null);
  if (!all) throw new Error('nothing was due');
  const byKind = rows.flatMap(({ kind, due, most }) =>
    kind === null ? [] : [`${kind} ${due} (${most.toFixed(1)} s)`],
  );
  return { ...all, byKind: byKind.join(', ') };
}

function figures(
  verdict: Verdict,
  { pending, kills, plan, pages }: { pending: number; kills: number; plan: string; pages: number },
): Figure[] {
  const { due, once, never, twice, most, p99, byKind } = verdict;
  const isIndexOnly = plan.includes('Index Only Scan on timers_due') && !plan.includes('Seq Scan');
  return [
    {
      what: `timers fired late at most, ${number(due)} due among ${number(pending)} pending`,
      unit: 's',
      ours: most,
      against: { what: 'wanted', value: 60, ratio: most / 60, atMost: 1 },
      notes: [`p99 ${p99.toFixed(1)} s; ${PROCESSES} processes, ${kills} times kill -9; ${byKind}`],
    },
    {
      what: 'fired exactly once, by the event log',
      unit: 'timers',
      ours: once,
      against: { what: 'due', value: due, ratio: once / due, atLeast: 1 },
      notes: [`never ${never}, more than once ${twice}`],
    },
    {
      what: 'pages read to find a thousand due ones',
      unit: 'pages',
      ours: pages,
      against: { what: 'wanted', value: 200, ratio: isIndexOnly ? pages / 200 : Number.NaN, atMost: 1 },
      notes: [plan],
    },
  ];
}
