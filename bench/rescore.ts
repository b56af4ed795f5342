import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_SCORE_MODEL } from '../src/core/defaults/score-model.js';
import { type Figure, number } from './figures.js';
import type { Job, LoadResult } from './load.js';
import { residentBytes } from './processes.js';
import { type Rig, startRig } from './rig.js';
import { type SeededWorkspace, seedEngagement, seedWorkspace, settle } from './seed.js';
import type { Session } from './session.js';

const DEFAULT_SIZE = 100_000;
/** Readers that ask, read and think: about two hundred reads a second, so that the processor is not theirs. */
const READERS: Pick<Job, 'connections' | 'pauseMs'> = { connections: 4, pauseMs: 20 };
const QUIET_SECONDS = 10;
/** More than are read meanwhile. */
const READS = 100_000;
const MEGABYTE = 1_048_576;

interface Operation {
  state: string;
  startedAt: string;
  finishedAt: string | null;
  progress: { done: number };
}

/** All leads of a workspace decided anew after another score model is published, while readers go on reading. */
export async function benchRescore(session: Session): Promise<Figure[]> {
  const size = session.size ?? DEFAULT_SIZE;
  const rig = await startRig(session);
  const workspace = await seedWorkspace(rig, 'Rescore', size);
  await seedEngagement(rig, workspace);
  await settle(rig);
  await read(rig, workspace, size, 3);
  // The first makes of seeded rows what the product makes of them; the second is the one that is measured.
  await follow(rig, workspace, await publish(rig, workspace, 0), () => undefined);
  await settle(rig);
  const read0 = await statistics(rig);
  const quiet = await read(rig, workspace, size, QUIET_SECONDS);
  const started = await publish(rig, workspace, 0.5);
  const memory: number[] = [];
  const before = rig.cpu(rig.serverPid);
  const rounds: LoadResult[] = [];
  const done = follow(rig, workspace, started, () => memory.push(residentBytes(rig.serverPid) / MEGABYTE));
  let ended = false;
  void done.finally(() => {
    ended = true;
  });
  while (!ended) rounds.push(await read(rig, workspace, size, 2));
  const operation = await done;
  const after = rig.cpu(rig.serverPid);
  const seconds = (Date.parse(operation.finishedAt ?? '') - Date.parse(operation.startedAt)) / 1_000;
  const perLead = (end: number, begin: number) => number(((end - begin) * 1e6) / size);
  // The last round also saw the quiet after the end.
  const during = rounds.length > 1 ? rounds.slice(0, -1) : rounds;
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
        await verify(rig, workspace, size, read0),
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

const idAt = (place: number) => `01900000-0000-7000-8000-${place.toString(16).padStart(12, '0')}`;

function read(rig: Rig, { key }: SeededWorkspace, size: number, seconds: number): Promise<LoadResult> {
  const list = Array.from({ length: READS }, (_, index) => ({
    path: `/v1/leads/${idAt((index * 7_919) % size)}`,
    key,
    group: 0,
  }));
  return rig.load({ port: rig.port, ...READERS, seconds, requests: { kind: 'reads', list } });
}

/** A model under which nearly every score is another. */
async function publish({ call }: Rig, { key }: SeededWorkspace, points: number): Promise<string> {
  const { fit } = DEFAULT_SCORE_MODEL;
  const extra = { id: 'extra', label: 'Extra', when: { type: 'field', field: 'email', operator: 'exists' }, points };
  const document = { ...DEFAULT_SCORE_MODEL, fit: { ...fit, rules: [...fit.rules, extra] } };
  const draft = await call<{ version: number }>('POST', '/v1/score-models', { name: 'Other', document }, key);
  const path = `/v1/score-models/${draft.version}/publish`;
  return (await call<{ rescoreId: string }>('POST', path, undefined, key)).rescoreId;
}

async function follow({ call }: Rig, { key }: SeededWorkspace, id: string, looked: () => void): Promise<Operation> {
  for (;;) {
    await sleep(200);
    looked();
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

async function statistics({ sql }: Rig): Promise<Statistics> {
  const { rows } = await sql.query<Statistics>(
    `select (select count(*)::int from events) as events, n_tup_upd::int as updated, n_tup_hot_upd::int as hot
       from pg_stat_user_tables where relname = 'leads'`,
  );
  return rows[0] ?? { events: 0, updated: 0, hot: 0 };
}

/** That each lead names the new version and has one event of it: speed from work left out is no speed. */
async function verify(rig: Rig, { id }: SeededWorkspace, size: number, before: Statistics): Promise<string> {
  const { rows } = await rig.sql.query<{ leads: number; told: number }>(
    `select (select count(*)::int from leads where workspace_id = $1 and score_model_version = 3) as leads,
            (select count(*)::int from events where workspace_id = $1 and type = 'lead.scored'
                and (data->'after'->>'scoreModelVersion')::int = 3) as told`,
    [id],
  );
  const { leads, told } = rows[0] ?? { leads: 0, told: 0 };
  if (leads !== size || told !== size) throw new Error(`of ${size} leads ${leads} name the version, ${told} tell it`);
  await sleep(1_500);
  const { events, updated, hot } = await statistics(rig);
  const counts = [events - before.events, updated - before.updated, hot - before.hot].map(number);
  return `all leads name the new version; ${counts[0]} events; ${counts[1]} updates, ${counts[2]} of them HOT`;
}
