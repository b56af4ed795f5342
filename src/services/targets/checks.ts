import type { DomainEvent } from '../../core/events/events.js';
import { periodOf, type TargetProgress } from '../../core/targets/progress.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { ReadSettings } from '../leads/settings.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { measureProgress } from './progress.js';
import { termsOf } from './targets.js';

/** Workspaces that a round takes, and targets of each. */
const [ROUND, TARGETS] = [50, 500];
/** A process counts as gone this long after it took targets: others check them again. */
const LEASE_MS = 60_000;
/** From one check of a target that runs to the next; longer where the numbers take long to count. */
const EVERY_MS = 60_000;
/** Checks take at most this share of the time. */
const LONGEST_SHARE = 1 / 20;
/** Of one statement. */
const MOST_MS = 30_000;

export interface TargetRound {
  checked: number;
  /** Names of the errors, for the log. */
  failures: string[];
  more: boolean;
}

export interface TargetChecksOptions {
  store: Store;
  settings: ReadSettings;
  timeOf: WorkspaceTime;
  clock: () => number;
  newId: () => string;
}

export type TargetChecksService = ReturnType<typeof targetChecksService>;

/**
 * Checks of targets: each minute while they run, and once after their end. Numbers are counted without a lock; what follows from them is
 * written under the head row, where a target that was reached or closed meanwhile is left alone. So each event is emitted once, whatever stops
 * in between.
 */
export function targetChecksService(options: TargetChecksOptions) {
  const { store, clock } = options;
  return {
    /** Checks the targets that are due. Any number of processes may call it at once. */
    async runDue(signal?: AbortSignal): Promise<TargetRound> {
      const due = await store.deployment.dueTargetChecks(clock(), ROUND);
      const round: TargetRound = { checked: 0, failures: [], more: due.length === ROUND };
      for (const workspaceId of due) {
        if (signal?.aborted) break;
        try {
          const checked = await checkWorkspace(options, workspaceId);
          round.checked += checked;
          if (checked === TARGETS) round.more = true;
        } catch (error) {
          if (store.isOutage(error)) throw error;
          round.failures.push(error instanceof Error ? error.name : 'unknown');
        }
      }
      return round;
    },
  };
}

async function checkWorkspace(options: TargetChecksOptions, workspaceId: string): Promise<number> {
  const { store, settings, timeOf, clock, newId } = options;
  const began = clock();
  const lease = new Date(began + LEASE_MS);
  const taken = await store.read(workspaceId).targets.takeDue(new Date(began), lease, TARGETS);
  if (taken.length === 0) return 0;
  const [now, { zone }] = [await timeOf(workspaceId), await settings(workspaceId)];
  const begun = taken.filter((target) => periodOf(target, zone).from <= now);
  const found = await store.readWithin(workspaceId, MOST_MS, (read) => measureProgress(read, begun, { zone, now }));
  const pause = Math.max(EVERY_MS, (clock() - began) / LONGEST_SHARE);
  const changed = found.filter(
    ({ target, status, reached }) => status === 'ended' || (reached && target.reachedAt === null),
  );
  if (changed.length > 0) {
    const origin = { actorKind: 'system', actorId: 'targets', requestId: newId() } as const;
    await store.write(workspaceId, origin, (scope) => save(scope, changed, now));
  }
  const next = taken.map((target) => {
    const { from, before } = periodOf(target, zone);
    const begins = from > now ? from : Math.min(before, now + pause);
    return { id: target.id, at: new Date(clock() + Math.max(1, begins - now)) };
  });
  await store.read(workspaceId).targets.scheduleChecks(next);
  return taken.length;
}

/** Emits what the numbers mean for the targets as they are now, and closes those whose period is over. */
async function save(scope: WriteScope, measured: readonly TargetProgress[], now: number): Promise<void> {
  const current = new Map(
    (await scope.targets.findMany(measured.map(({ target }) => target.id))).map((row) => [row.id, row]),
  );
  const reachedIds: string[] = [];
  const closed: { id: string; missed: boolean }[] = [];
  for (const progress of measured) {
    const { target, status, reached } = progress;
    const row = current.get(target.id);
    if (row === undefined || row.version !== target.version || row.closedAt !== null) continue;
    if (reached && row.reachedAt === null) {
      reachedIds.push(row.id);
      scope.emit(targetEvent('target.reached', progress));
    }
    if (status !== 'ended') continue;
    closed.push({ id: row.id, missed: !reached });
    if (!reached) scope.emit(targetEvent('target.missed', progress));
  }
  const at = new Date(now);
  await scope.targets.saveReached(reachedIds, at);
  await scope.targets.saveClosed(closed, at);
}

/** With the terms of the target and the number that decided. */
function targetEvent(type: 'target.reached' | 'target.missed', { target, actual }: TargetProgress): DomainEvent {
  const after = { ...termsOf(target), actual };
  return { type, subjectKind: 'target', subjectId: target.id, cause: 'timer', after };
}
