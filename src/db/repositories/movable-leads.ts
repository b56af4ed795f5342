import type { Executor } from '../executor.js';

/** Leads that rules may reassign. */
export function movableLeads(executor: Executor, workspaceId: string) {
  return {
    /** Counts the open leads of an owner, by whether a person assigned them, with the last id of the movable ones. */
    async movableOf(
      ownerId: string,
      categories: readonly string[],
    ): Promise<{ movable: number; byHand: number; lastId: string | undefined }> {
      const [row] = await executor.run<{ movable: number; by_hand: number; last_id: string | null }>(
        'movable_leads_of',
        `select count(*) filter (where owner_actor_id is null)::int as movable,
                count(*) filter (where owner_actor_id is not null)::int as by_hand,
                max(id::text) filter (where owner_actor_id is null) as last_id
           from leads where workspace_id = $1 and owner_id = $2 and category = any($3::text[])`,
        [workspaceId, ownerId, categories],
      );
      return { movable: row?.movable ?? 0, byHand: row?.by_hand ?? 0, lastId: row?.last_id ?? undefined };
    },
    /** Open leads of an owner that no person assigned, with ids after one and up to another, in the order of ids. */
    async nextMovable(
      ownerId: string,
      categories: readonly string[],
      { afterId, lastId }: { afterId: string; lastId: string },
      limit: number,
    ): Promise<string[]> {
      const rows = await executor.run<{ id: string }>(
        'next_movable_leads',
        `select id from leads where workspace_id = $1 and owner_id = $2 and owner_actor_id is null
            and category = any($3::text[]) and id > $4::uuid and id <= $5::uuid order by id limit $6`,
        [workspaceId, ownerId, categories, afterId, lastId, limit],
      );
      return rows.map(({ id }) => id);
    },
  };
}
