import { isAbsent } from '../conditions/compile.js';
import { findField } from '../conditions/fields.js';
import type { Refusal } from '../ingest/commands.js';
import type { Lead } from '../leads/lead.js';
import type { LifecycleResult, StageCommand } from './commands.js';
import { changed, type Telling } from './events.js';
import { type FunnelStage, stageKeyOf, stageOf } from './funnel.js';
import type { SectionChanges } from './lifecycle.js';
import type { LifecycleBook, LifecycleFacts } from './lifecycle-book.js';
import type { LeadChange, Reaction } from './reaction.js';

/** What stands against the move: no such stage, not from here, or something is missing. */
export function stageRefusal(
  { stage: key, competitor }: StageCommand,
  lead: Lead,
  facts: LifecycleFacts,
): Refusal | undefined {
  const { funnel } = facts.lifecycle;
  const wanted = funnel.byKey.get(key);
  if (wanted === undefined) {
    const detail = `The funnel has no stage "${key}". Its stages: ${[...funnel.byKey.keys()].join(', ')}.`;
    return { code: 'rule_refused', detail, pointer: '/stage' };
  }
  const current = stageOf(funnel, lead);
  const { allowedNext } = current;
  if (allowedNext !== undefined && wanted !== current && !allowedNext.includes(key)) {
    const detail = `From "${current.key}" a lead may go to: ${allowedNext.join(', ') || 'nowhere'}.`;
    return { code: 'rule_refused', detail, pointer: '/stage' };
  }
  if (competitor !== undefined && wanted.category !== 'lost') {
    const detail = 'Only a lost lead has a competitor who won it.';
    return { code: 'rule_refused', detail, pointer: '/competitor' };
  }
  return guardRefusal(wanted, lead, facts);
}

function guardRefusal(
  { key, requiredFields = [] }: FunnelStage,
  lead: Lead,
  facts: LifecycleFacts,
): Refusal | undefined {
  const subject = facts.subject(lead);
  const missing = requiredFields.filter((name) => isAbsent(findField(name)?.read(subject)));
  if (missing.length === 0) return undefined;
  return {
    code: 'rule_refused',
    detail: `The stage "${key}" asks for what the lead does not have: ${missing.join(', ')}.`,
    errors: missing.map((field) => ({
      pointer: '/stage',
      code: 'field_missing',
      detail: `the lead has no ${field}, which "${key}" requires`,
    })),
  };
}

/** The stage is told first; then the category follows as a person's decision. */
export function executeStage(book: LifecycleBook, command: StageCommand): Omit<LifecycleResult, 'type'> {
  const { now, lifecycle } = book;
  const { leadId, stage: key, reason, competitor, actorId } = command;
  const lead = book.find(leadId) as Lead;
  const wanted = lifecycle.funnel.byKey.get(key) as FunnelStage;
  const isThere = stageKeyOf(lead) === key && lead.category === wanted.category;
  const isDecided = lead.categoryDecidedBy === 'person' && lead.moveReason === reason && lead.competitor === competitor;
  if (isThere && isDecided) return { changed: false, lead };
  const { category } = wanted;
  const move = { type: 'move', category, reason, competitor, actorId, at: now } as const;
  if (isThere) return { changed: true, lead: book.settle(lead, 'manual', undefined, move) };
  const sections = stageSections(wanted, now, category !== lead.category);
  const next = changed(lead, now, tellStage(stageKeyOf(lead), wanted, 'manual', sections));
  book.advance(next.lead);
  book.emit(next.event);
  return { changed: true, lead: book.settle(next.lead, 'manual', undefined, move) };
}

/** Nothing is kept of a stage that is named as its category and was entered with it. */
function stageSections({ key, category }: FunnelStage, since: number, withCategory: boolean): SectionChanges {
  if (key !== category) return { stage: key, stageSince: since };
  return { stage: undefined, stageSince: withCategory ? undefined : since };
}

function tellStage(was: string | undefined, to: FunnelStage, cause: string, sections: SectionChanges): Telling {
  const before = was === undefined ? undefined : { stage: was };
  return { type: 'lead.stage_changed', cause, sections, before, after: { stage: to.key, category: to.category } };
}

/**
 * The stage follows the category: whoever changed that, the lead is in the first stage of it unless it was moved to one of
 * its stages. The same when a funnel is published that does not have its stage.
 */
export function stageFollows({ before, lead, basis, now }: LeadChange): Reaction | undefined {
  const stage = stageOf(basis.lifecycle.funnel, lead);
  const isEntered = before === undefined || before.category !== lead.category;
  const { stageSince } = lead.lifecycle ?? {};
  // Since when it is in a stage named as its category is known from the category, unless it was moved within that.
  const isOutdated =
    lead.lifecycle?.stage === undefined &&
    stageSince !== undefined &&
    isEntered &&
    stageSince === before?.lifecycle?.stageSince;
  if (stage.key === stageKeyOf(lead) && !isOutdated) return undefined;
  const cause = before === undefined ? 'created' : isEntered ? 'category' : 'funnel';
  const sections = stageSections(stage, isEntered ? lead.categorySince : now, isEntered);
  return { told: tellStage(before && stageKeyOf(before), stage, cause, sections) };
}
