import type { StoredRecord } from '../../core/matching/record.js';
import type { Executor } from '../executor.js';
import type { matchLeads } from '../schema/duplicates.js';

/** More leads than this with one blocking key are not compared by it. */
export const CROWDED_FROM = 1_001;

export type MatchLead = typeof matchLeads.$inferInsert;

/** A lead as the last scan read it. */
export interface ReadLead {
  leadId: string;
  keys: number[];
  record: StoredRecord;
  scanId: string;
}

/** Leads that were removed since they were read are left out. */
const SAVE = `insert into match_leads (workspace_id, lead_id, version, keys, scan_id, record)
  select $1, found."leadId", found.version, found.keys, found."scanId", found.record
    from jsonb_to_recordset($2) as found ("leadId" uuid, version int, keys bigint[], "scanId" uuid, record jsonb)
   where exists (select from leads where workspace_id = $1 and id = found."leadId")
  on conflict (workspace_id, lead_id) do update set version = excluded.version, keys = excluded.keys, scan_id = excluded.scan_id,
    record = excluded.record`;

const OF_COLUMNS = 'lead_id as "leadId", keys, record, scan_id as "scanId"';

const CHANGED = `select l.id, m.version is distinct from l.version or m.scan_id = any($4::uuid[]) as changed
  from leads l left join match_leads m on m.workspace_id = $1 and m.lead_id = l.id
  where l.workspace_id = $1 and l.id > $2 order by l.id limit $3`;

const BLOCKS = `select key::float8 as key, array_agg(lead_id) as "leadIds"
  from (select lead_id, scan_id, unnest(keys) as key from match_leads where workspace_id = $1) as keyed
  where key >= $2::bigint and key < $3::bigint
  group by key having count(*) between 2 and ${CROWDED_FROM - 1} and bool_or(scan_id = $4) order by key`;

/** Leads in the form in which they are compared. */
export function matchLeadsRepository(executor: Executor, workspaceId: string) {
  return {
    /** The next leads in the order of ids. `changed`: since they were read, or read by a scan that has not ended. */
    next: (
      afterId: string,
      limit: number,
      unfinishedScanIds: readonly string[],
    ): Promise<{ id: string; changed: boolean }[]> =>
      executor.run('next_match_leads', CHANGED, [workspaceId, afterId, limit, unfinishedScanIds]),
    save: (rows: readonly Omit<MatchLead, 'workspaceId'>[]): Promise<unknown> =>
      executor.run('save_match_leads', SAVE, [workspaceId, JSON.stringify(rows)]),
    /** The leads with the ids. */
    findMany: (ids: readonly string[]): Promise<ReadLead[]> =>
      executor.run(
        'match_leads',
        `select ${OF_COLUMNS} from match_leads where workspace_id = $1 and lead_id = any($2::uuid[])`,
        [workspaceId, ids],
      ),
    /** Leads with one of the keys. */
    sharing: (keys: readonly number[], limit: number): Promise<ReadLead[]> =>
      executor.run(
        'match_leads_sharing',
        `select ${OF_COLUMNS} from match_leads where workspace_id = $1 and keys && $2::bigint[] order by lead_id limit $3`,
        [workspaceId, keys.map(String), limit],
      ),
    /** Keys from `from` to below `before` that two leads or more have, of which the scan has read one. */
    blocks: (from: number, before: number, scanId: string): Promise<{ key: number; leadIds: string[] }[]> =>
      executor.run('match_blocks', BLOCKS, [workspaceId, String(from), String(before), scanId]),
  };
}
