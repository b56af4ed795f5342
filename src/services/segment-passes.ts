import { expandCondition } from '../core/segments/expand.js';
import type { Segment } from '../core/segments/segment.js';
import { upkeepOf } from '../core/segments/upkeep.js';
import type { Repositories } from '../db/repositories/repositories.js';
import type { DifferingLead, PassCondition } from '../db/repositories/segment-members.js';
import type { Store, WriteScope } from '../db/store.js';
import { BEFORE_ALL } from './jobs/kinds.js';
import { saveMemberChanges } from './segments/changes.js';
import { conditionAt, readSegmentContext, type SegmentContext } from './segments/conditions.js';
import type { WorkspaceTime } from './workspace-time.js';

/** Segments that a round takes from all workspaces. */
const ROUND = 50;
/** Leads that one statement tests. */
const SLICE = 5_000;
/** Most members changed in one transaction, so that other writers wait only briefly. */
const CHANGES = 500;
/** After this time a pass yields to others, and goes on later. */
const TURN_MS = 5_000;
/** A process counts as gone this long after its last slice. */
const LEASE_MS = 20_000;
/** From the begin of one pass to the next, where time changes members. With the pause of the loop it stays below a minute. */
const EVERY_MS = 40_000;
/** A pass takes at most this share of the time, so that large workspaces do not search all the time. */
const LONGEST_SHARE = 1 / 5;

export interface PassRound {
  ran: number;
  /** Names of the errors, for the log. */
  failures: string[];
  more: boolean;
}

export type SegmentPassesService = ReturnType<typeof segmentPassesService>;

/**
 * Passes over the leads of a workspace, in the order of their ids, that make the members of a segment follow from its condition: after a
 * condition was set, and again and again where time or records beside the lead decide. A slice is searched without a lock; what differs is tested again and
 * corrected under the head row. So a pass that stops midway, or runs twice, does no harm.
 */
export function segmentPassesService(store: Store, timeOf: WorkspaceTime, clock: () => number) {
  return {
    /** Gives each pass that is due a turn. Any number of processes may call it at once. */
    async runDue(signal?: AbortSignal): Promise<PassRound> {
      const due = await store.deployment.duePasses(clock(), ROUND);
      const round: PassRound = { ran: 0, failures: [], more: due.length === ROUND };
      for (const { workspaceId, id } of due) {
        if (signal?.aborted) break;
        try {
          const read = store.read(workspaceId);
          const now = clock();
          const taken = await read.segments.takePass(id, new Date(now), new Date(now + LEASE_MS));
          if (taken === undefined) continue;
          round.ran++;
          if (!(await takeTurn({ store, read, timeOf, clock }, taken, signal))) round.more = true;
        } catch (error) {
          if (await store.isDown(error)) throw error;
          round.failures.push(error instanceof Error ? error.name : 'unknown');
        }
      }
      return round;
    },
  };
}

interface PassOptions {
  store: Store;
  read: Repositories;
  timeOf: WorkspaceTime;
  clock: () => number;
}

/** Continues the pass for a while. Returns false when it is not complete and due again at once. */
async function takeTurn(options: PassOptions, segment: Segment, signal: AbortSignal | undefined): Promise<boolean> {
  const { store, read, timeOf, clock } = options;
  const { workspaceId, condition } = segment;
  const began = clock();
  const context = await readSegmentContext(read);
  let afterId = segment.passAfterId ?? BEFORE_ALL;
  const found = segment.passAfterId === null ? await correctByIndexes(options, segment, context) : 'all_leads';
  if (found === 'begun_anew') return true;
  while (condition !== null && found === 'all_leads') {
    const now = await timeOf(workspaceId);
    const test = { condition: conditionAt(condition, context, now), now };
    const lastId = await read.segmentMembers.endOfSlice(afterId, SLICE);
    if (!(await correctSlice(store, read, segment, { test, afterId, lastId }))) return true;
    if (lastId === undefined) break;
    afterId = lastId;
    const isOver = clock() - began > TURN_MS || signal?.aborted === true;
    const passDueAt = new Date(isOver ? clock() : clock() + LEASE_MS);
    if (!(await read.segments.savePass(segment, { passAfterId: afterId, passDueAt })) || isOver) return !isOver;
  }
  const elapsed = clock() - began;
  const nextAt = began + Math.max(EVERY_MS, elapsed / LONGEST_SHARE);
  await read.segments.savePass(segment, {
    passAfterId: null,
    passDueAt: isPeriodic(segment, context) ? new Date(nextAt) : null,
    filledAt: segment.filledAt ?? new Date(await timeOf(workspaceId)),
  });
  return true;
}

/**
 * Brings a segment that was complete up to date by the indexes of its condition. `all_leads`: a pass over the leads has to do it, because the
 * segment is new or its condition has no index.
 */
async function correctByIndexes(
  { store, read, timeOf }: PassOptions,
  segment: Segment,
  context: SegmentContext,
): Promise<'complete' | 'begun_anew' | 'all_leads'> {
  const { workspaceId, id, condition, filledAt } = segment;
  if (condition === null || filledAt === null) return 'all_leads';
  const now = await timeOf(workspaceId);
  const test = { condition: conditionAt(condition, context, now), now };
  try {
    const differing = await read.segmentMembers.differingByIndexes(id, test, SLICE);
    // As many as that are not all.
    if (differing === undefined || differing.length === SLICE) return 'all_leads';
    return (await correctAll(store, segment, differing)) ? 'complete' : 'begun_anew';
  } catch (error) {
    if (store.failureOf(error)?.kind === 'timeout') return 'all_leads';
    throw error;
  }
}

const isPeriodic = ({ condition }: Segment, { find }: SegmentContext): boolean =>
  condition !== null && upkeepOf(expandCondition(condition, find)) !== 'writes';

/** False when the pass was begun anew meanwhile, or the segment is gone. */
async function correctSlice(
  store: Store,
  read: Repositories,
  segment: Segment,
  { test, ...slice }: { test: PassCondition; afterId: string; lastId: string | undefined },
): Promise<boolean> {
  return correctAll(store, segment, await read.segmentMembers.differingBetween(segment.id, test, slice));
}

/** False when the pass was begun anew meanwhile, or the segment is gone. */
async function correctAll(store: Store, segment: Segment, differing: readonly DifferingLead[]): Promise<boolean> {
  const { workspaceId } = segment;
  for (let at = 0; at < differing.length; at += CHANGES) {
    const leadIds = differing.slice(at, at + CHANGES).map(({ leadId }) => leadId);
    const origin = { actorKind: 'system', actorId: 'segments', requestId: segment.id } as const;
    const isSame = await store.write(workspaceId, origin, (scope) => correct(scope, segment, leadIds));
    if (isSame !== true) return false;
  }
  return true;
}

/** Decides again, now that no other write of the workspace can come between. */
async function correct(
  scope: WriteScope,
  { id, passNumber }: Pick<Segment, 'id' | 'passNumber'>,
  leadIds: readonly string[],
): Promise<boolean> {
  const segment = await scope.segments.find(id);
  if (!segment?.condition || segment.passNumber !== passNumber) return false;
  const condition = conditionAt(segment.condition, await readSegmentContext(scope), scope.now);
  const differing = await scope.segmentMembers.differingAmong(id, { condition, now: scope.now }, leadIds);
  const changes = (holds: boolean) =>
    differing.flatMap((one) => (one.holds === holds ? [{ segmentId: id, leadId: one.leadId }] : []));
  saveMemberChanges(
    scope,
    { entered: changes(true), left: changes(false) },
    { segmentOf: () => segment, cause: 'segment' },
  );
  return true;
}
