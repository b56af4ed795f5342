import { UTC } from '../../core/calendar/zone.js';
import type { Executor } from '../executor.js';

const NOW = `select time_zone as "timeZone" from workspaces where id = $1`;

/** What the zone was before the first change after the instant; the present one without such a change. */
const AT = `select "timeZone" from (
    (select 1 as place, sequence, data #>> '{before,timeZone}' as "timeZone" from events
      where workspace_id = $1 and subject_id = $1::text and type = 'workspace.updated' and occurred_at > $2::timestamptz
      order by sequence limit 1)
    union all (select 2, 0, time_zone from workspaces where id = $1)) as known
  order by place limit 1`;

export function workspaceZone(executor: Executor, workspaceId: string) {
  return {
    /** The name of the zone of the workspace: now, or at an instant of the past (epoch milliseconds). */
    async timeZoneAt(asOf?: number): Promise<string> {
      const [row] =
        asOf === undefined
          ? await executor.run<{ timeZone: string | null }>('time_zone', NOW, [workspaceId])
          : await executor.run<{ timeZone: string | null }>('time_zone_at', AT, [
              workspaceId,
              new Date(asOf).toISOString(),
            ]);
      return row?.timeZone ?? UTC.name;
    },
  };
}
