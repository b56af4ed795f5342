import type { PoolClient } from 'pg';
import type { DomainEvent } from '../core/events/events.js';
import type { Bound } from './bound.js';
import { type EventOrigin, eventTeller, type ToldEvent } from './repositories/events.js';
import type { Repositories } from './repositories/repositories.js';
import { timersRepository } from './repositories/timers.js';
import { insertWorkspace, type WorkspaceHead, type WorkspaceRow, writeHead } from './repositories/workspaces.js';

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
  /** The instant by the real clock, whatever the workspace's: what keys, leases of work and remembered answers live by. */
  readonly realNow: number;
  newId(): string;
  /** Appends to the event log; numbered and stored when the work is done. */
  emit(event: DomainEvent, origin?: EventOrigin): void;
  /** Runs `work`; when it throws, what it wrote and emitted is undone, and the write can go on. */
  attempt<T>(work: () => Promise<T>): Promise<T>;
  /** Creates another workspace in this transaction and runs `furnish` inside it. */
  createWorkspace<T>(row: WorkspaceRow, furnish: (scope: WriteScope) => Promise<T>): Promise<T>;
  /** Sends the events of so far; the rest goes with the commit. */
  sendEvents(): void;
  /** A statement that nobody has to wait for before the commit, which it belongs to. */
  defer(statement: Promise<unknown>): void;
  /** Says that something decisions rest on has changed: caches of every process reload. */
  configChanged(): void;
  /** Sets how far a sandbox is ahead of real time. What this very write does later is seen through `at`. */
  setClock(offset: number): Promise<void>;
  /** This same write as seen at another instant of the workspace, with its head row as it is by then. */
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
  /** Sends what is left; rejects with the first failure of all that nobody waited for. */
  flush(): Promise<void>;
  /** The same without sending anything. */
  settled(): Promise<void>;
}

/** What a write has collected and not sent, and what has been sent of it. */
interface Collected {
  pending: ToldEvent[];
  deferred: Promise<unknown>[];
  /** Events sent. */
  told: number;
  configChanges: number;
  clockOffset: number;
}

export function openScope(options: ScopeOptions, opening: Opening): OpenScope {
  const { workspaceId, head } = opening;
  const { executor } = opening.bound;
  const collected: Collected = {
    pending: [],
    deferred: [],
    told: 0,
    configChanges: 0,
    clockOffset: head.clockOffset ?? 0,
  };
  const { pending, deferred } = collected;
  const newTeller = () => eventTeller(executor, { workspaceId, newId: options.newId });
  let tellEvents = newTeller();
  const defer = (statement: Promise<unknown>) => {
    deferred.push(statement);
    // Whoever throws before the commit reports that, and not a second failure of the same transaction.
    statement.catch(() => undefined);
  };
  const sendEvents = () => {
    if (pending.length === 0) return;
    defer(tellEvents(pending, head.eventSequence + collected.told));
    collected.told += pending.length;
    pending.length = 0;
  };
  const flush = () => {
    sendEvents();
    const { told, configChanges } = collected;
    if (told > 0 || configChanges > 0) defer(writeHead(executor, workspaceId, told, configChanges > 0));
    return firstFailureOf(deferred);
  };
  // Records of events that are undone are no longer there to be named.
  const eventsUndone = () => {
    tellEvents = newTeller();
  };
  const scope = scopeOver(options, opening, collected, { defer, sendEvents, eventsUndone });
  return { scope, flush, settled: () => firstFailureOf(deferred) };
}

/** Rejects with what failed first in the order of sending: what is sent after it fails only because it has. */
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
  const seenAt = (now: number, itsHead: WorkspaceHead): WriteScope => ({
    ...repositories,
    timers: timersRepository(executor, workspaceId, collected.clockOffset),
    workspaceId,
    head: itsHead,
    now,
    realNow,
    newId: options.newId,
    emit: (event, itsOrigin) => void collected.pending.push({ event, origin: itsOrigin ?? origin, at: now }),
    attempt: (attempted) => attempt(client, collected, { sendEvents, eventsUndone }, attempted),
    createWorkspace: (row, furnish) => createWorkspace(options, { bound, row, origin }, furnish),
    sendEvents,
    defer,
    configChanged: () => void collected.configChanges++,
    async setClock(offset) {
      collected.clockOffset = offset;
      await repositories.workspaces.setClockOffset(offset);
    },
    at: (instant) => seenAt(instant, headBy(head, collected)),
  });
  return seenAt(realNow + collected.clockOffset, head);
}

function headBy(head: WorkspaceHead, { told, pending, configChanges, clockOffset }: Collected): WorkspaceHead {
  return {
    ...head,
    eventSequence: head.eventSequence + told + pending.length,
    configVersion: head.configVersion + configChanges,
    clockOffset: head.clockOffset === null ? null : clockOffset,
  };
}

async function attempt<T>(
  client: PoolClient,
  collected: Collected,
  { sendEvents, eventsUndone }: { sendEvents: () => void; eventsUndone: () => void },
  work: () => Promise<T>,
): Promise<T> {
  const { pending, deferred } = collected;
  // Sent before the savepoint, they stay whatever becomes of the work.
  sendEvents();
  const { told, configChanges } = collected;
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
    Object.assign(collected, { told, configChanges });
    eventsUndone();
    throw error;
  }
}

export async function createWorkspace<T>(
  options: ScopeOptions,
  at: { bound: Bound; row: WorkspaceRow; origin: EventOrigin },
  work: (scope: WriteScope) => Promise<T>,
): Promise<T> {
  const { bound, row, origin } = at;
  await insertWorkspace(bound.executor, row);
  const { configVersion, defaultCountry, clockOffset } = row;
  const head = { eventSequence: 0, configVersion, defaultCountry, clockOffset };
  const { scope, flush } = openScope(options, { bound, workspaceId: row.id, head, origin });
  const result = await work(scope);
  await flush();
  return result;
}
