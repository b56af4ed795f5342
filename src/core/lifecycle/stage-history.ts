import type { Lead } from '../leads/lead.js';
import { type LoggedSections, mergeSections, type Standing } from '../leads/lifecycle.js';
import type { Category } from '../leads/vocabulary.js';
import type { HistoryEvent, LeadClassified } from '../replay/replay.js';
import { stageKeyOf, stageSinceOf } from './funnel.js';

/** One stay of a lead in a stage. Instants are epoch milliseconds. */
export interface StageStay {
  stage: string;
  category: Category;
  enteredAt: number;
  /** Absent: it is still there. */
  leftAt?: number | undefined;
  /** Milliseconds; until now while it is there. */
  duration: number;
  /** Why it came there: `created`, `manual`, or what led to it, such as `engagement`; and who caused that. */
  cause: string;
  actorId: string;
  /** What a person said about it. */
  reason?: string | undefined;
}

const FOLLOWING: ReadonlySet<string> = new Set(['category', 'created']);

type Place = Pick<Lead, 'category' | 'categorySince' | 'lifecycle' | 'moveReason'>;

/** Every stay of the lead by its history, oldest first. A stage and the category that comes with it are one step. */
export function stageHistory(history: readonly HistoryEvent[], now: number): StageStay[] {
  const telling = history.filter(({ type }) => TELLING.has(type));
  const stays: StageStay[] = [];
  let place: Place | undefined;
  for (const event of telling) {
    place = placeAfter(place, event);
    const stage = stageKeyOf(place);
    const { category, moveReason: reason } = place;
    const last = stays.at(-1);
    if (last?.stage === stage && last.category === category) continue;
    const { type, after, occurredAt } = event;
    if (type === 'lead.stage_changed' && last) {
      // Told before the category that comes with it, or after the category that it follows.
      if ((after as { category?: Category }).category !== category) continue;
      if (last.enteredAt === occurredAt && last.category === category && FOLLOWING.has(event.cause)) {
        last.stage = stage;
        continue;
      }
    }
    // Told after the category that it restores.
    if (type === UNDONE && last?.enteredAt === occurredAt && last.category === category) {
      last.stage = stage;
      continue;
    }
    const enteredAt = Math.max(stageSinceOf(place), place.categorySince);
    if (last) [last.leftAt, last.duration] = [occurredAt, occurredAt - last.enteredAt];
    const { cause, actorId } = event;
    stays.push({ stage, category, enteredAt, duration: Math.max(0, now - enteredAt), cause, actorId, reason });
  }
  return stays;
}

const UNDONE = 'lead.conversion_undone';
const TELLING: ReadonlySet<string> = new Set(['lead.created', 'lead.classified', 'lead.stage_changed', UNDONE]);

function placeAfter(before: Place | undefined, { type, occurredAt, after }: HistoryEvent): Place {
  const logged = after as Partial<LeadClassified> & { lifecycle?: LoggedSections; restored?: Standing };
  const { category = before?.category ?? 'suspect', categoryDecidedBy, moveReason } = logged;
  // The event of the stage comes before that of the category.
  if (before !== undefined && type === 'lead.stage_changed') {
    return { ...before, lifecycle: mergeSections(before.lifecycle, logged.lifecycle ?? {}) };
  }
  if (before !== undefined && type === UNDONE) {
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
