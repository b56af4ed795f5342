import type { Lead } from '../leads/lead.js';
import { TEMPERATURES, type Temperature } from '../leads/vocabulary.js';

/** The place of a waiting lead in the queue. */
export interface QueuePlace {
  temperature: Temperature;
  /** Total score. */
  total: number;
  /** Ids sort by time: of equal leads the older is first. */
  id: string;
}

/**
 * The order of the queue: hot before warm before cold, then the higher score, then the older lead. The comparison and the SQL that
 * reads waiting leads are both made from it.
 */
export const QUEUE_ORDER = {
  temperatures: TEMPERATURES,
  fields: [
    { field: 'total', isDescending: true },
    { field: 'id', isDescending: false },
  ],
} as const;

export const placeOf = ({ id, temperature, score }: Lead): QueuePlace => ({ id, temperature, total: score.total });

/** Negative when `a` is before `b`. */
export function comparePlaces(a: QueuePlace, b: QueuePlace): number {
  const { temperatures, fields } = QUEUE_ORDER;
  const byTemperature = temperatures.indexOf(a.temperature) - temperatures.indexOf(b.temperature);
  if (byTemperature !== 0) return byTemperature;
  for (const { field, isDescending } of fields) {
    if (a[field] !== b[field]) return a[field] < b[field] !== isDescending ? -1 : 1;
  }
  return 0;
}

export const compareWaiting = (a: Lead, b: Lead): number => comparePlaces(placeOf(a), placeOf(b));

/** A pass through the queue that a later transaction continues. */
export interface QueuePass {
  /** The last lead that was tried; absent: the pass begins at the head of the queue. */
  after?: QueuePlace | undefined;
  /** Reps got room during the pass, so another pass follows it. The leads after `after` are tried first, so that none of them starves. */
  again: boolean;
}

/** The pass after some leads were tried from the head. `rest`: the last of them, when others may still be given. */
export function passAfterStart(pass: QueuePass | undefined, rest: QueuePlace | undefined): QueuePass | undefined {
  if (rest === undefined) return pass;
  return pass === undefined ? { after: rest, again: false } : { ...pass, again: true };
}

/** The same after the pass was continued. */
export function passAfterStep(pass: QueuePass | undefined, rest: QueuePlace | undefined): QueuePass | undefined {
  if (rest !== undefined) return { after: rest, again: pass?.again ?? false };
  return pass?.again ? { again: false } : undefined;
}
