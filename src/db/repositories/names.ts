import type { Executor } from '../executor.js';

export function namesRepository(executor: Executor, workspaceId: string) {
  return {
    /** The names of reps, teams, sources, campaigns and segments with these ids, of merged ones that of the survivor; unknown ids are left out. */
    async find(ids: readonly string[]): Promise<{ id: string; name: string }[]> {
      if (ids.length === 0) return [];
      return executor.run<{ id: string; name: string }>(
        'find_names',
        `select id, name from reps where workspace_id = $1 and id = any($2::uuid[])
          union all select id, name from teams where workspace_id = $1 and id = any($2::uuid[])
          union all select s.id, coalesce(v.name, s.name) from sources s left join sources v on v.workspace_id = s.workspace_id and v.id = s.survivor_id
            where s.workspace_id = $1 and s.id = any($2::uuid[])
          union all select c.id, coalesce(v.name, c.name) from campaigns c left join campaigns v on v.workspace_id = c.workspace_id and v.id = c.survivor_id
            where c.workspace_id = $1 and c.id = any($2::uuid[])
          union all select id, name from segments where workspace_id = $1 and id = any($2::uuid[])`,
        [workspaceId, ids],
      );
    },
  };
}
