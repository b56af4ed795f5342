import fastify from 'fastify';
import pg from 'pg';
import { v7 } from 'uuid';

/** The database of the plain server, and the schema of the lead body that it shares with the product. */
export interface BaselineSetup {
  connection: pg.PoolConfig;
  lead: object;
  columns: readonly { name: string; property: string; type: string }[];
}

/** How the plain server uses the database. The product is compared with the fastest of several. */
export interface DatabaseAccess {
  connections: number;
  /**
   * True: requests share connections and send statements without waiting. False: each open request has a connection.
   */
  pipelined: boolean;
  batchBy: 'json' | 'arrays';
}

type Row = Record<string, unknown>;
type Statement = { name: string; text: string; values: unknown[] };

const WORKSPACE = '00000000-0000-7000-8000-000000000001';
/**
 * SQL literals for the columns that the product computes. They are part of the statement text, so they cost nothing to
 * send.
 */
const FIXED: Record<string, string> = {
  workspace_id: `'${WORKSPACE}'`,
  version: '1',
  kind: `'person'`,
  category: `'lead'`,
  temperature: `'cold'`,
  grade: `'C3'`,
  fit_score: '0',
  engagement_score: '0',
  total_score: '0',
  score_model_version: '1',
  classification_policy_version: '1',
  scored_at: 'now()',
  source_id: `'${WORKSPACE}'`,
  touch_count: '1',
  first_touch_at: 'now()',
  last_touch_at: 'now()',
  created_at: 'now()',
  updated_at: 'now()',
};

function statements({ columns }: BaselineSetup) {
  const quoted = columns.map(({ name }) => `"${name}"`).join(', ');
  const sent = columns.filter(({ name }) => FIXED[name] === undefined);
  const parameter = new Map(sent.map(({ name }, index) => [name, index + 1]));
  const values = (expression: (name: string, type: string) => string) =>
    columns.map(({ name, type }) => FIXED[name] ?? expression(name, type)).join(', ');
  const insert = `insert into leads (${quoted}) values (${values((name) => `$${parameter.get(name)}`)})`;
  const record = sent.map(({ property, type }) => `"${property}" ${type}`).join(', ');
  const fromJson = `insert into leads (${quoted}) select ${values((name) => `r."${property(name)}"`)}
    from json_to_recordset($1) as r(${record})`;
  // unnest flattens arrays of arrays, so list columns are sent as text and cast.
  const arrays = sent.map(({ name, type }) => `$${parameter.get(name)}::${nested(type) ? 'text' : type}[]`).join(', ');
  const names = sent.map(({ name }) => `"${name}"`).join(', ');
  const fromArrays = `insert into leads (${quoted}) select ${values((name, type) => `r."${name}"${nested(type) ? `::${type}` : ''}`)}
    from unnest(${arrays}) as r(${names})`;
  const selected = columns.map(({ name, property }) => `"${name}" as "${property}"`).join(', ');
  const find = `select ${selected} from leads where id = $1`;
  return { insert, fromJson, fromArrays, find, sent };

  function property(name: string): string {
    return columns.find((column) => column.name === name)?.property ?? name;
  }
}

const nested = (type: string) => type.endsWith('[]') || type === 'jsonb';

function toText(value: unknown): string | null {
  if (value === undefined) return null;
  if (!Array.isArray(value)) return JSON.stringify(value);
  return `{${value.map((item) => JSON.stringify(item)).join(',')}}`;
}

/**
 * Response schema for Fastify's compiled serializer, which takes a third of the time of JSON.stringify on such a row.
 */
function rowProperties({ columns }: BaselineSetup): Record<string, object> {
  return Object.fromEntries(columns.map(({ property, type }) => [property, { ...jsonType(type), nullable: true }]));
}

function jsonType(type: string): object {
  if (type.endsWith('[]')) return { type: 'array', items: { type: 'string' } };
  if (type === 'jsonb') return { type: 'object', additionalProperties: true };
  if (type.startsWith('timestamp')) return { type: 'string', format: 'date-time' };
  return { type: type === 'integer' || type === 'double precision' ? 'number' : 'string' };
}

/** Returns `run`, which sends a statement on a pooled connection or on the next of several pipelined connections. */
async function openDatabase(connection: pg.PoolConfig, { connections, pipelined }: DatabaseAccess) {
  if (!pipelined) {
    const pool = new pg.Pool({ ...connection, max: connections });
    return { run: (statement: Statement) => pool.query<Row>(statement), end: () => pool.end() };
  }
  const clients = Array.from({ length: connections }, () => new pg.Client({ ...connection, pipeline: true }));
  await Promise.all(clients.map((client) => client.connect()));
  let next = 0;
  const run = (statement: Statement) => {
    next = (next + 1) % clients.length;
    return (clients[next] as pg.Client).query<Row>(statement);
  };
  return { run, end: () => Promise.all(clients.map((client) => client.end())) };
}

async function serve(setup: BaselineSetup): Promise<void> {
  const { insert, fromJson, fromArrays, find, sent } = statements(setup);
  let access: DatabaseAccess = { connections: 16, pipelined: false, batchBy: 'json' };
  let database = await openDatabase(setup.connection, access);
  const server = fastify({ logger: false, ajv: { customOptions: { allowUnionTypes: true, keywords: ['x-instant'] } } });

  server.post<{ Body: Row }>('/v1/leads', { schema: { body: setup.lead } }, async (request, reply) => {
    const { body } = request;
    body.id = v7();
    const values = sent.map(({ property }) => body[property]);
    await database.run({ name: 'insert', text: insert, values });
    reply.code(201);
    return { id: body.id };
  });

  const batch = { type: 'object', required: ['items'], properties: { items: { type: 'array', items: setup.lead } } };
  server.post<{ Body: { items: Row[] } }>(
    '/v1/leads/batch',
    { schema: { body: batch }, bodyLimit: 5_242_880 },
    async (request, reply) => {
      const { items } = request.body;
      const ids = items.map((item) => {
        item.id = v7();
        return item.id;
      });
      if (access.batchBy === 'json') {
        await database.run({ name: 'json', text: fromJson, values: [JSON.stringify(items)] });
      } else {
        const values = sent.map(({ property, type }) =>
          items.map((item) => (nested(type) ? toText(item[property]) : item[property])),
        );
        await database.run({ name: 'arrays', text: fromArrays, values });
      }
      reply.code(201);
      return { ids };
    },
  );

  const response = { 200: { type: 'object', properties: rowProperties(setup) } };
  server.get<{ Params: { id: string } }>('/v1/leads/:id', { schema: { response } }, async (request, reply) => {
    const { rows } = await database.run({ name: 'find', text: find, values: [request.params.id] });
    if (!rows[0]) reply.code(404);
    return rows[0] ?? {};
  });

  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  process.on('message', async (requested: DatabaseAccess) => {
    await database.end();
    access = requested;
    database = await openDatabase(setup.connection, requested);
    process.send?.({ ready: true });
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ port: Number(new URL(address).port) });
}

process.once('message', (setup: BaselineSetup) => {
  serve(setup).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
