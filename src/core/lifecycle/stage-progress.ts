import type { EventCause } from '../events/events.js';
import type { Lead } from '../leads/lead.js';
import { type CategoryState, type LoggedSections, mergeSections } from '../leads/lifecycle.js';
import type { Category } from '../leads/vocabulary.js';
import type { LeadClassified } from '../replay/event-contents.js';
import type { HistoryEvent } from '../replay/replay.js';
import { stageKeyOf, stageSinceOf } from './funnel.js';

/** A stage of the funnel with the category that a lead has in it. */
export interface StageAndCategory {
  stage: string;
  category: Category;
}

/** A lead enters a stage or a category, or both. */
export interface StageStep extends StageAndCategory {
  /** What it leaves; absent: the lead is new. */
  from?: StageAndCategory | undefined;
  /** Epoch milliseconds. */
  at: number;
  cause: EventCause;
  actorId: string;
  /** The reason that a person gave. */
  reason?: string | undefined;
  /** Set when the step before, which was at the same instant, had another stage: it led to this one. */
  correctsStage?: true | undefined;
}

type StageState = Pick<Lead, 'category' | 'lifecycle' | 'moveReason'>;

const FOLLOWING: ReadonlySet<string> = new Set(['category', 'created']);
const UNDONE: ReadonlySet<string> = new Set(['lead.conversion_undone', 'lead.restored']);
const STAGE_EVENTS: ReadonlySet<string> = new Set(['lead.created', 'lead.classified', 'lead.stage_changed', ...UNDONE]);

/** Reads the events of a lead in the order of the log. A stage and the category that changes with it are two events and one step. */
export class StageProgress {
  private constructor(
    private state: StageState | undefined,
    private last: (StageAndCategory & { at: number }) | undefined,
  ) {}

  /** Before the first event of a lead. */
  static ofNewLead(): StageProgress {
    return new StageProgress(undefined, undefined);
  }

  /** After the events that made the lead what it is. */
  static of(lead: Lead): StageProgress {
    const at = Math.max(stageSinceOf(lead), lead.categorySince);
    return new StageProgress(lead, { stage: stageKeyOf(lead), category: lead.category, at });
  }

  /** The step that the event stands for, if it is one. */
  add(event: HistoryEvent): StageStep | undefined {
    const { type, after, occurredAt: at, cause, actorId } = event;
    if (!STAGE_EVENTS.has(type)) return undefined;
    const { last } = this;
    this.state = stateAfter(this.state, event);
    const { category, moveReason: reason } = this.state;
    const stage = stageKeyOf(this.state);
    if (last?.stage === stage && last.category === category) return undefined;
    const step = { stage, category, at, cause, actorId, reason };
    const isSame = last?.at === at && last.category === category;
    if (type === 'lead.stage_changed' && last) {
      // The log has this event before that of the category it sets, or after that of the category it follows.
      if ((after as { category?: Category }).category !== category) return undefined;
      if (isSame && FOLLOWING.has(cause)) return this.correct(last, step);
    }
    // The log has this event after that of the category it restores.
    if (UNDONE.has(type) && isSame) return this.correct(last, step);
    this.last = { stage, category, at };
    return { ...step, from: last && { stage: last.stage, category: last.category } };
  }

  private correct(last: StageAndCategory & { at: number }, step: StageStep): StageStep {
    this.last = { ...last, stage: step.stage };
    return { ...step, correctsStage: true };
  }
}

function stateAfter(before: StageState | undefined, { type, after }: HistoryEvent): StageState {
  const logged = after as Partial<LeadClassified> & { lifecycle?: LoggedSections; restored?: CategoryState };
  const { category = before?.category ?? 'suspect', categoryDecidedBy, moveReason } = logged;
  // The event of the stage comes before that of the category.
  if (before !== undefined && type === 'lead.stage_changed') {
    return { ...stateOf(before), lifecycle: mergeSections(before.lifecycle, logged.lifecycle ?? {}) };
  }
  if (before !== undefined && UNDONE.has(type)) {
    const { lifecycle = {}, restored } = logged;
    const to = restored && { category: restored.category, moveReason: restored.moveReason };
    return { ...stateOf(before), ...to, lifecycle: mergeSections(before.lifecycle, lifecycle) };
  }
  return {
    category,
    lifecycle: before?.lifecycle,
    moveReason: categoryDecidedBy === undefined ? before?.moveReason : moveReason,
  };
}

const stateOf = ({ category, lifecycle, moveReason }: StageState): StageState => ({ category, lifecycle, moveReason });
