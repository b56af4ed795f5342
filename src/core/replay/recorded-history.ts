import type { EventCause, EventType } from '../events/events.js';
import type { LoggedSections } from '../leads/lifecycle.js';
import type { Category } from '../leads/vocabulary.js';
import type { HistoryEvent } from './replay.js';

/** One event of a recorded history. `at`: when it happened, epoch milliseconds; for a lead that was known, when it was recorded. */
export interface HistoryEntry {
  type: EventType;
  at: number;
  cause: EventCause;
  before?: unknown;
  after?: unknown;
}

/** Content of `lead.history_recorded`: everything in one event, so that readers of the feed do not take it for news. */
export interface RecordedHistory {
  /** Whether the history made the lead. */
  isNew: boolean;
  /** When the lead became known elsewhere, epoch milliseconds. */
  occurredAt: number;
  category: Category;
  ownerId?: string | undefined;
  /** How many were added. */
  touches: number;
  engagement: number;
  activities: number;
  deals: number;
  entries: readonly HistoryEntry[];
  lifecycle?: LoggedSections | undefined;
}

/** The events of a lead with each recorded history as the events that it stands for, followed by itself. */
export function withRecordedHistory(event: HistoryEvent): readonly HistoryEvent[] {
  if (event.type !== 'lead.history_recorded') return [event];
  const { entries = [] } = event.after as Partial<RecordedHistory>;
  const { actorId } = event;
  return [
    ...entries.map(({ type, at, cause, before, after }) => ({ type, cause, actorId, occurredAt: at, before, after })),
    event,
  ];
}
