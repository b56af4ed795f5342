import type { EventCause } from '../events/events.js';
import type { Category } from '../leads/vocabulary.js';
import type { HistoryEvent } from '../replay/replay.js';
import { StageProgress, type StageStep } from './stage-progress.js';

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

/** A change of the stage or the category of a lead, or of both at once: every step but the first. */
export type StageChange = StageStep & Required<Pick<StageStep, 'from'>>;

/** Every stay of the lead by its history, oldest first. A stage and the category that changes with it are one step. */
export function stageHistory(history: readonly HistoryEvent[], now: number): StageStay[] {
  const steps = stepsOf(history);
  return steps.map(({ stage, category, at: enteredAt, cause, actorId, reason }, index) => {
    const leftAt = steps[index + 1]?.at;
    const duration = Math.max(0, (leftAt ?? now) - enteredAt);
    return { stage, category, enteredAt, leftAt, duration, cause, actorId, reason };
  });
}

/** The changes between the stays of a lead, oldest first. */
export const stageChanges = (history: readonly HistoryEvent[]): StageChange[] => stepsOf(history).filter(isChange);

export const isChange = (step: StageStep): step is StageChange => step.from !== undefined;

function stepsOf(history: readonly HistoryEvent[]): StageStep[] {
  const progress = StageProgress.ofNewLead();
  const steps: StageStep[] = [];
  for (const event of history) {
    const step = progress.add(event);
    const last = steps.at(-1);
    if (step?.correctsStage && last) last.stage = step.stage;
    else if (step) steps.push(step);
  }
  return steps;
}
