import type { CategoryMove } from '../batch/current-class.js';
import { classEvent, type DecisionBasis, qualifyLead } from '../batch/evaluation.js';
import type { LeadChange } from '../batch/reaction.js';
import { touchFactOf } from '../batch/touch-records.js';
import type { EngagementFact } from '../engagement.js';
import type { DomainEvent } from '../events/events.js';
import { type LeadEventDraft, lifecycleEvent } from '../events/lead-events.js';
import type { Lead } from '../leads/lead.js';
import { type Touch, withTouch, withTouches } from '../leads/touch.js';
import { ruleReaction } from '../lifecycle/commands/by-rule.js';
import { stageReaction } from '../lifecycle/commands/move-stage.js';
import { createdLead } from '../replay/created-lead.js';
import type { HistoryEntry } from '../replay/recorded-history.js';
import { type ReplayState, stateAfter } from '../replay/replay.js';

/** A category that a person decided. */
export type PersonsMove = Extract<CategoryMove, { type: 'move' }>;

/** A change of the category, for the record of outcomes. */
interface CategoryChange {
  before: Lead | undefined;
  lead: Lead;
}

/**
 * A lead whose past is gone through again, oldest first. Each entry is an event as the log would hold it, and the lead is what replay
 * makes of them: so the past is answered as it is stored.
 */
export class PastLead {
  readonly entries: HistoryEntry[] = [];
  readonly categoryChanges: CategoryChange[] = [];
  /** The events up to the last entry, oldest first. */
  engagement: readonly EngagementFact[];
  private state: ReplayState;

  private constructor(
    private readonly basis: DecisionBasis,
    private readonly actorId: string,
    lead: Lead,
    engagement: readonly EngagementFact[],
  ) {
    this.state = { lead, engagement: [], touches: [] };
    this.engagement = engagement;
  }

  /** A lead that is known. */
  static known(basis: DecisionBasis, actorId: string, lead: Lead, engagement: readonly EngagementFact[]): PastLead {
    return new PastLead(basis, actorId, lead, engagement);
  }

  /** A new lead, which becomes known at its `createdAt`, in the category of `move` if a person decided that. */
  static created(basis: DecisionBasis, actorId: string, bare: Lead, move?: PersonsMove): PastLead {
    const { createdAt: now } = bare;
    const past = new PastLead(basis, actorId, bare, []);
    const { lead, events } = qualifyLead(basis, bare, [], { cause: 'history', isNew: true, now, move });
    for (const { after } of events) {
      past.entries.push({ type: 'lead.created', at: now, cause: 'created', after });
      const replayed = createdLead(bare.id, { occurredAt: now, after });
      past.state.lead = withTouches(replayed, bare.touches);
    }
    if (move) past.append(classEvent(past.lead, lead, 'manual'), now);
    past.categoryChanges.push({ before: undefined, lead: past.lead });
    past.react(undefined, now);
    return past;
  }

  get lead(): Lead {
    return this.state.lead;
  }

  /** Adds an event, which happened at `at`. */
  append({ type, cause, before, after }: Omit<DomainEvent, 'subjectKind' | 'subjectId'>, at: number): void {
    const { actorId, lead } = this;
    this.entries.push({ type, at, cause, before, after });
    this.state = stateAfter(this.state, { type, cause, actorId, occurredAt: at, before, after });
    if (this.lead.category !== lead.category) this.categoryChanges.push({ before: lead, lead: this.lead });
  }

  /** Adds the event of a touch, with the touch where policies compare them. */
  touch(
    event: Parameters<PastLead['append']>[0],
    touch: Pick<Touch, 'sourceId' | 'campaignId' | 'occurredAt'>,
    at: number,
  ): void {
    const { touches } = this.lead;
    this.append(event, at);
    if (touches) this.state.lead = { ...this.lead, touches: withTouch(touches, touchFactOf(this.basis, touch)) };
  }

  /** Adds the event of a draft. */
  record(draft: LeadEventDraft, at: number): void {
    this.append(lifecycleEvent(this.lead, draft), at);
  }

  /** Scores and classifies the lead as of `at`. The stage follows the category, and rules give their reasons. */
  evaluate(at: number): void {
    const { lead: before, basis, engagement } = this;
    const { events } = qualifyLead(basis, before, engagement, { cause: 'history', isNew: false, now: at });
    for (const event of events) this.append(event, at);
    this.react(before, at);
  }

  /** A person moved the lead. Its score and temperature of that instant are computed when they are read. */
  move(at: number, { category, reason: moveReason, competitor, actorId: categoryActorId }: PersonsMove): void {
    const { lead: before } = this;
    const decided = { categoryDecidedBy: 'person', categoryActorId, moveReason, competitor } as const;
    this.append(classEvent(before, { ...before, category, ...decided }, 'manual'), at);
    this.react(before, at);
  }

  private react(before: Lead | undefined, now: number): void {
    const { basis, engagement } = this;
    for (const reaction of [stageReaction, ruleReaction]) {
      const change: LeadChange = { before, lead: this.lead, engagement, basis, now };
      for (const draft of [reaction(change)?.events ?? []].flat()) this.record(draft, now);
    }
  }
}
