import {
  type FieldStatistics,
  FREQUENT_FROM,
  type MatchStatistics,
  MOST_FREQUENT,
} from '../../core/matching/statistics.js';
import { iso } from '../../core/time.js';
import type { Executor } from '../executor.js';
import { CROWDED_FROM } from './match-leads.js';

export interface StoredStatistics {
  statistics: MatchStatistics;
  /** Ascending. */
  crowdedKeys: number[];
  /** Epoch milliseconds. */
  countedAt: number;
  unfinishedScanIds: readonly string[];
}

/** Each value of a field with the number of its leads. */
const VALUES = `select field, value, count(*)::int as leads from match_leads,
  lateral (select * from jsonb_each_text(jsonb_build_object('firstName', record -> 'firstName', 'lastName', record -> 'lastName',
      'organizationName', record -> 'organization', 'postalCode', record -> 'postalCode', 'city', record -> 'city',
      'email', record -> 'emails' -> 0, 'phone', record -> 'phones' -> 0))
    union all select 'attributes.' || key, value from jsonb_each_text(record -> 'attributes')) as counted (field, value)
  where workspace_id = $1 and value is not null group by field, value`;

const STATISTICS = `with counted as (${VALUES}),
  ranked as (select *, row_number() over (partition by field order by leads desc, value collate "C") as place from counted)
  select field, sum(leads)::int as filled,
    coalesce(sum(leads::float8 * (leads - 1)) / nullif(sum(leads)::float8 * (sum(leads) - 1), 0), 0) as collision,
    coalesce(jsonb_object_agg(value, leads) filter (where leads >= ${FREQUENT_FROM} and place <= ${MOST_FREQUENT}), '{}') as frequent
  from ranked group by field`;

const CROWDED = `select key::float8 as key from (select unnest(keys) as key from match_leads where workspace_id = $1) as keyed
  group by key having count(*) >= ${CROWDED_FROM} order by key`;

/** How frequent the values of leads are. */
export function matchStatisticsRepository(executor: Executor, workspaceId: string) {
  return {
    /** How many leads there are to read. */
    async count(): Promise<number> {
      const [row] = await executor.run<{ count: number }>(
        'count_match_leads',
        'select count(*)::int as count from leads where workspace_id = $1',
        [workspaceId],
      );
      return row?.count ?? 0;
    },
    /** The frequencies of all values. */
    async countValues(): Promise<MatchStatistics> {
      const rows = await executor.run<FieldStatistics & { field: string }>('count_match_values', STATISTICS, [
        workspaceId,
      ]);
      const fields = Object.fromEntries(rows.map(({ field, ...statistics }) => [field, statistics]));
      const [row] = await executor.run<{ count: number }>(
        'count_read_leads',
        'select count(*)::int as count from match_leads where workspace_id = $1',
        [workspaceId],
      );
      return { leads: row?.count ?? 0, fields };
    },
    async crowdedKeys(): Promise<number[]> {
      return (await executor.run<{ key: number }>('crowded_match_keys', CROWDED, [workspaceId])).map(({ key }) => key);
    },
    async find(): Promise<StoredStatistics | undefined> {
      const [row] = await executor.run<StoredStatistics & { countedAt: Date; crowdedKeys: string[] }>(
        'match_statistics',
        `select statistics, crowded_keys as "crowdedKeys", counted_at as "countedAt",
           unfinished_scan_ids as "unfinishedScanIds" from match_statistics where workspace_id = $1`,
        [workspaceId],
      );
      return row && { ...row, crowdedKeys: row.crowdedKeys.map(Number), countedAt: row.countedAt.getTime() };
    },
    save: ({ statistics, crowdedKeys, countedAt, unfinishedScanIds }: StoredStatistics): Promise<unknown> =>
      executor.run(
        'save_match_statistics',
        `insert into match_statistics (workspace_id, statistics, crowded_keys, counted_at, unfinished_scan_ids) values ($1, $2, $3::bigint[], $4, $5::uuid[])
         on conflict (workspace_id) do update set statistics = excluded.statistics, crowded_keys = excluded.crowded_keys,
           counted_at = excluded.counted_at, unfinished_scan_ids = excluded.unfinished_scan_ids`,
        [workspaceId, JSON.stringify(statistics), crowdedKeys.map(String), iso(countedAt), unfinishedScanIds],
      ),
  };
}
