import { once } from 'node:events';
import type { Socket } from 'node:net';
import pg from 'pg';
import { driverClient } from '../driver.js';

/** The parts of pg's connection that a long copy uses; pg's types do not describe them. */
interface CopyConnection {
  stream: Socket;
  sendCopyFromChunk(chunk: Buffer): void;
  sendCopyFail(message: string): void;
  endCopyFrom(): void;
}

const BLOCK_BYTES = 65_536;
/** Blocks read ahead of the consumer; beyond that the server waits. */
const MOST_BLOCKS = 32;

/** Each row arrives in its own message, in memory that the driver reuses, so rows are copied into blocks. */
class CopyOut extends pg.Query {
  private block = Buffer.allocUnsafe(BLOCK_BYTES);
  private used = 0;

  constructor(
    statement: string,
    private readonly take: (block: Buffer, connection: CopyConnection) => void,
  ) {
    super(statement);
  }

  handleCopyData({ chunk }: { chunk: Buffer }, connection: unknown): void {
    const to = connection as CopyConnection;
    if (this.used + chunk.length > BLOCK_BYTES) this.flush(to);
    if (chunk.length > BLOCK_BYTES) {
      this.take(Buffer.from(chunk), to);
    } else {
      chunk.copy(this.block, this.used);
      this.used += chunk.length;
    }
  }

  private flush(to: CopyConnection): void {
    if (this.used === 0) return;
    this.take(this.block.subarray(0, this.used), to);
    this.block = Buffer.allocUnsafe(BLOCK_BYTES);
    this.used = 0;
  }

  rest(): Buffer {
    return this.block.subarray(0, this.used);
  }
}

/** `copy ... to stdout` as blocks of whole rows; at most 2 MB are read ahead. Returns the number of rows. */
export async function* copyOut(client: pg.Client, statement: string): AsyncGenerator<Buffer, number> {
  const ready: Buffer[] = [];
  let paused: Socket | undefined;
  let ended = false;
  let wake = () => {};
  const query = new CopyOut(statement, (block, { stream }) => {
    ready.push(block);
    if (ready.length >= MOST_BLOCKS && paused === undefined) {
      paused = stream;
      stream.pause();
    }
    wake();
  });
  const copied = run(client, query).finally(() => {
    ended = true;
    wake();
  });
  // Awaited below, possibly after the error has occurred.
  copied.catch(() => undefined);
  for (;;) {
    const block = ready.shift();
    if (block !== undefined) {
      yield block;
    } else if (ended) {
      break;
    } else {
      paused?.resume();
      paused = undefined;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  const rows = await copied;
  if (query.rest().length > 0) yield query.rest();
  return rows;
}

/** Resolves when the stream drains or the connection closes. */
async function drained(stream: Socket): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const either = [once(stream, 'drain', { signal }), once(stream, 'close', { signal })];
  await Promise.race(either).finally(() => {
    // Removes the listeners of the other promise, which then rejects.
    waiting.abort();
    return Promise.allSettled(either);
  });
}

class CopyFrom extends pg.Query {
  private ended = false;

  constructor(
    statement: string,
    private readonly blocks: AsyncIterable<Buffer>,
  ) {
    super(statement);
  }

  handleCopyInResponse(connection: unknown): void {
    void this.send(connection as CopyConnection);
  }

  private async send(to: CopyConnection): Promise<void> {
    try {
      for await (const block of this.blocks) {
        to.sendCopyFromChunk(block);
        if (to.stream.writableNeedDrain && !to.stream.destroyed) await drained(to.stream);
        // The server has refused a row or is gone, and reads no more.
        if (this.ended || to.stream.destroyed) return;
      }
      to.endCopyFrom();
    } catch (error) {
      to.sendCopyFail(error instanceof Error ? error.message : 'the rows ended in an error');
    }
  }

  end(): void {
    this.ended = true;
  }
}

/** `copy ... from stdin` with rows as they arrive. Returns the number of rows. */
export function copyFrom(client: pg.Client, statement: string, blocks: AsyncIterable<Buffer>): Promise<number> {
  const query = new CopyFrom(statement, blocks);
  return run(client, query).finally(() => query.end());
}

function run(client: pg.Client, query: pg.Query): Promise<number> {
  // pg runs any object of its query class; its types only describe those without callbacks.
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, result?: pg.QueryResult) =>
      error ? reject(error) : resolve(result?.rowCount ?? 0);
    driverClient(client).query(query, undefined, done);
  });
}
