import type { Command } from '../core/commands/table.js';
import { type CommandTimerKind, commandOf } from '../core/commands/timers.js';
import { TIMER_KINDS, type Timer, type TimerKind } from '../core/timers.js';
import type { DueTimer } from '../db/repositories/timers.js';
import type { Store, WriteScope } from '../db/store.js';
import { beginAbsence } from './assignment/reassignment.js';
import type { WriteContext } from './context.js';
import { expireSubmission } from './forms/confirmations.js';
import { considerTraining } from './predictions/train-prediction.js';
import type { Outcome, Transactions } from './transactions/request.js';
import { originOf } from './writes.js';

/** Most timers that a round takes from all workspaces. */
const ROUND = 1_000;
/** Most timers fired in one transaction. */
const BATCH = 200;
/** Workspaces fired at a time. */
const CONCURRENCY = 4;
/** A timer that fails is tried again after this time and does not hold up others meanwhile. */
export const POSTPONED_MS = 60_000;

type Effect = (scope: WriteScope, context: WriteContext, subjectId: string) => Promise<boolean>;

/** Effects of timers without a command, each in a write of its own once it has been taken. True when something changed. */
const EFFECTS = {
  prediction_training: considerTraining,
  rep_absence: beginAbsence,
  form_submission_expiry: expireSubmission,
} satisfies Record<Exclude<TimerKind, CommandTimerKind>, Effect>;

/** The number of timer commands that changed something. */
export const effectiveOf = (outcomes: readonly Outcome[]): number =>
  outcomes.filter((outcome) => 'result' in outcome && 'changed' in outcome.result && outcome.result.changed).length;

/** Takes the timer and has its effect. The head row's lock makes the effect happen once. */
export async function takeEffect(scope: WriteScope, context: WriteContext, timer: Timer): Promise<boolean> {
  const effect: Effect = EFFECTS[timer.kind as keyof typeof EFFECTS];
  return (await scope.timers.take(timer, scope.now)) && effect(scope, context, timer.subjectId);
}

export interface TimerRound {
  /** Due timers of this round. */
  found: number;
  more: boolean;
  /** Timers that changed something. */
  effective: number;
  failed: number;
  /** Milliseconds since the longest overdue timer was due. */
  lag: number;
}

/** Fires timers of a workspace that are due by now, and keeps those that fail from harming others. */
function createFiring(store: Store, transactions: Transactions, newId: () => string) {
  const contextOf = (workspaceId: string): WriteContext => ({
    workspaceId,
    actor: { kind: 'system', id: 'timers' },
    requestId: newId(),
  });

  const effectOf = async (workspaceId: string, timer: DueTimer): Promise<boolean> => {
    const context = contextOf(workspaceId);
    const done = await store.write(workspaceId, originOf(context), (scope) => takeEffect(scope, context, timer));
    return done === true;
  };

  /** Fires them, those with commands in one transaction; returns how many changed something. */
  const fire = async (workspaceId: string, timers: readonly DueTimer[]): Promise<number> => {
    let effective = 0;
    const commands: Command[] = [];
    for (const timer of timers) {
      const command = commandOf(timer);
      if (command) commands.push(command);
      else if (await effectOf(workspaceId, timer)) effective++;
    }
    if (commands.length === 0) return effective;
    const context = contextOf(workspaceId);
    return effective + (await transactions.run({ context, commands, mode: 'partial', answer: effectiveOf }));
  };

  const postpone = async (workspaceId: string, timer: DueTimer): Promise<void> => {
    const origin = { actorKind: 'system', actorId: 'timers', requestId: newId() } as const;
    const { kind, subjectId } = timer;
    await store.write(workspaceId, origin, async (scope) => {
      await scope.timers.set([{ kind, subjectId, dueAt: scope.now + POSTPONED_MS }]);
    });
  };

  /**
   * A poisoned timer must not harm its neighbours: when a batch fails, each timer is tried alone and the failing one is postponed.
   * While another write holds the workspace, or its server does not answer, timers stay due for the next round.
   */
  const fireSafely = async (
    workspaceId: string,
    timers: readonly DueTimer[],
  ): Promise<{ effective: number; failed: number }> => {
    try {
      return { effective: await fire(workspaceId, timers), failed: 0 };
    } catch (error) {
      if (await store.isDown(error)) throw error;
      const isLater = store.isOutage(error) || store.failureOf(error)?.kind === 'contention';
      if (isLater) return { effective: 0, failed: timers.length };
      const [only] = timers;
      if (timers.length === 1 && only) {
        await postpone(workspaceId, only);
        return { effective: 0, failed: 1 };
      }
    }
    const totals = { effective: 0, failed: 0 };
    for (const timer of timers) add(totals, await fireSafely(workspaceId, [timer]));
    return totals;
  };

  return fireSafely;
}

export type TimersService = ReturnType<typeof timersService>;

export function timersService(store: Store, transactions: Transactions, clock: () => number, newId: () => string) {
  const fireSafely = createFiring(store, transactions, newId);
  return {
    /** Fires due timers, at most one round of them. Any number of processes may call it at once: each timer fires once. */
    async fireDue(): Promise<TimerRound> {
      const now = clock();
      const due = await store.deployment.dueTimers(now, TIMER_KINDS, ROUND);
      const waiting = batchesOf(due);
      const totals = { effective: 0, failed: 0 };
      const lane = async () => {
        for (let next = waiting.pop(); next; next = waiting.pop()) {
          const [workspaceId, batches] = next;
          for (const batch of batches) add(totals, await fireSafely(workspaceId, batch));
        }
      };
      await Promise.all(Array.from({ length: CONCURRENCY }, lane));
      const [first] = due;
      return {
        found: due.length,
        more: due.length === ROUND,
        ...totals,
        lag: first === undefined ? 0 : now - first.dueAt,
      };
    },
  };
}

interface Totals {
  effective: number;
  failed: number;
}

function add(totals: Totals, { effective, failed }: Totals): void {
  totals.effective += effective;
  totals.failed += failed;
}

/** By workspace, in batches, the order kept. */
function batchesOf(due: readonly DueTimer[]): [workspaceId: string, batches: DueTimer[][]][] {
  const byWorkspace = new Map<string, DueTimer[][]>();
  for (const timer of due) {
    const batches = byWorkspace.get(timer.workspaceId) ?? [];
    byWorkspace.set(timer.workspaceId, batches);
    const last = batches.at(-1);
    if (last && last.length < BATCH) last.push(timer);
    else batches.push([timer]);
  }
  return [...byWorkspace];
}
