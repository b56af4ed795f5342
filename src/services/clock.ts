import type { Command } from '../core/commands/table.js';
import { commandOf } from '../core/commands/timers.js';
import { LONGEST_PLAN } from '../core/instants.js';
import type { Timer } from '../core/timers.js';
import type { Store, WriteScope } from '../db/store.js';
import type { Principal, WriteContext } from './context.js';
import { AppError } from './errors.js';
import { effectiveOf, POSTPONED_MS, takeEffect } from './timers.js';
import { applyRequests } from './transactions/apply.js';
import { type ConfigCache, createConfigCache } from './transactions/config.js';
import { preload } from './transactions/load.js';
import type { TransactionRequest } from './transactions/request.js';
import { notFound } from './versions.js';
import { mayReach } from './workspaces.js';
import { originOf, type Write } from './writes.js';

/** What time it is in a workspace. */
export interface WorkspaceClock {
  workspaceId: string;
  sandbox: boolean;
  /** Epoch milliseconds. */
  now: number;
  /** How far that is ahead of real time, milliseconds. */
  ahead: number;
}

export interface ClockAdvanced extends WorkspaceClock {
  /** Timers that were due on the way. */
  timersFired: number;
  /** Those of them that changed something. */
  timersEffective: number;
  /** Whether the clock is where it was to be: it stops before when too much is due on the way. */
  complete: boolean;
}

export interface ClockAdvance {
  seconds?: number | undefined;
  /** Epoch milliseconds. */
  to?: number | undefined;
}

/** Timers fired in one transaction at most, and read at a time. */
const MOST_TIMERS = 2_000;
const BATCH = 200;

export type ClockService = ReturnType<typeof clockService>;

/** The clock of a workspace, which of a sandbox can be moved forward, so that what happens later can be tried now. */
export function clockService(store: Store, write: Write, clock: () => number) {
  return {
    async get(principal: Principal, workspaceId: string): Promise<WorkspaceClock> {
      const row = mayReach(principal, workspaceId) ? await store.read(workspaceId).workspaces.find() : undefined;
      if (!row) throw notFound('workspace');
      return clockOf(workspaceId, row.clockOffset, clock());
    },
    /**
     * Moves the time of a sandbox, and fires what is due on the way, each at its own due instant and in that order: all
     * in one transaction, so that nobody sees the way, and two that advance at once add up.
     */
    async advance(
      principal: Principal,
      context: WriteContext,
      workspaceId: string,
      asked: ClockAdvance,
    ): Promise<ClockAdvanced> {
      if (!mayReach(principal, workspaceId)) throw notFound('workspace');
      return write({ ...context, workspaceId }, async (scope) => {
        const { clockOffset } = scope.head;
        if (clockOffset === null) throw notMovable();
        const target = targetOf(asked, scope);
        const reached = await travel(scope, context.requestId, target);
        const { now, ...told } = reached;
        scope.at(now).emit({
          type: 'workspace.clock_advanced',
          subjectKind: 'workspace',
          subjectId: workspaceId,
          cause: 'api',
          before: { now: iso(scope.now) },
          after: { now: iso(now), ...told },
        });
        return { ...clockOf(workspaceId, now - scope.realNow, scope.realNow), ...told };
      });
    },
  };
}

const iso = (at: number) => new Date(at).toISOString();

function clockOf(workspaceId: string, clockOffset: number | null, realNow: number): WorkspaceClock {
  const ahead = clockOffset ?? 0;
  return { workspaceId, sandbox: clockOffset !== null, now: realNow + ahead, ahead };
}

function notMovable(): AppError {
  const detail = 'Only the clock of a sandbox can be moved: create a workspace with `sandbox: true` for it.';
  return new AppError('conflict', detail);
}

/** At most ten years ahead of real time, also in steps: no instant that follows from it leaves the range of the database. */
function targetOf({ seconds, to }: ClockAdvance, { now, realNow }: Pick<WriteScope, 'now' | 'realNow'>): number {
  if ((seconds === undefined) === (to === undefined)) {
    throw new AppError('rule_refused', 'Send exactly one of seconds and to.');
  }
  const pointer = seconds === undefined ? '/to' : '/seconds';
  const target = seconds === undefined ? (to ?? now) : now + seconds * 1_000;
  if (target <= now) throw refusedInstant(pointer, 'not_ahead', 'does not lie ahead: a clock only goes forward');
  if (target - realNow > LONGEST_PLAN) {
    throw refusedInstant(pointer, 'too_far', 'leads to more than ten years ahead of real time');
  }
  return target;
}

