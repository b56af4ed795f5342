import type { HistoryEvent } from './replay.js';

/**
 * The part of a history up to the last event at or before an instant. The clocks of two processes may differ a little, so the
 * order of the log decides, not the instants alone.
 */
export function historyUntil<Event extends Pick<HistoryEvent, 'occurredAt'>>(
  history: readonly Event[],
  asOf: number,
): readonly Event[] {
  return history.slice(0, history.findLastIndex(({ occurredAt }) => occurredAt <= asOf) + 1);
}

/** The name of a source or campaign at an instant, from its current name and its history, oldest first. */
export function nameAsOf(name: string, history: readonly HistoryEvent[], asOf: number): string {
  const later = history.slice(historyUntil(history, asOf).length);
  const renamed = later.find(({ before }) => typeof (before as { name?: unknown } | undefined)?.name === 'string');
  return renamed === undefined ? name : (renamed.before as { name: string }).name;
}
