import type { PoolClient } from 'pg';
import type { QueuePass } from '../core/assignment/queue-order.js';
import type { DomainEvent, EventCounts } from '../core/events/events.js';
import type { Workspace } from '../core/workspaces.js';
import type { Bound } from './bound.js';
import { type EventOrigin, eventWriter, type PendingEvent } from './repositories/events.js';
import type { Repositories } from './repositories/repositories.js';
import { timersRepository } from './repositories/timers.js';
import { insertWorkspace, type WorkspaceHead, writeHead } from './repositories/workspaces.js';

export interface ScopeOptions {
  clock: () => number;
  newId: () => string;
}

/** One write: the workspace's repositories bound to a transaction that holds the workspace's head row. */
export interface WriteScope extends Repositories {
  readonly workspaceId: string;
  readonly head: Readonly<WorkspaceHead>;
  /** The instant of this write by the workspace's clock, epoch milliseconds: real time, but for a sandbox. */
  readonly now: number;
  /** The instant by the real clock. Keys, leases of jobs and stored answers expire by it, also in a sandbox. */
  readonly realNow: number;
  newId(): string;
  /** Appends to the event log; numbered and stored when the work is done. */
  emit(event: DomainEvent, origin?: EventOrigin): void;
  /** Runs `work`; when it throws, what it wrote and emitted is undone, and the write can go on. */
  attempt<T>(work: () => Promise<T>): Promise<T>;
  /** Creates another workspace in this transaction and runs `seed` inside it. */
  createWorkspace<T>(row: Workspace, seed: (scope: WriteScope) => Promise<T>): Promise<T>;
  /** Sends the events emitted so far. Later ones go with the commit. */
  sendEvents(): void;
  /** Leaves the wait for a statement to the commit, which fails if it does. */
  defer(statement: Promise<unknown>): void;
  /** Marks the basis of decisions as changed: caches of every process reload. */
  configChanged(): void;
  /** Sets how far waiting leads have been tried. Later parts of this write see it through `at`. */
  setQueuePass(pass: QueuePass | null): void;
  /** Sets how far a sandbox is ahead of real time, milliseconds. Later parts of this write see it through `at`. */
  setClock(offset: number): Promise<void>;
  /** The same write at another instant of the workspace's clock, with the head row as changed so far. */
  at(now: number): WriteScope;
}

export interface Opening {
  bound: Bound;
  workspaceId: string;
  head: WorkspaceHead;
  origin: EventOrigin;
}

export interface OpenScope {
  scope: WriteScope;
  /** Sends the rest; rejects with the first failure of all deferred statements. */
  flush(): Promise<void>;
  /** Rejects with the first failure of the deferred statements, without sending anything. */
  settled(): Promise<void>;
  /** The events sent so far. */
  counts(): EventCounts;
}

/** Events and statements that a write has collected. */
interface Collected {
  pending: PendingEvent[];
  deferred: Promise<unknown>[];
  /** Number of events sent. */
  sentEvents: number;
  /** The same by type. */
  counts: EventCounts;
  configChanges: number;
  clockOffset: number;
  queuePass: QueuePass | null;
}

export function openScope(options: ScopeOptions, opening: Opening): OpenScope {
  const { workspaceId, head } = opening;
  const { executor } = opening.bound;
  const collected: Collected = {
    pending: [],
    deferred: [],
    sentEvents: 0,
    counts: {},
    configChanges: 0,
    clockOffset: head.clockOffset ?? 0,
    queuePass: head.queuePass,
  };
  const { pending, deferred } = collected;
  const newWriter = () => eventWriter(executor, { workspaceId, newId: options.newId });
  let writeEvents = newWriter();
  const defer = (statement: Promise<unknown>) => {
    deferred.push(statement);
    // An error thrown before the commit is reported, and not a second failure of the same transaction.
    statement.catch(() => undefined);
  };
  const sendEvents = () => {
    if (pending.length === 0) return;
    defer(writeEvents(pending, head.eventSequence + collected.sentEvents));
    collected.sentEvents += pending.length;
    for (const { event } of pending) collected.counts[event.type] = (collected.counts[event.type] ?? 0) + 1;
    pending.length = 0;
  };
  const flush = () => {
    sendEvents();
    const { sentEvents, configChanges } = collected;
    if (sentEvents > 0 || configChanges > 0) defer(writeHead(executor, workspaceId, sentEvents, configChanges > 0));
    return firstFailureOf(deferred);
  };
  // Later events must not refer to decision records that were rolled back.
  const eventsUndone = () => {
    writeEvents = newWriter();
  };
  const scope = scopeOver(options, opening, collected, { defer, sendEvents, eventsUndone });
  return { scope, flush, settled: () => firstFailureOf(deferred), counts: () => collected.counts };
}

