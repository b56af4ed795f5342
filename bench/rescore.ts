import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_SCORE_MODEL } from '../src/core/defaults/score-model.js';
import { type Figure, number } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import type { Job, LoadResult } from './load.js';
import { residentBytes } from './processes.js';
import { type SeededWorkspace, seedEngagement, seedWorkspace, vacuumAndCheckpoint } from './seed-leads.js';
import type { Session } from './session.js';

const DEFAULT_SIZE = 100_000;
/** Readers that pause after each response: about two hundred reads a second, so that they do not fill the processor. */
const READERS: Pick<Job, 'connections' | 'pauseMs'> = { connections: 4, pauseMs: 20 };
const QUIET_SECONDS = 10;
/** More than the readers can send meanwhile. */
const READS = 100_000;
const MEGABYTE = 1_048_576;

interface Operation {
  state: string;
  startedAt: string;
  finishedAt: string | null;
  progress: { done: number };
}

/** A rescore of all leads of a workspace after another score model is published, with concurrent readers. */
export async function benchRescore(session: Session): Promise<Figure[]> {
  const size = session.size ?? DEFAULT_SIZE;
  const harness = await startHarness(session);
  const workspace = await seedWorkspace(harness, 'Rescore', size);
  await seedEngagement(harness, workspace);
  await vacuumAndCheckpoint(harness);
  await read(harness, workspace, size, 3);
  // The first rescore turns the seeded rows into rows as the product writes them; the second rescore is measured.
  await waitForOperation(harness, workspace, await publish(harness, workspace, 0), () => undefined);
  await vacuumAndCheckpoint(harness);
  const statisticsBefore = await readStatistics(harness);
  const quiet = await read(harness, workspace, size, QUIET_SECONDS);
  const started = await publish(harness, workspace, 0.5);
  const memory: number[] = [];
  const before = harness.cpu(harness.serverPid);
  const reads: LoadResult[] = [];
  const done = waitForOperation(harness, workspace, started, () =>
    memory.push(residentBytes(harness.serverPid) / MEGABYTE),
  );
  let ended = false;
  void done.finally(() => {
    ended = true;
  });
  while (!ended) reads.push(await read(harness, workspace, size, 2));
  const operation = await done;
  const after = harness.cpu(harness.serverPid);
  const seconds = (Date.parse(operation.finishedAt ?? '') - Date.parse(operation.startedAt)) / 1_000;
  const perLead = (end: number, begin: number) => number(((end - begin) * 1e6) / size);
  // The last reads also ran after the end of the rescore.
  const during = reads.length > 1 ? reads.slice(0, -1) : reads;
  const p99s = during.map(({ latencies }) => latencies[0]?.p99 ?? Number.NaN);
  const p99 = Math.max(...p99s);
  const quietP99 = quiet.latencies[0]?.p99 ?? Number.NaN;
  const perSecond = operation.progress.done / seconds;
  const tenth = Math.max(1, Math.floor(memory.length / 10));
  const early = Math.max(...memory.slice(0, 2 * tenth));
  const late = Math.max(...memory.slice(2 * tenth));
  return [
    {
      what: `rescore of ${number(size)} leads after a publication`,
      unit: 'leads/s',
      ours: perSecond,
      against: { what: 'wanted', value: 20_000, ratio: perSecond / 20_000, atLeast: 1 },
      notes: [
        `${number(seconds)} s; processor us per lead: server ${perLead(after.server, before.server)}, PostgreSQL ${perLead(after.database, before.database)}`,
        await verify(harness, workspace, size, statisticsBefore),
      ],
    },
    {
      what: 'reads meanwhile, p99 of the worst two seconds',
      unit: 'ms',
      ours: p99,
      against: { what: 'quiet p99', value: quietP99, ratio: p99 / quietP99, atMost: 2 },
      notes: [`p99 by two seconds: ${p99s.map((value) => value.toFixed(1)).join(', ')}`],
    },
    {
      what: 'resident memory meanwhile',
      unit: 'MB',
      ours: late,
      against: { what: 'in the first fifth', value: early, ratio: late / early, atMost: 1.2 },
      notes: [],
    },
  ];
}

const idAt = (index: number) => `01900000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;

function read(harness: Harness, { key }: SeededWorkspace, size: number, seconds: number): Promise<LoadResult> {
  const list = Array.from({ length: READS }, (_, index) => ({
    path: `/v1/leads/${idAt((index * 7_919) % size)}`,
    key,
    group: 0,
  }));
  return harness.load({ port: harness.port, ...READERS, seconds, requests: { kind: 'reads', list } });
}

/** Publishes a model that changes nearly every score. */
async function publish({ call }: Harness, { key }: SeededWorkspace, points: number): Promise<string> {
  const { fit } = DEFAULT_SCORE_MODEL;
  const extra = { id: 'extra', label: 'Extra', when: { type: 'field', field: 'email', operator: 'exists' }, points };
  const document = { ...DEFAULT_SCORE_MODEL, fit: { ...fit, rules: [...fit.rules, extra] } };
  const draft = await call<{ version: number }>('POST', '/v1/score-models', { name: 'Other', document }, key);
  const path = `/v1/score-models/${draft.version}/publish`;
  return (await call<{ rescoreId: string }>('POST', path, undefined, key)).rescoreId;
}

async function waitForOperation(
  { call }: Harness,
  { key }: SeededWorkspace,
  id: string,
  onPoll: () => void,
): Promise<Operation> {
  for (;;) {
    await sleep(200);
    onPoll();
    const operation = await call<Operation>('GET', `/v1/operations/${id}`, undefined, key);
    if (operation.finishedAt === null) continue;
    if (operation.state !== 'succeeded') throw new Error(`the operation has ${operation.state}`);
    return operation;
  }
}

interface Statistics {
  events: number;
  updated: number;
  hot: number;
}

async function readStatistics({ sql }: Harness): Promise<Statistics> {
  const { rows } = await sql.query<Statistics>(
    `select (select count(*)::int from events) as events, n_tup_upd::int as updated, n_tup_hot_upd::int as hot
       from pg_stat_user_tables where relname = 'leads'`,
  );
  return rows[0] ?? { events: 0, updated: 0, hot: 0 };
}

/**
 * Throws unless each lead has the new model version and one event with it: figures of a run that skipped work are void.
 */
async function verify(harness: Harness, { id }: SeededWorkspace, size: number, before: Statistics): Promise<string> {
  const { rows } = await harness.sql.query<{ leads: number; events: number }>(
    `select (select count(*)::int from leads where workspace_id = $1 and score_model_version = 3) as leads,
            (select count(*)::int from events where workspace_id = $1 and type = 'lead.scored'
                and (data->'after'->>'scoreModelVersion')::int = 3) as events`,
    [id],
  );
  const scored = rows[0] ?? { leads: 0, events: 0 };
  if (scored.leads !== size || scored.events !== size)
    throw new Error(`of ${size} leads ${scored.leads} have the new version and ${scored.events} have an event with it`);
  await sleep(1_500);
  const { events, updated, hot } = await readStatistics(harness);
  const counts = [events - before.events, updated - before.updated, hot - before.hot].map(number);
  return `all leads name the new version; ${counts[0]} events; ${counts[1]} updates, ${counts[2]} of them HOT`;
}
