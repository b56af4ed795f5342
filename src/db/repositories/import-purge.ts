import type { Executor } from '../executor.js';

/** At most `limit` imports that were made before `before`, and files that began to arrive or were deleted before `cut` and are still here. */
export function oldImports(
  executor: Executor,
  { before, cut }: { before: Date; cut: Date },
  limit: number,
): Promise<{ workspaceId: string; id: string }[]> {
  return executor.run(
    'old_imports',
    `select workspace_id as "workspaceId", id from imports
      where created_at < $1 or (uploaded_at is null and created_at < $2) limit $3`,
    [before, cut, limit],
  );
}
