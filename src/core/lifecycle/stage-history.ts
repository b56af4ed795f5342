import type { EventCause } from '../events/events.js';
import type { Lead } from '../leads/lead.js';
import { type CategoryState, type LoggedSections, mergeSections } from '../leads/lifecycle.js';
import type { Category } from '../leads/vocabulary.js';
import type { LeadClassified } from '../replay/event-contents.js';
import type { HistoryEvent } from '../replay/replay.js';
import { stageKeyOf, stageSinceOf } from './funnel.js';

/** One stay of a lead in a stage. Instants are epoch milliseconds. */
export interface StageStay {
  stage: string;
  category: Category;
  enteredAt: number;
  /** Absent while the lead is in the stage. */
  leftAt?: number | undefined;
  /** Milliseconds; up to now while the lead is in the stage. */
  duration: number;
  /** Why the lead entered the stage (`created`, `manual`, or a cause such as `engagement`), and who caused it. */
  cause: EventCause;
  actorId: string;
  /** The reason that a person gave. */
  reason?: string | undefined;
}

const FOLLOWING: ReadonlySet<string> = new Set(['category', 'created']);

type StageState = Pick<Lead, 'category' | 'categorySince' | 'lifecycle' | 'moveReason'>;

/** Every stay of the lead by its history, oldest first. A stage and the category that changes with it are one step. */
export function stageHistory(history: readonly HistoryEvent[], now: number): StageStay[] {
  const relevant = history.filter(({ type }) => STAGE_EVENTS.has(type));
  const stays: StageStay[] = [];
  let state: StageState | undefined;
  for (const event of relevant) {
    state = stateAfter(state, event);
    const stage = stageKeyOf(state);
    const { category, moveReason: reason } = state;
    const last = stays.at(-1);
    if (last?.stage === stage && last.category === category) continue;
    const { type, after, occurredAt } = event;
    if (type === 'lead.stage_changed' && last) {
      // The log has this event before that of the category it sets, or after that of the category it follows.
      if ((after as { category?: Category }).category !== category) continue;
      if (last.enteredAt === occurredAt && last.category === category && FOLLOWING.has(event.cause)) {
        last.stage = stage;
        continue;
      }
    }
    // The log has this event after that of the category it restores.
    if (UNDONE.has(type) && last?.enteredAt === occurredAt && last.category === category) {
      last.stage = stage;
      continue;
    }
    const enteredAt = Math.max(stageSinceOf(state), state.categorySince);
    if (last) [last.leftAt, last.duration] = [occurredAt, occurredAt - last.enteredAt];
    const { cause, actorId } = event;
    stays.push({ stage, category, enteredAt, duration: Math.max(0, now - enteredAt), cause, actorId, reason });
  }
  return stays;
}

const UNDONE: ReadonlySet<string> = new Set(['lead.conversion_undone', 'lead.restored']);
const STAGE_EVENTS: ReadonlySet<string> = new Set(['lead.created', 'lead.classified', 'lead.stage_changed', ...UNDONE]);

function stateAfter(before: StageState | undefined, { type, occurredAt, after }: HistoryEvent): StageState {
  const logged = after as Partial<LeadClassified> & { lifecycle?: LoggedSections; restored?: CategoryState };
  const { category = before?.category ?? 'suspect', categoryDecidedBy, moveReason } = logged;
  // The event of the stage comes before that of the category.
  if (before !== undefined && type === 'lead.stage_changed') {
    return { ...before, lifecycle: mergeSections(before.lifecycle, logged.lifecycle ?? {}) };
  }
  if (before !== undefined && UNDONE.has(type)) {
    const { lifecycle = {}, restored } = logged;
    const to = restored && { category: restored.category, categorySince: occurredAt, moveReason: restored.moveReason };
    return { ...before, ...to, lifecycle: mergeSections(before.lifecycle, lifecycle) };
  }
  const isSame = before?.category === category;
  return {
    category,
    categorySince: isSame ? before.categorySince : occurredAt,
    lifecycle: before?.lifecycle,
    moveReason: categoryDecidedBy === undefined ? before?.moveReason : moveReason,
  };
}
