import type { Command } from '../core/commands/table.js';
import { type CommandTimerKind, commandOf } from '../core/commands/timers.js';
import { TIMER_KINDS, type Timer, type TimerKind } from '../core/timers.js';
import type { DueTimer } from '../db/repositories/timers.js';
import type { Store, WriteScope } from '../db/store.js';
import { beginAbsence } from './assignment/reassignment.js';
import type { WriteContext } from './context.js';
import { considerTraining } from './predictions/train-prediction.js';
import type { Outcome, Transactions } from './transactions/request.js';
import { originOf } from './writes.js';

/** Timers looked at in a round, of all workspaces, and fired in one transaction of one. */
const ROUND = 1_000;
const BATCH = 200;
/** Workspaces fired at a time. */
const LANES = 4;
/** A timer that fails is tried again after so long, and holds up nobody meanwhile. */
export const POSTPONED_MS = 60_000;

type Effect = (scope: WriteScope, context: WriteContext, subjectId: string) => Promise<boolean>;

/** What another timer does, in a write of its own, once it has been taken; tells whether that was anything. */
const EFFECTS = {
  prediction_training: considerTraining,
  rep_absence: beginAbsence,
} satisfies Record<Exclude<TimerKind, CommandTimerKind>, Effect>;

/** How many of the timers' commands changed something. */
export const effectiveOf = (outcomes: readonly Outcome[]): number =>
  outcomes.filter((outcome) => 'result' in outcome && 'changed' in outcome.result && outcome.result.changed).length;

/** Under the head row: whoever takes the timer away has its effect, once. */
export async function takeEffect(scope: WriteScope, context: WriteContext, timer: Timer): Promise<boolean> {
  const effect: Effect = EFFECTS[timer.kind as keyof typeof EFFECTS];
  return (await scope.timers.take(timer, scope.now)) && effect(scope, context, timer.subjectId);
}

export interface TimerRound {
  /** Timers that were due; another round may find more when it is as many as a round takes. */
  found: number;
  more: boolean;
  /** Those that changed something. */
  effective: number;
  failed: number;
  /** How long the longest overdue had been due, milliseconds. */
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
    return effective + (await transactions.run({ context, commands, mode: 'partial', finish: effectiveOf }));
  };

  const postpone = async (workspaceId: string, timer: DueTimer): Promise<void> => {
    const origin = { actorKind: 'system', actorId: 'timers', requestId: newId() } as const;
    const { kind, subjectId } = timer;
    await store.write(workspaceId, origin, async (scope) => {
      await scope.timers.set([{ kind, subjectId, dueAt: scope.now + POSTPONED_MS }]);
    });
  };

  /**
   * A poisoned timer must not harm its neighbours: of a batch that fails each is tried alone, and the bad one waits. When
   * another write holds the workspace they stay due, for the next round.
   */
  const fireSafely = async (
    workspaceId: string,
    timers: readonly DueTimer[],
  ): Promise<{ effective: number; failed: number }> => {
    try {
      return { effective: await fire(workspaceId, timers), failed: 0 };
    } catch (error) {
      if (store.isOutage(error)) throw error;
      if (store.failureOf(error)?.kind === 'contention') return { effective: 0, failed: timers.length };
      const [only] = timers;
      if (timers.length === 1 && only) {
        await postpone(workspaceId, only);
        return { effective: 0, failed: 1 };
      }
    }
    const sum = { effective: 0, failed: 0 };
    for (const timer of timers) add(sum, await fireSafely(workspaceId, [timer]));
    return sum;
  };

  return fireSafely;
}

export type TimersService = ReturnType<typeof timersService>;

export function timersService(store: Store, transactions: Transactions, clock: () => number, newId: () => string) {
  const fireSafely = createFiring(store, transactions, newId);
  return {
    /** Fires what is due now, up to a round of it. Any number of processes may do so at once: each timer fires once. */
    async fireDue(): Promise<TimerRound> {
      const now = clock();
      const due = await store.deployment.dueTimers(now, TIMER_KINDS, ROUND);
      const waiting = batchesOf(due);
      const sum = { effective: 0, failed: 0 };
      const lane = async () => {
        for (let next = waiting.pop(); next; next = waiting.pop()) {
          const [workspaceId, batches] = next;
          for (const batch of batches) add(sum, await fireSafely(workspaceId, batch));
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
      const [first] = due;
      return {
        found: due.length,
        more: due.length === ROUND,
        ...sum,
        lag: first === undefined ? 0 : now - first.dueAt,
      };
    },
  };
}

interface Sum {
  effective: number;
  failed: number;
}

function add(sum: Sum, { effective, failed }: Sum): void {
  sum.effective += effective;
  sum.failed += failed;
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
