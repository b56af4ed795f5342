import type { Pool, PoolClient, QueryResult } from 'pg';
import type { EventCounts } from '../core/events/events.js';
import type { Workspace } from '../core/workspaces.js';
import { type Bound, createBinder } from './bound.js';
import { leadsToLostServer } from './client.js';
import type { ContactHashes } from './contact-hashes.js';
import type { CursorCodec } from './cursor.js';
import { type DatabaseFailure, databaseFailure, isAborted, isOutage } from './errors.js';
import { corkTurn, createExecutor, type StatementListener } from './executor.js';
import { gather } from './gather.js';
import { type DeploymentRepository, deploymentRepository } from './repositories/deployment.js';
import type { EventOrigin } from './repositories/events.js';
import { createRepositories, type Repositories } from './repositories/repositories.js';
import { lockWorkspace } from './repositories/workspaces.js';
import { mayBePartial } from './workspace-polls.js';
import { createWorkspace, openScope, type ScopeOptions, type WriteScope } from './write-scope.js';

export type { WriteScope };

export interface StoreOptions extends ScopeOptions {
  pool: Pool;
  cursors: CursorCodec;
  contactHashes: ContactHashes;
  prepared: boolean;
  /** Statements that bound a transaction behind a pooler that refuses startup parameters. */
  transactionSettings?: string;
  onStatement?: StatementListener;
  /** Called with the error of a failed write. */
  onWriteFailure?: (error: unknown) => void;
  /** Called after the commit of a write that emitted events. */
  onCommitted?: ((counts: EventCounts) => void) | undefined;
}

export interface Store {
  read(workspaceId: string): Repositories;
  /** Reads of one state of the database whose statements may each take that long. Longer ones fail, as those that take longer than any may. */
  readWithin<T>(workspaceId: string, milliseconds: number, work: (read: Repositories) => Promise<T>): Promise<T>;
  /** Opens a transaction that reads one state of the database, however many statements it takes. The caller closes it. */
  openSnapshot(workspaceId: string): Promise<Snapshot>;
  /** `undefined` when there is no such workspace. The transaction commits when `work` resolves, and otherwise rolls back. */
  write<T>(workspaceId: string, origin: EventOrigin, work: (scope: WriteScope) => Promise<T>): Promise<T | undefined>;
  /** Writes one after the other on one connection. The next is sent before the previous one is confirmed. */
  openRun(workspaceId: string): Promise<WriteRun>;
  /** Creates the first workspace of a deployment; `undefined` when there is one already. */
  found<T>(row: Workspace, origin: EventOrigin, work: (scope: WriteScope) => Promise<T>): Promise<T | undefined>;
  /** Look-ups that span workspaces: keys and the list of workspaces. */
  readonly deployment: DeploymentRepository;
  /** The kind of a caught error that came from the database. */
  failureOf(error: unknown): DatabaseFailure | undefined;
  /** Whether the error came from a database that presently fails every write, of this workspace at least. */
  isOutage(error: unknown): boolean;
  /** Whether the error came from a database that presently fails every write of every workspace: it asks the database again. */
  isDown(error: unknown): Promise<boolean>;
}

export interface Snapshot {
  read: Repositories;
  /** Ends the transaction and releases its connection. `error`: why the work failed. */
  close(error?: unknown): Promise<void>;
}

/** Work whose first reads are known before it locks the head row: `read` travels in the same flight as the lock. */
export interface Work<R, T> {
  origin: EventOrigin;
  read: (repositories: Repositories) => Promise<R>;
  work: (scope: WriteScope, found: R) => Promise<T>;
}

export interface WriteRun {
  /**
   * Resolves when all statements including the commit are sent, and rejects when none was. `committed` resolves when the
   * transaction has committed. The next write of the run may begin as soon as this one is sent.
   */
  write<R, T>(work: Work<R, T>): Promise<SentTransaction<T>>;
  /** Whether the connection is lost: further writes need another run. */
  isLost(): boolean;
  /** Releases the connection. Every write must be settled before. */
  close(): void;
}

export interface SentTransaction<T> {
  /** `undefined` when there is no such workspace. */
  committed: Promise<T | undefined>;
}

const MOST_CACHED_READERS = 1_000;

export function createStore(options: StoreOptions): Store {
  const { pool, prepared, cursors } = options;
  const shared = createExecutor(pool, prepared, options.onStatement);
  const bind = createBinder(options);
  const readers = new Map<string, Repositories>();
  const read = (workspaceId: string): Repositories => {
    const known = readers.get(workspaceId);
    if (known) return known;
    const reader = sharingLookUps(createRepositories(shared, workspaceId, options));
    if (readers.size >= MOST_CACHED_READERS) readers.clear();
    readers.set(workspaceId, reader);
    return reader;
  };
  const deployment = deploymentRepository(shared, cursors);
  return {
    deployment,
    failureOf: databaseFailure,
    isOutage: (error) => isOutage(databaseFailure(error)),
    isDown: async (error) => isOutage(databaseFailure(error)) && !(mayBePartial(error) && (await deployment.answers())),
    read,
    readWithin: (workspaceId, milliseconds, work) =>
      withClient(pool, (client) => readWithin(bind(client), workspaceId, milliseconds, work)),
    openSnapshot: (workspaceId) => openSnapshot(options, bind, workspaceId),
    write: async (workspaceId, origin, work) => {
      const run = await openRun(options, bind, workspaceId);
      try {
        return await (await run.write({ origin, read: nothing, work })).committed;
      } finally {
        run.close();
      }
    },
    openRun: (workspaceId) => openRun(options, bind, workspaceId),
    found: (row, origin, work) => withClient(pool, (client) => found(options, bind(client), row, origin, work)),
  };
}

