import fastify from 'fastify';
import pg from 'pg';
import { v7 } from 'uuid';

/** The rows of one lead as the product has stored them, as lines of a copy, with what differs from lead to lead cut out. */
export interface FloorSetup {
  connection: pg.ClientConfig;
  lead: object;
  tables: readonly FloorTable[];
  workspaceId: string;
}

export interface FloorTable {
  /** The statement `copy ... from stdin`. */
  copy: string;
  /** Pieces of text between which the id of the lead, its e-mail or a number that counts up stands. */
  pieces: readonly (string | { put: 'id' | 'email' | 'sequence' })[];
}

type Row = Record<string, unknown>;

interface Connected {
  query(copy: CopyIn, values: undefined, callback: (error: Error | null) => void): void;
  connection: { stream: { cork(): void; uncork(): void } };
}

/** As the product copies: the data goes along with the statement. */
class CopyIn extends pg.Query {
  constructor(
    private readonly statement: string,
    private readonly data: Buffer,
  ) {
    super(statement);
  }

  override submit = (connection: unknown): void => {
    const to = connection as { query(text: string): void; sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void };
    to.query(this.statement);
    to.sendCopyFromChunk(this.data);
    to.endCopyFrom();
  };

  handleCopyInResponse(): void {}
}

let sequence = 0;

function linesOf({ pieces }: FloorTable, leads: readonly Row[]): string {
  let text = '';
  for (const { id, email } of leads) {
    for (const piece of pieces) {
      if (typeof piece === 'string') text += piece;
      else if (piece.put === 'sequence') text += ++sequence;
      else text += piece.put === 'id' ? id : `${id}${email}`;
    }
  }
  return text;
}

/** One transaction under a head row, all of it in one flight. */
function write(client: pg.Client, { tables, workspaceId }: FloorSetup, leads: readonly Row[]): Promise<unknown> {
  const connected = client as unknown as Connected;
  const copy = (table: FloorTable) =>
    new Promise<void>((resolve, reject) => {
      const copied = (error: Error | null) => (error ? reject(error) : resolve());
      connected.query(new CopyIn(table.copy, Buffer.from(linesOf(table, leads))), undefined, copied);
    });
  const { stream } = connected.connection;
  stream.cork();
  const lock = 'select event_sequence from workspaces where id = $1 for no key update';
  const count = 'update workspaces set event_sequence = event_sequence + $2 where id = $1';
  const sent = [
    client.query('begin'),
    client.query({ name: 'lock', text: lock, values: [workspaceId] }),
    ...tables.map(copy),
    client.query({ name: 'count', text: count, values: [workspaceId, leads.length] }),
    client.query('commit'),
  ];
  stream.uncork();
  return Promise.all(sent);
}

async function serve(setup: FloorSetup): Promise<void> {
  const client = new pg.Client({ ...setup.connection, pipeline: true });
  await client.connect();
  let waiting: { lead: Row; written: () => void }[] = [];
  let running = false;
  const drain = async () => {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await write(
        client,
        setup,
        group.map(({ lead }) => lead),
      );
      for (const { written } of group) written();
    }
    running = false;
  };
  const server = fastify({ logger: false, ajv: { customOptions: { allowUnionTypes: true, keywords: ['x-instant'] } } });
  server.post<{ Body: Row }>('/v1/leads', { schema: { body: setup.lead } }, async ({ body }, reply) => {
    body.id = v7();
    const done = new Promise<void>((resolve) => void waiting.push({ lead: body, written: resolve }));
    // One turn of the event loop, so that requests read in the same turn start together.
    if (!running) setImmediate(() => void drain());
    running = true;
    await done;
    reply.code(201);
    return { id: body.id };
  });
  const batch = { type: 'object', required: ['items'], properties: { items: { type: 'array', items: setup.lead } } };
  const route = { schema: { body: batch }, bodyLimit: 5_242_880 };
  server.post<{ Body: { items: Row[] } }>('/v1/leads/batch', route, async ({ body: { items } }, reply) => {
    for (const item of items) item.id = v7();
    await write(client, setup, items);
    reply.code(201);
    return { ids: items.map(({ id }) => id) };
  });
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ port: Number(new URL(address).port) });
}

process.once('message', (setup: FloorSetup) => {
  serve(setup).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
