import type { DomainEvent } from '../core/events/events.js';
import type { WriteScope } from '../db/store.js';

/** The columns that every new versioned row starts with. */
export function newRow(scope: WriteScope) {
  const at = new Date(scope.now);
  return { workspaceId: scope.workspaceId, id: scope.newId(), version: 1, createdAt: at, updatedAt: at };
}

/** Emits a caller's change of what decisions depend on; every process then loads it again. */
export function emitConfigChange(scope: WriteScope, event: Omit<DomainEvent, 'cause'>): void {
  scope.emit({ ...event, cause: 'api' });
  scope.configChanged();
}
