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

/** The time in a workspace. */
export interface WorkspaceClock {
  workspaceId: string;
  sandbox: boolean;
  /** Epoch milliseconds. */
  now: number;
  /** Milliseconds ahead of real time. */
  ahead: number;
}

export interface ClockAdvanced extends WorkspaceClock {
  /** Timers that were due up to the new time. */
  timersFired: number;
  /** Timers that changed something. */
  timersEffective: number;
  /** Whether the clock reached the requested instant: it stops earlier when too many timers are due. */
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

/** The clock of a workspace. A sandbox's clock can be moved forward, to try now what happens later. */
export function clockService(store: Store, write: Write, clock: () => number) {
  return {
    async get(principal: Principal, workspaceId: string): Promise<WorkspaceClock> {
      const row = mayReach(principal, workspaceId) ? await store.read(workspaceId).workspaces.find() : undefined;
      if (!row) throw notFound('workspace');
      return clockOf(workspaceId, row.clockOffset, clock());
    },
    /**
     * Moves the time of a sandbox and fires the timers that come due, each at its own due instant, in that order. One
     * transaction does all of it: readers see no intermediate state, and two concurrent advances add up.
     */
    async advance(
      principal: Principal,
      context: WriteContext,
      workspaceId: string,
      advance: ClockAdvance,
    ): Promise<ClockAdvanced> {
      if (!mayReach(principal, workspaceId)) throw notFound('workspace');
      return write({ ...context, workspaceId }, async (scope) => {
        const { clockOffset } = scope.head;
        if (clockOffset === null) throw notMovable();
        const target = targetOf(advance, scope);
        const reached = await fireUntil(scope, context.requestId, target);
        const { now, ...fired } = reached;
        await scope.segments.requestPasses(new Date(scope.realNow));
        await scope.targets.requestChecks(new Date(scope.realNow));
        scope.at(now).emit({
          type: 'workspace.clock_advanced',
          subjectKind: 'workspace',
          subjectId: workspaceId,
          cause: 'api',
          before: { now: iso(scope.now) },
          after: { now: iso(now), ...fired },
        });
        return { ...clockOf(workspaceId, now - scope.realNow, scope.realNow), ...fired };
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

/** At most ten years ahead of real time in total: no instant derived from it leaves the range of the database. */
function targetOf({ seconds, to }: ClockAdvance, { now, realNow }: Pick<WriteScope, 'now' | 'realNow'>): number {
  if ((seconds === undefined) === (to === undefined)) {
    throw new AppError('rule_refused', 'Send exactly one of seconds and to.');
  }
  const pointer = seconds === undefined ? '/to' : '/seconds';
  const target = seconds === undefined ? (to ?? now) : now + seconds * 1_000;
  if (target <= now)
    throw refusedInstant(pointer, 'not_ahead', 'must be later than the current time: a clock only moves forward');
  if (target - realNow > LONGEST_PLAN) {
    throw refusedInstant(pointer, 'too_far', 'leads to more than ten years ahead of real time');
  }
  return target;
}

function refusedInstant(pointer: string, code: string, detail: string): AppError {
  const errors = [{ pointer, code, detail }];
  return new AppError('rule_refused', 'The clock cannot be moved to that instant.', { errors });
}

type AdvanceResult = Pick<ClockAdvanced, 'now' | 'timersFired' | 'timersEffective' | 'complete'>;

/** Fires timers, one due instant after the other, until none is due before `target`. */
async function fireUntil(scope: WriteScope, requestId: string, target: number): Promise<AdvanceResult> {
  await moveBy(scope, target - scope.now);
  const firing = { cache: createConfigCache(), requestId };
  const reached: AdvanceResult = { now: scope.now, timersFired: 0, timersEffective: 0, complete: false };
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
    // A timer that is due again as soon as it has fired would hold the clock for ever.
    await postpone(scope.at(instant), again);
    const fresh = together.filter((timer) => !again.includes(timer));
    reached.timersEffective += await fireSafely(scope, instant, firing, fresh);
  }
  return reached;
}

const nameOf = ({ kind, subjectId }: Timer) => `${kind}|${subjectId}`;

async function moveBy(scope: WriteScope, milliseconds: number): Promise<void> {
  const { clockOffset } = scope.at(scope.now).head;
  await scope.timers.bringForward(milliseconds);
  await scope.webhookDeliveries.bringForward(milliseconds);
  await scope.setClock((clockOffset ?? 0) + milliseconds);
}

interface Firing {
  cache: ConfigCache;
  requestId: string;
}

/** A poisoned timer must not harm its neighbours: when several fail together, each is tried alone and the failing one is postponed. */
async function fireSafely(
  scope: WriteScope,
  instant: number,
  firing: Firing,
  timers: readonly Timer[],
): Promise<number> {
  if (timers.length === 0) return 0;
  try {
    return await scope.attempt(() => fire(scope, instant, firing, timers));
  } catch (error) {
    firing.cache.drop(scope.workspaceId);
    if (timers.length === 1) {
      await postpone(scope.at(instant), timers);
      return 0;
    }
    if (!(error instanceof Error)) throw error;
  }
  let effective = 0;
  for (const timer of timers) effective += await fireSafely(scope, instant, firing, [timer]);
  return effective;
}

async function postpone({ timers, now }: WriteScope, late: readonly Timer[]): Promise<void> {
  if (late.length > 0) await timers.set(late.map((timer) => ({ ...timer, dueAt: now + POSTPONED_MS })));
}

function bySystem(scope: WriteScope, context: WriteContext): WriteScope {
  return { ...scope, emit: (event, origin) => scope.emit(event, origin ?? originOf(context)) };
}

/** Does with due timers what the loop over all workspaces does, inside a write. */
async function fire(
  scope: WriteScope,
  instant: number,
  { cache, requestId }: Firing,
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
  const request: TransactionRequest<Command, number> = { context, commands, mode: 'partial', answer: effectiveOf };
  const preloaded = await preload(scope, [request], scope.realNow);
  const { results, confirm } = await applyRequests(scope.at(instant), cache, [request], preloaded);
  confirm();
  const [only] = results;
  if (!only || 'error' in only) throw only?.error;
  return effective + (only.value as number);
}
