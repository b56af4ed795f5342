import type { RepRow } from '../db/repositories/assignment.js';
import type { ListRequest, Page } from '../db/repositories/lists.js';
import type { Store } from '../db/store.js';
import type { WriteContext } from './context.js';
import { changedFields, checkVersion, notFound, trimmed } from './versions.js';
import type { Write } from './writes.js';

export type Rep = RepRow;

export interface RepInput {
  name: string;
  email?: string | undefined;
  /** Absent counts as active. */
  active?: boolean | undefined;
  /** Most open leads at once; absent is unlimited. */
  capacity?: number | undefined;
}

export interface RepPatch {
  name?: string | undefined;
  email?: string | null | undefined;
  active?: boolean | undefined;
  capacity?: number | null | undefined;
}

export type RepsService = ReturnType<typeof repsService>;

export function repsService(store: Store, write: Write) {
  return {
    create(context: WriteContext, input: RepInput): Promise<Rep> {
      return write(context, async (scope) => {
        const row: Rep = {
          workspaceId: scope.workspaceId,
          id: scope.newId(),
          version: 1,
          name: input.name.trim(),
          email: input.email ?? null,
          active: input.active ?? true,
          capacity: input.capacity ?? null,
          openLeads: 0,
          createdAt: new Date(scope.now),
          updatedAt: new Date(scope.now),
        };
        await scope.reps.insert(row);
        const { name, active, capacity } = row;
        scope.emit({
          type: 'rep.created',
          subjectKind: 'rep',
          subjectId: row.id,
          cause: 'api',
          after: { name, active, capacity },
        });
        scope.configChanged();
        return row;
      });
    },
    async get(workspaceId: string, id: string): Promise<Rep> {
      const row = await store.read(workspaceId).reps.find(id);
      if (!row) throw notFound('rep');
      return row;
    },
    list: (workspaceId: string, request: ListRequest): Promise<Page<Rep>> => store.read(workspaceId).reps.list(request),
    update(context: WriteContext, id: string, ifMatch: readonly number[] | undefined, patch: RepPatch): Promise<Rep> {
      return write(context, async (scope) => {
        const before = await scope.reps.find(id);
        if (!before) throw notFound('rep');
        checkVersion(before, ifMatch);
        const changed = changedFields<Rep>(before, trimmed(patch) as Partial<Rep>);
        if (!changed) return before;
        const after = { ...before, ...changed.after, version: before.version + 1, updatedAt: new Date(scope.now) };
        await scope.reps.update(id, before.version, {
          ...changed.after,
          version: after.version,
          updatedAt: after.updatedAt,
        });
        scope.emit({ type: 'rep.updated', subjectKind: 'rep', subjectId: id, cause: 'api', ...changed });
        scope.configChanged();
        return after;
      });
    },
  };
}
