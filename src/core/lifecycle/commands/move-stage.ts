import type { Batch, ChangedLead } from '../../batch/batch.js';
import type { LeadChange, Reaction } from '../../batch/reaction.js';
import type { EventCause } from '../../events/events.js';
import type { LeadEventDraft } from '../../events/lead-events.js';
import type { Lead } from '../../leads/lead.js';
import type { SectionChanges } from '../../leads/lifecycle.js';
import type { IfMatch, Refusal } from '../../refusals.js';
import { type FunnelStage, stageKeyOf, stageOf } from '../funnel.js';
import { closedRefusal, guardRefusal, ownCallRefusal } from '../guards.js';

/** A person moves a lead to a stage and so into its category, which rules do not change until it is released. */
export interface StageCommand {
  type: 'move_stage';
  leadId: string;
  ifMatch?: IfMatch;
  /** Key of the stage. */
  stage: string;
  reason: string;
  competitor?: string | undefined;
  actorId: string;
}

/** Refuses an unknown stage, one of another category for a closed lead, one that is not allowed next, and a lead without a required field. */
export function stageRefusal(batch: Batch, { stage: key, competitor }: StageCommand, lead: Lead): Refusal | undefined {
  const { funnel } = batch.basis.lifecycle;
  const target = funnel.byKey.get(key);
  if (target === undefined) {
    const detail = `The funnel has no stage "${key}". Its stages: ${[...funnel.byKey.keys()].join(', ')}.`;
    return { code: 'rule_refused', detail, pointer: '/stage' };
  }
  if (target.category === 'customer') return ownCallRefusal('customer', '/stage');
  const closed = closedRefusal(lead, target, '/stage');
  if (closed) return closed;
  if (competitor !== undefined && target.category !== 'lost') {
    const detail = 'Only a lost lead has a competitor who won it.';
    return { code: 'rule_refused', detail, pointer: '/competitor' };
  }
  return guardRefusal(batch.guarded(lead), target, '/stage');
}

/** Emits the event of the stage first, then sets the category as a person's decision. */
export function moveStage(batch: Batch, command: StageCommand): ChangedLead {
  const { now } = batch;
  const { funnel } = batch.basis.lifecycle;
  const { leadId, stage: key, reason, competitor, actorId } = command;
  const lead = batch.leads.get(leadId);
  const target = funnel.byKey.get(key);
  if (target === undefined) return { changed: false, lead };
  const isInStage = stageKeyOf(lead) === key && lead.category === target.category;
  const isDecided = lead.categoryDecidedBy === 'person' && lead.moveReason === reason && lead.competitor === competitor;
  if (isInStage && isDecided) return { changed: false, lead };
  const { category } = target;
  const move = { type: 'move', category, reason, competitor, actorId, at: now } as const;
  if (isInStage) return { changed: true, lead: batch.reevaluate(lead.id, { cause: 'manual', move }) };
  const sections = stageSections(target, now, category !== lead.category);
  const next = batch.record(lead, stageEvent(stageKeyOf(lead), target, 'manual', sections));
  return { changed: true, lead: batch.reevaluate(next.id, { cause: 'manual', move }) };
}

/** A stage that is named as its category and was entered with it is not stored. */
export function stageSections({ key, category }: FunnelStage, since: number, withCategory: boolean): SectionChanges {
  if (key !== category) return { stage: key, stageSince: since };
  return { stage: undefined, stageSince: withCategory ? undefined : since };
}

/** The event of a lead that enters a stage. */
export function stageEvent(
  from: string | undefined,
  to: FunnelStage,
  cause: EventCause,
  sections: SectionChanges,
): LeadEventDraft {
  const before = from === undefined ? undefined : { stage: from };
  return { type: 'lead.stage_changed', cause, sections, before, after: { stage: to.key, category: to.category } };
}

/**
 * The stage follows the category: after any change of the category the lead is in the category's first stage, unless a person
 * moved it to another stage of it. Also applies when a published funnel no longer has the lead's stage.
 */
export function stageReaction({ before, lead, basis, now }: LeadChange): Reaction | undefined {
  const stage = stageOf(basis.lifecycle.funnel, lead);
  const isEntered = before === undefined || before.category !== lead.category;
  const { stageSince } = lead.lifecycle ?? {};
  // The start of a stage that is named as its category is `categorySince`, unless the lead was moved within the category.
  const isOutdated =
    lead.lifecycle?.stage === undefined &&
    stageSince !== undefined &&
    isEntered &&
    stageSince === before?.lifecycle?.stageSince;
  if (stage.key === stageKeyOf(lead) && !isOutdated) return undefined;
  const cause = before === undefined ? 'created' : isEntered ? 'category' : 'funnel';
  const sections = stageSections(stage, isEntered ? lead.categorySince : now, isEntered);
  return { events: stageEvent(before && stageKeyOf(before), stage, cause, sections) };
}