/** Concurrent look-ups by id share one statement: those of other requests, or of other items of a batch. */
function sharingLookUps(repositories: Repositories): Repositories {
  const { leads, customers, reps } = repositories;
  const idOf = ({ id }: { id: string }) => id;
  return {
    ...repositories,
    leads: { ...leads, find: gather(leads.findMany, idOf) },
    customers: { ...customers, find: gather(customers.findMany, idOf) },
    reps: { ...reps, find: gather(reps.findMany, idOf) },
  };
}

async function withClient<T>(pool: Pool, use: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    return await use(client);
  } catch (error) {
    broken = await recover(client, error);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Ends the failed transaction. Returns the reason not to use the connection again; undefined when it is sound. */
async function recover(client: PoolClient, error: unknown): Promise<Error | undefined> {
  if (leadsToLostServer(error)) return error instanceof Error ? error : new Error('the connection is lost');
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** The limit belongs to a transaction, so that it ends with it also behind a pooler. It travels with the first statement. */
async function readWithin<T>(
  { client, repositoriesOf }: Bound,
  workspaceId: string,
  milliseconds: number,
  work: (read: Repositories) => Promise<T>,
): Promise<T> {
  corkTurn(client);
  const begin = 'begin isolation level repeatable read read only';
  const begun = client.query(`${begin}; set local statement_timeout = ${Math.trunc(milliseconds)}`);
  const [, result] = await Promise.all([begun, work(repositoriesOf(workspaceId))]);
  await client.query('commit');
  return result;
}

async function openSnapshot({ pool, transactionSettings }: StoreOptions, bind: Bind, workspaceId: string) {
  const client = await pool.connect();
  const begin = 'begin isolation level repeatable read read only';
  try {
    await client.query(transactionSettings ? `${begin}; ${transactionSettings}` : begin);
  } catch (error) {
    client.release(await recover(client, error));
    throw error;
  }
  let closed = false;
  return {
    read: bind(client).repositoriesOf(workspaceId),
    async close(error?: unknown) {
      if (closed) return;
      closed = true;
      client.release(await recover(client, error));
    },
  };
}

const nothing = () => Promise.resolve(undefined);

type Bind = (client: PoolClient) => Bound;

async function openRun(options: StoreOptions, bind: Bind, workspaceId: string): Promise<WriteRun> {
  const client = await options.pool.connect();
  const bound = bind(client);
  let broken: Error | undefined;
  return {
    async write(work) {
      try {
        const sent = await transact(options, bound, workspaceId, work);
        // A failed commit ends its transaction by itself; only a lost server makes the connection useless.
        sent.committed.catch((error: Error) => {
          options.onWriteFailure?.(error);
          if (leadsToLostServer(error)) broken ??= error;
        });
        return sent;
      } catch (error) {
        options.onWriteFailure?.(error);
        broken ??= await recover(client, error);
        throw error;
      }
    },
    isLost: () => broken !== undefined,
    close: () => client.release(broken),
  };
}

/** Two flights for any number of reads and writes: begin, lock and reads; then writes, events, head row and commit. */
async function transact<R, T>(
  options: StoreOptions,
  bound: Bound,
  workspaceId: string,
  { origin, read, work }: Work<R, T>,
): Promise<SentTransaction<T>> {
  const { client, executor } = bound;
  // Sent without waiting: the connection is pipelined and runs them in order, so the reads see every write that the lock waited for.
  corkTurn(client);
  const begun = client.query(beginText(options));
  const locked = lockWorkspace(executor, workspaceId);
  const reading = read(bound.repositoriesOf(workspaceId));
  const [, head, found] = await Promise.all([begun, locked, reading]);
  if (!head) {
    await client.query('rollback');
    return { committed: Promise.resolve(undefined) };
  }
  const { scope, flush, settled, counts } = openScope(options, { bound, workspaceId, head, origin });
  let result: T;
  try {
    result = await work(scope, found);
  } catch (error) {
    // In an aborted transaction the first failure is reported, not its consequences.
    if (isAborted(error)) await settled();
    throw error;
  }
  const ended = Promise.all([flush(), client.query('commit')]);
  const committed = ended.then(([, answer]) => {
    assertCommitted(answer);
    options.onCommitted?.(counts());
    return result;
  });
  return { committed };
}

/** The first write of a deployment: creates its first workspace unless there is one; processes that race agree. */
async function found<T>(
  options: StoreOptions,
  bound: Bound,
  row: Workspace,
  origin: EventOrigin,
  work: (scope: WriteScope) => Promise<T>,
): Promise<T | undefined> {
  const { client, executor } = bound;
  await client.query(beginText(options));
  const deployment = deploymentRepository(executor, options.cursors);
  await deployment.lock();
  if ((await deployment.firstWorkspace()) !== undefined) {
    await client.query('rollback');
    return undefined;
  }
  const result = await createWorkspace(options, { bound, row, origin }, work);
  assertCommitted(await client.query('commit'));
  return result;
}

const beginText = ({ transactionSettings }: StoreOptions) =>
  transactionSettings ? `begin; ${transactionSettings}` : 'begin';

function assertCommitted({ command }: QueryResult): void {
  if (command !== 'COMMIT') throw new Error('the transaction was rolled back at commit');
}