/** Rejects with the failure that was sent first: later statements fail only because of it. */
async function firstFailureOf(statements: readonly Promise<unknown>[]): Promise<void> {
  for (const settled of await Promise.allSettled(statements)) {
    if (settled.status === 'rejected') throw settled.reason;
  }
}

function scopeOver(
  options: ScopeOptions,
  opening: Opening,
  collected: Collected,
  { defer, sendEvents, eventsUndone }: Pick<WriteScope, 'defer' | 'sendEvents'> & { eventsUndone: () => void },
): WriteScope {
  const { bound, workspaceId, head, origin } = opening;
  const { client, executor } = bound;
  const realNow = options.clock();
  const repositories = bound.repositoriesOf(workspaceId);
  const scopeAt = (now: number, itsHead: WorkspaceHead): WriteScope => ({
    workspaceId,
    head: itsHead,
    now,
    realNow,
    newId: options.newId,
    emit: (event, itsOrigin) => void collected.pending.push({ event, origin: itsOrigin ?? origin, at: now }),
    attempt: (attempted) => attempt(client, collected, { sendEvents, eventsUndone }, attempted),
    createWorkspace: (row, seed) => createWorkspace(options, { bound, row, origin }, seed),
    sendEvents,
    defer,
    configChanged: () => void collected.configChanges++,
    setQueuePass(pass) {
      collected.queuePass = pass;
      defer(repositories.workspaces.setQueuePass(pass));
    },
    async setClock(offset) {
      collected.clockOffset = offset;
      await repositories.workspaces.setClockOffset(offset);
    },
    at: (instant) => scopeAt(instant, headBy(head, collected)),
    ...repositories,
    timers: timersRepository(executor, workspaceId, collected.clockOffset),
  });
  return scopeAt(realNow + collected.clockOffset, head);
}

function headBy(
  head: WorkspaceHead,
  { sentEvents, pending, configChanges, clockOffset, queuePass }: Collected,
): WorkspaceHead {
  return {
    ...head,
    eventSequence: head.eventSequence + sentEvents + pending.length,
    configVersion: head.configVersion + configChanges,
    clockOffset: head.clockOffset === null ? null : clockOffset,
    queuePass,
  };
}

async function attempt<T>(
  client: PoolClient,
  collected: Collected,
  { sendEvents, eventsUndone }: { sendEvents: () => void; eventsUndone: () => void },
  work: () => Promise<T>,
): Promise<T> {
  const { pending, deferred } = collected;
  // Sent before the savepoint, earlier events survive a rollback of the work.
  sendEvents();
  const { sentEvents, configChanges, queuePass } = collected;
  const counts = { ...collected.counts };
  const sent = deferred.length;
  await client.query('savepoint attempt');
  try {
    const result = await work();
    await client.query('release savepoint attempt');
    return result;
  } catch (error) {
    await client.query('rollback to savepoint attempt');
    pending.length = 0;
    deferred.length = sent;
    Object.assign(collected, { sentEvents, counts, configChanges, queuePass });
    eventsUndone();
    throw error;
  }
}

export async function createWorkspace<T>(
  options: ScopeOptions,
  at: { bound: Bound; row: Workspace; origin: EventOrigin },
  work: (scope: WriteScope) => Promise<T>,
): Promise<T> {
  const { bound, row, origin } = at;
  await insertWorkspace(bound.executor, row);
  const head = { ...row, eventSequence: 0 };
  const { scope, flush } = openScope(options, { bound, workspaceId: row.id, head, origin });
  const result = await work(scope);
  await flush();
  return result;
}
