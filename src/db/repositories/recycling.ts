import { iso } from '../../core/time.js';
import type { Executor } from '../executor.js';
import { COUNTED_TABLES } from './counted-tables.js';

/** Leads by their last cycle; 0: never reopened. */
export interface CycleCount {
  cycle: number;
  leads: number;
  converted: number;
}

/** Later cycles count as this one. */
const LAST_CYCLE = 100;

export function recyclingRepository(executor: Executor, workspaceId: string) {
  return {
    /** One pass over the leads that became known in the period, by the cycle they are in. */
    async countByCycle(period: {
      createdFrom?: number | undefined;
      createdBefore?: number | undefined;
    }): Promise<CycleCount[]> {
      const bound = (at: number | undefined) => (at === undefined ? null : iso(at));
      const rows = await executor.run<{ cycle: number; leads: string; converted: string }>(
        'count_by_cycle',
        `${COUNTED_TABLES} select least(coalesce((lifecycle ->> 'cycles')::int, 0), ${LAST_CYCLE}) as cycle, count(*) as leads,
                count(*) filter (where category = 'customer') as converted
           from leads
          where workspace_id = $1 and created_at >= coalesce($2::timestamptz, '-infinity')
            and created_at < coalesce($3::timestamptz, 'infinity')
          group by 1 order by 1`,
        [workspaceId, bound(period.createdFrom), bound(period.createdBefore)],
      );
      return rows.map(({ cycle, leads, converted }) => ({
        cycle,
        leads: Number(leads),
        converted: Number(converted),
      }));
    },
  };
}