function refusedInstant(pointer: string, code: string, detail: string): AppError {
  const errors = [{ pointer, code, detail }];
  return new AppError('rule_refused', 'The clock cannot be moved to that instant.', { errors });
}

type Reached = Pick<ClockAdvanced, 'now' | 'timersFired' | 'timersEffective' | 'complete'>;

/** Due instant after due instant until nothing is due before `target`. */
async function travel(scope: WriteScope, requestId: string, target: number): Promise<Reached> {
  await moveBy(scope, target - scope.now);
  const journey = { cache: createConfigCache(), requestId };
  const reached: Reached = { now: scope.now, timersFired: 0, timersEffective: 0, complete: false };
  const fired = new Set<string>();
  while (!reached.complete) {
    const due = await scope.at(target).timers.due(target, BATCH);
    const instant = Math.max(due[0]?.dueAt ?? target, reached.now);
    const together = due.filter(({ dueAt }) => dueAt <= instant);
    if (reached.timersFired + together.length > MOST_TIMERS) {
      await moveBy(scope, reached.now - target);
      return reached;
    }
    if (instant > reached.now) fired.clear();
    reached.now = instant;
    reached.complete = due.length === 0;
    reached.timersFired += together.length;
    const again = together.filter((timer) => fired.has(nameOf(timer)));
    for (const timer of together) fired.add(nameOf(timer));
    // What is due again as soon as it has fired would hold the clock for ever.
    await postpone(scope.at(instant), again);
    const fresh = together.filter((timer) => !again.includes(timer));
    reached.timersEffective += await fireSafely(scope, instant, journey, fresh);
  }
  return reached;
}

const nameOf = ({ kind, subjectId }: Timer) => `${kind}|${subjectId}`;

async function moveBy(scope: WriteScope, milliseconds: number): Promise<void> {
  const { clockOffset } = scope.at(scope.now).head;
  await scope.timers.bringForward(milliseconds);
  await scope.setClock((clockOffset ?? 0) + milliseconds);
}

interface Journey {
  cache: ConfigCache;
  requestId: string;
}

/** A poisoned timer must not harm its neighbours: of several that fail each is tried alone, and the bad one waits. */
async function fireSafely(
  scope: WriteScope,
  instant: number,
  journey: Journey,
  timers: readonly Timer[],
): Promise<number> {
  if (timers.length === 0) return 0;
  try {
    return await scope.attempt(() => fire(scope, instant, journey, timers));
  } catch (error) {
    journey.cache.drop(scope.workspaceId);
    if (timers.length === 1) {
      await postpone(scope.at(instant), timers);
      return 0;
    }
    if (!(error instanceof Error)) throw error;
  }
  let effective = 0;
  for (const timer of timers) effective += await fireSafely(scope, instant, journey, [timer]);
  return effective;
}

async function postpone({ timers, now }: WriteScope, late: readonly Timer[]): Promise<void> {
  if (late.length > 0) await timers.set(late.map((timer) => ({ ...timer, dueAt: now + POSTPONED_MS })));
}

function bySystem(scope: WriteScope, context: WriteContext): WriteScope {
  return { ...scope, emit: (event, origin) => scope.emit(event, origin ?? originOf(context)) };
}

/** What the loop over all workspaces does with timers that are due, here inside of a write. */
async function fire(
  scope: WriteScope,
  instant: number,
  { cache, requestId }: Journey,
  timers: readonly Timer[],
): Promise<number> {
  const { workspaceId } = scope;
  const context: WriteContext = { workspaceId, actor: { kind: 'system', id: 'timers' }, requestId };
  const commands: Command[] = [];
  let effective = 0;
  for (const timer of timers) {
    const command = commandOf(timer);
    if (command) commands.push(command);
    else if (await takeEffect(bySystem(scope.at(instant), context), context, timer)) effective++;
  }
  if (commands.length === 0) return effective;
  const request: TransactionRequest<Command, number> = { context, commands, mode: 'partial', finish: effectiveOf };
  const preloaded = await preload(scope, [request], scope.realNow);
  const { settled, confirm } = await applyRequests(scope.at(instant), cache, [request], preloaded);
  confirm();
  const [only] = settled;
  if (!only || 'error' in only) throw only?.error;
  return effective + (only.value as number);
}
