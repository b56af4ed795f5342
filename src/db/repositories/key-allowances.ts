import type { Executor } from '../executor.js';

/** The requests that each key has leased in the latest minute: one row per key. */
export function keyAllowancesRepository(executor: Executor, workspaceId: string) {
  return {
    /** Adds `count` to the leased requests of `minute`; returns the count before. A process whose clock is behind counts in the latest minute. */
    async lease(keyId: string, minute: number, count: number): Promise<number> {
      const [row] = await executor.run<{ leased: number }>(
        'lease_key_allowance',
        `insert into key_allowances as a (workspace_id, key_id, minute, leased) values ($1, $2, $3, $4)
           on conflict (workspace_id, key_id) do update set
             leased = case when a.minute < excluded.minute then excluded.leased else a.leased + excluded.leased end,
             minute = greatest(a.minute, excluded.minute)
           returning leased`,
        [workspaceId, keyId, minute, count],
      );
      return Number(row?.leased ?? count) - count;
    },
  };
}
