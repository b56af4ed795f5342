import type { DatabaseAccess } from './baseline.js';
import { compare, tune, warmUp } from './comparison.js';
import type { Figure } from './figures.js';
import { rescoreFloor } from './floor-rescore.js';
import type { FloorSetup, FloorTable } from './floor-server.js';
import { type Harness, startHarness } from './harness.js';
import type { Job } from './load.js';
import { startWorker } from './processes.js';
import { seedTeam } from './seed-team.js';
import type { Session } from './session.js';

const EMAIL = 'floor@floor-of-the-bench.com';
const SEQUENCE = '<sequence>';
const TABLES = ['leads', 'lead_keys', 'touches', 'events'] as const;
const SINGLE = { name: 'one lead per call, 64 connections', path: '/v1/leads', connections: 64, perCall: 1 };
const BATCH = { name: '1,000 leads per call, 4 connections', path: '/v1/leads/batch', connections: 4, perCall: 1_000 };
const CANDIDATES: DatabaseAccess[] = [8, 16].map((connections) => ({ connections, pipelined: true, batchBy: 'json' }));
const BATCH_CANDIDATES: DatabaseAccess[] = [2, 4].map((connections) => ({
  connections,
  pipelined: false,
  batchBy: 'json',
}));

/**
 * A lower bound for creates: a server that writes the product's rows of a lead in the product's way, but without API
 * keys, normalization, matching, scores, owners and explanations. Writes are serialized per workspace, as in the product.
 */
export async function benchFloor(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  await seedTeam(harness);
  const baseline = await harness.startBaseline();
  const floor = await startFloor(harness, session);
  const floorHarness: Harness = { ...harness, port: floor.port, serverPid: floor.pid };
  const figures: Figure[] = [];
  for (const { name, path, connections, perCall } of [SINGLE, BATCH]) {
    let nextLead = 0;
    const plenty = perCall === 1 ? 40_000 : 200;
    const job = (port: number, calls: number, from: number): Job => ({
      port,
      connections,
      requests: { kind: 'leads', path, key: harness.key, from, calls, perCall },
    });
    const nextJob = (port: number) => {
      nextLead += plenty * perCall;
      return job(port, plenty, nextLead - plenty * perCall);
    };
    const candidates = perCall === 1 ? CANDIDATES : BATCH_CANDIDATES;
    const { note, perSecond } = await tune({ harness, baseline }, candidates, () => nextJob(baseline.port));
    const { callsPerIteration } = await warmUp(floorHarness, nextJob(floor.port), perSecond, session.pace);
    const comparison = {
      harness: floorHarness,
      baseline,
      job: (side: 'ours' | 'baseline', iteration: number) =>
        job(
          side === 'ours' ? floor.port : baseline.port,
          callsPerIteration,
          nextLead + iteration * callsPerIteration * perCall,
        ),
      perCall,
      unit: 'lead',
    };
    const { ours, baseline: plain, ratio, notes } = await compare(comparison, session.pace);
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

/** Starts the floor server on a database of its own, whose tables have the product's columns and indexes. */
async function startFloor(harness: Harness, { cleanup }: Session): Promise<{ port: number; pid: number }> {
  const { lead } = await harness.call<{ lead: { id: string } }>('POST', '/v1/leads', {
    ...{ firstName: 'Floor', lastName: 'Bench', email: EMAIL, organizationName: 'Floor of the Bench', country: 'DE' },
    ...{ jobTitle: 'Marketing Manager', source: { channel: 'web_form', name: 'Website' } },
  });
  const { sql, connection, leadSchema } = harness;
  await sql.query('create database bench_floor');
  const own = await harness.connect({ ...connection, database: 'bench_floor' });
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
    if (table !== 'workspaces') tables.push(await templateOf(harness, table, columns, lead.id));
  }
  const { rows } = await sql.query<{ id: string }>('select workspace_id as id from leads where id = $1', [lead.id]);
  const workspaceId = rows[0]?.id ?? '';
  await own.query('insert into workspaces (id, event_sequence) values ($1, 0)', [workspaceId]);
  const worker = startWorker('floor-server', cleanup);
  const setup: FloorSetup = {
    connection: { ...connection, database: 'bench_floor' },
    lead: await leadSchema(),
    tables,
    workspaceId,
  };
  return { ...(await worker.request<{ port: number }>(setup)), pid: worker.pid };
}

/** The lead's rows as PostgreSQL's COPY writes them, cut where leads differ. */
async function templateOf(
  { sql }: Harness,
  table: string,
  columns: readonly { name: string }[],
  leadId: string,
): Promise<FloorTable> {
  const escaped = columns.map(({ name }) =>
    name === 'sequence' ? `'${SEQUENCE}'` : String.raw`coalesce(replace("${name}"::text, '\', '\\'), '\N')`,
  );
  const leadIdColumn = { leads: 'id', lead_keys: 'lead_id', touches: 'lead_id', events: 'subject_id' }[table];
  const { rows } = await sql.query<{ line: string }>(
    `select concat_ws(e'\\t', ${escaped.join(', ')}) || e'\\n' as line from ${table} where ${leadIdColumn} = '${leadId}'`,
  );
  const text = rows.map(({ line }) => line).join('');
  const gaps = new Map<string, { put: 'id' | 'email' | 'sequence' }>([
    [leadId, { put: 'id' }],
    [EMAIL, { put: 'email' }],
    [SEQUENCE, { put: 'sequence' }],
  ]);
  const pieces = text
    .split(new RegExp(`(${[...gaps.keys()].join('|').replaceAll('.', String.raw`\.`)})`))
    .map((piece) => gaps.get(piece) ?? piece);
  return { copy: `copy ${table} (${columns.map(({ name }) => `"${name}"`).join(', ')}) from stdin`, pieces };
}
