import fastify from 'fastify';
import pg from 'pg';
import { v7 } from 'uuid';

/**
 * The rows of one lead as the product stored them, as COPY lines with gaps for the values that differ from lead to
 * lead.
 */
export interface FloorSetup {
  connection: pg.ClientConfig;
  lead: object;
  tables: readonly FloorTable[];
  workspaceId: string;
}

export interface FloorTable {
  /** The statement `copy ... from stdin`. */
  copy: string;
  /** Fixed text, and the gaps for the lead's id, its e-mail address or an increasing number. */
  pieces: readonly (string | { put: 'id' | 'email' | 'sequence' })[];
}

type Row = Record<string, unknown>;

/** The parts of a pg client that its types do not declare. */
interface CopyClient {
  query(copy: CopyIn, values: undefined, callback: (error: Error | null) => void): void;
  connection: { stream: { cork(): void; uncork(): void } };
}

/** Sends the data together with the COPY statement, as the product does. */
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

/** One transaction that locks the workspace row, sent in one flight. */
function write(client: pg.Client, { tables, workspaceId }: FloorSetup, leads: readonly Row[]): Promise<unknown> {
  const copyClient = client as unknown as CopyClient;
  const copy = (table: FloorTable) =>
    new Promise<void>((resolve, reject) => {
      const onEnd = (error: Error | null) => (error ? reject(error) : resolve());
      copyClient.query(new CopyIn(table.copy, Buffer.from(linesOf(table, leads))), undefined, onEnd);
    });
  const { stream } = copyClient.connection;
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
  let queue: { lead: Row; onWritten: () => void }[] = [];
  let running = false;
  const drain = async () => {
    while (queue.length > 0) {
      const group = queue;
      queue = [];
      await write(
        client,
        setup,
        group.map(({ lead }) => lead),
      );
      for (const { onWritten } of group) onWritten();
    }
    running = false;
  };
  const server = fastify({ logger: false, ajv: { customOptions: { allowUnionTypes: true, keywords: ['x-instant'] } } });
  server.post<{ Body: Row }>('/v1/leads', { schema: { body: setup.lead } }, async ({ body }, reply) => {
    body.id = v7();
    const done = new Promise<void>((resolve) => void queue.push({ lead: body, onWritten: resolve }));
    // Waits one turn of the event loop, so that requests read in the same turn share a transaction.
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
