import type { SegmentChangeShape } from '../../core/jobs/shapes.js';
import { MAX_BULK_SAMPLES } from '../../core/leads/bulk-change.js';
import type { WriteScope } from '../../db/store.js';
import { BEFORE_ALL, type JobHandler, type Step } from '../jobs/kinds.js';
import { saveMemberChanges } from '../segments/changes.js';
import { orNotFound } from '../versions.js';
import type { WorkspaceTime } from '../workspace-time.js';

/** Most leads that enter or leave in one transaction, so that other writers wait only briefly. */
const SLICE = 500;
/** Leads that one step of a dry run counts. */
const COUNTED_SLICE = 5_000;

type Cursor = SegmentChangeShape['cursor'];

/** Adds the leads that match a condition to a static segment or removes them, slice by slice, or counts them. */
export function segmentChangeHandler(timeOf: WorkspaceTime): JobHandler<'segment_change'> {
  return async (step) => {
    const { cursor, params, read, done } = step;
    const { where, dryRun } = params;
    if (cursor === undefined) return begin(step, await timeOf(step.context.workspaceId));
    const { now, ...place } = cursor;
    const leadIds = await read.leads.nextForJob({ where, now }, place, dryRun ? COUNTED_SLICE : SLICE);
    const afterId = leadIds.at(-1);
    if (afterId === undefined) {
      const { changed, unchanged, sampleIds } = cursor;
      return step.write(() => ({ result: { changed, unchanged, sampleIds } }));
    }
    await step.write(async (scope) => {
      const changedIds = await change(scope, params, leadIds);
      return { cursor: { ...withChanged(cursor, leadIds, changedIds), afterId }, done: done + leadIds.length };
    });
  };
}

/** Counts outside of the transaction: of many leads that takes seconds. */
async function begin({ params: { where }, read, write }: Step<'segment_change'>, now: number): Promise<void> {
  const { count, lastId = BEFORE_ALL } = await read.leads.countForJob({ where, now });
  const cursor: Cursor = { changed: 0, unchanged: 0, sampleIds: [], now, afterId: BEFORE_ALL, lastId };
  await write(() => ({ cursor, done: 0, total: count }));
}

/** The leads that entered or left, or would; refused when the segment is deleted. */
async function change(
  scope: WriteScope,
  { segmentId, action, dryRun }: SegmentChangeShape['params'],
  leadIds: readonly string[],
): Promise<string[]> {
  const segment = orNotFound(await scope.segments.find(segmentId), 'segment');
  const { members, known } = await scope.segmentMembers.among(segmentId, leadIds);
  const inside = new Set(members);
  const changedIds = action === 'remove' ? members : known.filter((leadId) => !inside.has(leadId));
  if (!dryRun) {
    const changes = changedIds.map((leadId) => ({ segmentId, leadId }));
    const [entered, left] = action === 'add' ? [changes, []] : [[], changes];
    saveMemberChanges(scope, { entered, left }, { segmentOf: () => segment, cause: 'segment_change' });
  }
  return changedIds;
}

function withChanged(cursor: Cursor, leadIds: readonly string[], changedIds: readonly string[]): Cursor {
  return {
    ...cursor,
    changed: cursor.changed + changedIds.length,
    unchanged: cursor.unchanged + leadIds.length - changedIds.length,
    sampleIds: [...cursor.sampleIds, ...changedIds].slice(0, MAX_BULK_SAMPLES),
  };
}
