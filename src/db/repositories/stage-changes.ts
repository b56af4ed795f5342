import type { StageChange } from '../../core/lifecycle/stage-history.js';
import { iso } from '../../core/time.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { stageChanges } from '../schema/stage-changes.js';
import type { ListRequest, Page } from './lists.js';
import { type RecordSearch, recordTable, searchRecords } from './record-search.js';

export type NewStageChange = StageChange & { id: string; leadId: string };

/** A change of this transaction leads to another stage than the stored change at the same instant. */
export interface CorrectedStage {
  leadId: string;
  /** Epoch milliseconds. */
  at: number;
  stage: string;
}

type StoredStageChange = typeof stageChanges.$inferSelect;

/** `fromSeconds`: how long the lead had been where it was. */
export type ListedStageChange = StoredStageChange & { leadName: string | null; fromSeconds: number };

const writer = rowWriter(stageChanges, ['workspace_id', 'lead_id', 'id']);
const RECORDS = recordTable('stageChanges', stageChanges, stageChanges.occurredAt);

const CORRECT = `update stage_changes c set to_stage = corrected.stage
    from unnest($2::uuid[], $3::timestamptz[], $4::text[]) as corrected (lead_id, at, stage)
   where c.workspace_id = $1 and c.lead_id = corrected.lead_id and c.occurred_at = corrected.at
     and c.id = (select id from stage_changes where workspace_id = $1 and lead_id = corrected.lead_id order by id desc limit 1)`;

/** The primary key finds the change before each. The first one is the creation of the lead. */
const DETAILS = `select c.id, coalesce(nullif(concat_ws(' ', l.first_name, l.last_name), ''), l.organization_name) as "leadName",
       extract(epoch from c.occurred_at - coalesce(
         (select max(b.occurred_at) from stage_changes b where b.workspace_id = $1 and b.lead_id = c.lead_id and b.id < c.id),
         l.created_at))::float8 as "fromSeconds"
    from unnest($2::uuid[], $3::uuid[]) as listed (lead_id, id)
    join stage_changes c on c.workspace_id = $1 and c.lead_id = listed.lead_id and c.id = listed.id
    join leads l on l.workspace_id = $1 and l.id = c.lead_id`;

export function stageChangesRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const insert = (changes: readonly NewStageChange[]) =>
    writer.insertNamed(
      executor,
      changes.map((change) => rowOf(workspaceId, change)),
    );
  return {
    insert,
    async correct(corrected: readonly CorrectedStage[]): Promise<void> {
      if (corrected.length === 0) return;
      await executor.run('correct_stage_changes', CORRECT, [
        workspaceId,
        corrected.map(({ leadId }) => leadId),
        corrected.map(({ at }) => iso(at)),
        corrected.map(({ stage }) => stage),
      ]);
    },
    /** Makes these the changes of the leads. */
    async replace(leadIds: readonly string[], changes: readonly NewStageChange[]): Promise<void> {
      await executor.run(
        'remove_stage_changes',
        'delete from stage_changes where workspace_id = $1 and lead_id = any($2::uuid[])',
        [workspaceId, leadIds],
      );
      await insert(changes);
    },
    /** The changes of all leads that the conditions select, the last that occurred first. */
    async search(search: RecordSearch, request: ListRequest): Promise<Page<ListedStageChange>> {
      const page = await searchRecords({ executor, workspaceId, cursors }, RECORDS, search, request);
      return { ...page, rows: await withDetails(executor, workspaceId, page.rows) };
    },
    /** The last lead that the pass has done; undefined: it is complete. */
    async passAfterId(): Promise<string | undefined> {
      const [row] = await executor.run<{ afterId: string }>(
        'stage_change_pass',
        'select after_id as "afterId" from stage_change_passes where workspace_id = $1',
        [workspaceId],
      );
      return row?.afterId;
    },
    /** Without an id the pass is complete. */
    async savePass(afterId: string | undefined): Promise<void> {
      if (afterId === undefined)
        await executor.run('end_stage_change_pass', 'delete from stage_change_passes where workspace_id = $1', [
          workspaceId,
        ]);
      else
        await executor.run(
          'save_stage_change_pass',
          'update stage_change_passes set after_id = $2 where workspace_id = $1',
          [workspaceId, afterId],
        );
    },
    /** The ids of the next leads in the order of ids. */
    async leadsAfter(afterId: string, limit: number): Promise<string[]> {
      const rows = await executor.run<{ id: string }>(
        'stage_change_pass_leads',
        'select id from leads where workspace_id = $1 and id > $2 order by id limit $3',
        [workspaceId, afterId, limit],
      );
      return rows.map(({ id }) => id);
    },
  };
}

/** Leaves out changes of leads that were deleted after the page was read. */
async function withDetails(
  executor: Executor,
  workspaceId: string,
  rows: readonly StoredStageChange[],
): Promise<ListedStageChange[]> {
  if (rows.length === 0) return [];
  const details = await executor.run<Pick<ListedStageChange, 'id' | 'leadName' | 'fromSeconds'>>(
    'stage_change_details',
    DETAILS,
    [workspaceId, rows.map(({ leadId }) => leadId), rows.map(({ id }) => id)],
  );
  const detailsOf = new Map(details.map((one) => [one.id, one]));
  return rows.flatMap((row) => {
    const found = detailsOf.get(row.id);
    return found === undefined ? [] : [{ ...row, ...found }];
  });
}

/** Workspaces whose pass is not complete, of all or of one. */
export async function dueStageChangePasses(executor: Executor, limit: number, workspaceId?: string): Promise<string[]> {
  const rows = await executor.run<{ workspaceId: string }>(
    workspaceId === undefined ? 'due_stage_change_passes' : 'due_stage_change_passes_of_one',
    `select workspace_id as "workspaceId" from stage_change_passes ${workspaceId === undefined ? '' : 'where workspace_id = $2'}
      order by workspace_id limit $1`,
    workspaceId === undefined ? [limit] : [limit, workspaceId],
  );
  return rows.map(({ workspaceId }) => workspaceId);
}

function rowOf(
  workspaceId: string,
  { id, leadId, from, stage, category, at, cause, actorId, reason }: NewStageChange,
): object {
  return {
    workspace_id: workspaceId,
    lead_id: leadId,
    id,
    occurred_at: iso(at),
    from_stage: from?.stage,
    from_category: from?.category,
    to_stage: stage,
    to_category: category,
    cause,
    actor_id: actorId,
    reason,
  };
}
