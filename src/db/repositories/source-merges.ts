import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { type MergedOrigin, type MergedOrigins, mergedOrigins } from '../../core/conditions/merged-sources.js';
import type { Executor } from '../executor.js';

const MERGED = (
  noun: MergedOrigin['noun'],
) => `select '${noun}' as noun, m.id, m.name, m.survivor_id as "survivorId", s.name as "survivorName"
    from ${noun}s m join ${noun}s s on s.workspace_id = m.workspace_id and s.id = m.survivor_id
   where m.workspace_id = $1 and m.survivor_id is not null`;

/** What reads have to know of merges, of which a workspace has few: partial indexes have them. */
export function sourceMergesRepository(executor: Executor, workspaceId: string) {
  const merged = (): Promise<MergedOrigin[]> =>
    executor.run('merged_origins', `${MERGED('source')} union all ${MERGED('campaign')}`, [workspaceId]);
  return {
    merged,
    origins: async (): Promise<MergedOrigins | undefined> => mergedOrigins(await merged()),
    /** The survivors by the ids of what was merged, as JSON text; undefined without any. */
    async survivors(): Promise<string | undefined> {
      const rows = await merged();
      if (rows.length === 0) return undefined;
      return JSON.stringify(Object.fromEntries(rows.map(({ id, survivorId }) => [id, survivorId])));
    },
    /** The same as a table. */
    async survivorIds(): Promise<ReadonlyMap<string, string>> {
      return new Map((await merged()).map(({ id, survivorId }) => [id, survivorId]));
    },
    /** New survivors of sources and campaigns by their ids; null: itself. */
    async setSurvivors(noun: MergedOrigin['noun'], survivors: ReadonlyMap<string, string | null>): Promise<void> {
      if (survivors.size === 0) return;
      await executor.run(
        `set_${noun}_survivors`,
        `update ${noun}s m set survivor_id = new.survivor_id from unnest($2::uuid[], $3::uuid[]) as new (id, survivor_id)
          where m.workspace_id = $1 and m.id = new.id`,
        [workspaceId, [...survivors.keys()], [...survivors.values()]],
      );
    },
    /** The records of sources or campaigns with these ids, by indexes. */
    async countsOf(noun: MergedOrigin['noun'], ids: readonly string[]): Promise<MergedCounts> {
      const of = (table: string) =>
        `(select count(*) from ${table} where workspace_id = $1 and ${noun}_id = any($2::uuid[]))::int as ${table}`;
      const campaigns = noun === 'source' ? of('campaigns') : '0 as campaigns';
      const [row] = await executor.run<MergedCounts>(
        `${noun}_records`,
        `select ${COUNTED.map(of).join(', ')}, ${campaigns}`,
        [workspaceId, ids],
      );
      if (row === undefined) throw new Error('counts are one row');
      return row;
    },
    /** The filter with all ids that count as one with its source and campaign. */
    async widened<Filter extends OriginFilter>(filter: Filter): Promise<Widened<Filter>> {
      const { sourceId, campaignId } = filter;
      if (sourceId === undefined && campaignId === undefined) return filter;
      const origins = mergedOrigins(await merged());
      return {
        ...filter,
        ...(sourceId !== undefined && { sourceId: origins?.familyOf(sourceId) ?? sourceId }),
        ...(campaignId !== undefined && { campaignId: origins?.familyOf(campaignId) ?? campaignId }),
      };
    },
  };
}

/** How many records name a source or campaign. */
export interface MergedCounts {
  leads: number;
  touches: number;
  customers: number;
  deals: number;
  handoffs: number;
  forms: number;
  connectors: number;
  /** Of a source. */
  campaigns: number;
}

const COUNTED = ['leads', 'touches', 'customers', 'deals', 'handoffs', 'forms', 'connectors'] as const;

interface OriginFilter {
  sourceId?: string | undefined;
  campaignId?: string | undefined;
}

export type Widened<Filter> = Omit<Filter, keyof OriginFilter> & {
  sourceId?: string | readonly string[] | undefined;
  campaignId?: string | readonly string[] | undefined;
};

/** The id that a source or campaign counts as, as text. `survivors`: see `survivors`; without merges the id costs nothing more. */
export const survivorSql = (id: SQL | PgColumn, survivors: string | undefined): SQL =>
  survivors === undefined ? sql`${id}` : sql`coalesce(${survivors}::jsonb ->> (${id})::text, (${id})::text)`;

/** The id that the source of a row counts as, as text, in a statement whose $1 is the workspace. */
export const survivingSource = (column: string): string =>
  `(select coalesce(merged.survivor_id, merged.id)::text from sources merged where merged.workspace_id = $1 and merged.id = ${column})`;

/** Whether the source of a row counts as one with the source of a parameter. */
export const isOfSource = (column: string, parameter: string): string =>
  `${column} in (select one.id from sources one where one.workspace_id = $1 and coalesce(one.survivor_id, one.id) =
    (select coalesce(asked.survivor_id, asked.id) from sources asked where asked.workspace_id = $1 and asked.id = ${parameter}))`;
