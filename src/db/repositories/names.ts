import type { Executor } from '../executor.js';

export function namesRepository(executor: Executor, workspaceId: string) {
  return {
    /** The names of reps, teams, sources, campaigns and segments with these ids; unknown ids are left out. */
    async find(ids: readonly string[]): Promise<{ id: string; name: string }[]> {
      if (ids.length === 0) return [];
      return executor.run<{ id: string; name: string }>(
        'find_names',
        `select id, name from reps where workspace_id = $1 and id = any($2::uuid[])
          union all select id, name from teams where workspace_id = $1 and id = any($2::uuid[])
          union all select id, name from sources where workspace_id = $1 and id = any($2::uuid[])
          union all select id, name from campaigns where workspace_id = $1 and id = any($2::uuid[])
          union all select id, name from segments where workspace_id = $1 and id = any($2::uuid[])`,
        [workspaceId, ids],
      );
    },
  };
}
