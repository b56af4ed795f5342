import { sql } from 'drizzle-orm';
import type { Executor } from '../executor.js';
import { leads } from '../schema/leads.js';
import { changedSql } from './lead-step-sql.js';

/** Passes over leads from before their steps were columns. */
export function leadStepPassesRepository(executor: Executor, workspaceId: string) {
  return {
    /** The last lead that is done; undefined: the pass is complete. */
    async afterId(): Promise<string | undefined> {
      const [row] = await executor.run<{ afterId: string }>(
        'lead_step_pass',
        'select after_id as "afterId" from lead_step_passes where workspace_id = $1',
        [workspaceId],
      );
      return row?.afterId;
    },
    /** Fills the columns of the next leads from their stage changes, in the order of ids. Returns the last one; undefined: there are no more. */
    async fill(afterId: string, limit: number): Promise<string | undefined> {
      const found = await executor.orm.execute<{ lastId: string | null }>(sql`
        with part as (
          select ${leads.id}, changed.*
            from (select * from ${leads} where ${leads.workspaceId} = ${workspaceId} and ${leads.id} > ${afterId}::uuid
                   order by ${leads.id} limit ${limit}) as leads
           cross join lateral ${changedSql(workspaceId)} as changed),
        filled as (
          update leads l set reached_lead_at = part.lead_at, reached_mql_at = part.mql_at, reached_sql_at = part.sql_at,
                             reached_prospect_at = part.prospect_at
            from part
           where l.workspace_id = ${workspaceId} and l.id = part.id
             and (l.reached_lead_at, l.reached_mql_at, l.reached_sql_at, l.reached_prospect_at)
                 is distinct from (part.lead_at, part.mql_at, part.sql_at, part.prospect_at))
        select (select id::text from part order by id desc limit 1) as "lastId"`);
      return found.rows[0]?.lastId ?? undefined;
    },
    save: (afterId: string): Promise<unknown> =>
      executor.run('save_lead_step_pass', 'update lead_step_passes set after_id = $2 where workspace_id = $1', [
        workspaceId,
        afterId,
      ]),
    end: (): Promise<unknown> =>
      executor.run('end_lead_step_pass', 'delete from lead_step_passes where workspace_id = $1', [workspaceId]),
  };
}

/** Workspaces whose pass is not complete, of the deployment. Stage changes come first: the steps are made of them. */
export async function dueLeadStepPasses(executor: Executor, limit: number, workspaceId?: string): Promise<string[]> {
  const rows = await executor.run<{ workspaceId: string }>(
    workspaceId === undefined ? 'due_lead_step_passes' : 'due_lead_step_passes_of_one',
    `select workspace_id as "workspaceId" from lead_step_passes l
      where ${workspaceId === undefined ? '' : 'workspace_id = $2 and'}
            not exists (select from stage_change_passes s where s.workspace_id = l.workspace_id) order by workspace_id limit $1`,
    workspaceId === undefined ? [limit] : [limit, workspaceId],
  );
  return rows.map(({ workspaceId }) => workspaceId);
}
