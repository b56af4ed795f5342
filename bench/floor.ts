import type { Plumbing } from './baseline.js';
import { compare, tune, warmUp } from './comparison.js';
import type { Figure } from './figures.js';
import { rescoreFloor } from './floor-rescore.js';
import type { FloorSetup, FloorTable } from './floor-server.js';
import { furnishTeam } from './furnish.js';
import type { Job } from './load.js';
import { startWorker } from './processes.js';
import { type Rig, startRig } from './rig.js';
import type { Session } from './session.js';

const EMAIL = 'floor@floor-of-the-bench.com';
const SEQUENCE = '<sequence>';
const TABLES = ['leads', 'lead_keys', 'touches', 'events'] as const;
const SINGLE = { name: 'one lead per call, 64 connections', path: '/v1/leads', connections: 64, perCall: 1 };
const BATCH = { name: '1,000 leads per call, 4 connections', path: '/v1/leads/batch', connections: 4, perCall: 1_000 };
const PLUMBINGS: Plumbing[] = [8, 16].map((connections) => ({ connections, pipelined: true, batchBy: 'json' }));
const BATCH_PLUMBINGS: Plumbing[] = [2, 4].map((connections) => ({ connections, pipelined: false, batchBy: 'json' }));

/**
 * What is left when nothing has to be decided: the product's own rows of a lead, sent as the product sends them, by a
 * server without keys, normalising, matching, scores, owners and explanations. As in the product, writes take turns.
 */
export async function benchFloor(session: Session): Promise<Figure[]> {
  const rig = await startRig(session);
  await furnishTeam(rig);
  const baseline = await rig.baseline();
  const floor = await startFloor(rig, session);
  const side: Rig = { ...rig, port: floor.port, serverPid: floor.pid };
  const figures: Figure[] = [];
  for (const { name, path, connections, perCall } of [SINGLE, BATCH]) {
    let place = 0;
    const plenty = perCall === 1 ? 40_000 : 200;
    const job = (port: number, calls: number, from: number): Job => ({
      port,
      connections,
      requests: { kind: 'leads', path, key: rig.key, from, calls, perCall },
    });
    const fresh = (port: number) => {
      place += plenty * perCall;
      return job(port, plenty, place - plenty * perCall);
    };
    const plumbings = perCall === 1 ? PLUMBINGS : BATCH_PLUMBINGS;
    const { note, perSecond } = await tune({ rig, baseline }, plumbings, () => fresh(baseline.port));
    const { callsPerRound } = await warmUp(side, fresh(floor.port), perSecond, session.pace);
    const contest = {
      rig: side,
      baseline,
      job: (which: 'ours' | 'baseline', round: number) =>
        job(which === 'ours' ? floor.port : baseline.port, callsPerRound, place + round * callsPerRound * perCall),
      perCall,
      unit: 'lead',
    };
    const { ours, baseline: plain, ratio, notes } = await compare(contest, session.pace);
    const against = { what: 'bare insert', value: plain, ratio };
    figures.push({
      what: `rows alone, nothing decided: ${name}`,
      unit: 'leads/s',
      ours,
      against,
      notes: [...notes, note],
    });
  }
  figures.push(await rescoreFloor(session));
  return figures;
}

/** Its tables have the product's columns and indexes, in a database of its own. */
async function startFloor(rig: Rig, { undo }: Session): Promise<{ port: number; pid: number }> {
  const { lead } = await rig.call<{ lead: { id: string } }>('POST', '/v1/leads', {
    ...{ firstName: 'Floor', lastName: 'Bench', email: EMAIL, organizationName: 'Floor of the Bench', country: 'DE' },
    ...{ jobTitle: 'Marketing Manager', source: { channel: 'web_form', name: 'Website' } },
  });
  const { sql, connection, leadSchema } = rig;
  await sql.query('create database bench_floor');
  const own = await rig.connect({ ...connection, database: 'bench_floor' });
  const tables: FloorTable[] = [];
  for (const table of ['workspaces', ...TABLES]) {
    const { rows: columns } = await sql.query<{ name: string; type: string }>(
      `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
        where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped order by attnum`,
    );
    await own.query(`create table ${table} (${columns.map(({ name, type }) => `"${name}" ${type}`).join(', ')})`);
    const { rows: indexes } = await sql.query<{ text: string }>(
      `select pg_get_indexdef(indexrelid) as text from pg_index where indrelid = '${table}'::regclass`,
    );
    for (const { text } of indexes) await own.query(text);
    if (table !== 'workspaces') tables.push(await templateOf(rig, table, columns, lead.id));
  }
  const { rows } = await sql.query<{ id: string }>('select workspace_id as id from leads where id = $1', [lead.id]);
  const workspaceId = rows[0]?.id ?? '';
  await own.query('insert into workspaces (id, event_sequence) values ($1, 0)', [workspaceId]);
  const worker = startWorker('floor-server', undo);
  const setup: FloorSetup = {
    connection: { ...connection, database: 'bench_floor' },
    lead: await leadSchema(),
    tables,
    workspaceId,
  };
  return { ...(await worker.ask<{ port: number }>(setup)), pid: worker.pid };
}

/** What PostgreSQL itself would write of the lead's rows into a copy, cut where leads differ. */
async function templateOf(
  { sql }: Rig,
  table: string,
  columns: readonly { name: string }[],
  leadId: string,
): Promise<FloorTable> {
  const escaped = columns.map(({ name }) =>
    name === 'sequence' ? `'${SEQUENCE}'` : String.raw`coalesce(replace("${name}"::text, '\', '\\'), '\N')`,
  );
  const whose = { leads: 'id', lead_keys: 'lead_id', touches: 'lead_id', events: 'subject_id' }[table];
  const { rows } = await sql.query<{ line: string }>(
    `select concat_ws(e'\\t', ${escaped.join(', ')}) || e'\\n' as line from ${table} where ${whose} = '${leadId}'`,
  );
  const text = rows.map(({ line }) => line).join('');
  const places = new Map<string, { put: 'id' | 'email' | 'sequence' }>([
    [leadId, { put: 'id' }],
    [EMAIL, { put: 'email' }],
    [SEQUENCE, { put: 'sequence' }],
  ]);
  const pieces = text
    .split(new RegExp(`(${[...places.keys()].join('|').replaceAll('.', String.raw`\.`)})`))
    .map((piece) => places.get(piece) ?? piece);
  return { copy: `copy ${table} (${columns.map(({ name }) => `"${name}"`).join(', ')}) from stdin`, pieces };
}
