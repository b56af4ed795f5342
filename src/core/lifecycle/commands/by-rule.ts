import { releaseUnavailable } from '../../assignment/commands/ownership.js';
import type { Batch, LeadResult } from '../../batch/batch.js';
import { isNotPursued } from '../../batch/current-class.js';
import type { DecisionBasis } from '../../batch/evaluation.js';
import type { LeadChange, Reaction } from '../../batch/reaction.js';
import { placeOnAxis } from '../../classification/axis.js';
import { parkedUntil } from '../../classification/parking.js';
import type { CategoryRule } from '../../classification/policy.js';
import { subjectNow } from '../../conditions/subject.js';
import type { LeadEventDraft } from '../../events/lead-events.js';
import { type Lead, OPEN_CATEGORIES } from '../../leads/lead.js';
import { DISQUALIFICATION_REASONS, PARK_REASONS } from '../../leads/lifecycle-reasons.js';
import { isOpening } from '../closing.js';
import { disqualificationOf } from './disqualify.js';
import { newCycle, type ReopenCommand } from './reopening.js';

/** Gives a lead that a classification rule parks or disqualifies the reason of the rule, and a parked one its date. */
export function ruleReaction(change: LeadChange): Reaction | undefined {
  const { category, categoryDecidedBy } = change.lead;
  if (categoryDecidedBy !== 'rule') return undefined;
  const event =
    category === 'parked' ? parkedBy(change) : category === 'disqualified' ? disqualifiedBy(change) : undefined;
  return event && { events: event };
}

/**
 * A statement or an event after which the rule that disqualified a lead for a reason no longer holds: the lead is open again, in a
 * new cycle, and is assigned and offered like any lead that comes back. New policies and time alone open it without a new cycle.
 */
export function returnReaction({ before, lead, basis, now }: LeadChange): Reaction<ReopenCommand> | undefined {
  if (before === undefined || !isOpenedByRule(before, lead) || cyclesOf(lead) > cyclesOf(before)) return undefined;
  const disqualification = disqualificationOf(before);
  if (disqualification === undefined || !hasNews(before, lead)) return undefined;
  const { reason } = disqualification;
  const { funnel } = basis.lifecycle;
  const sections = { ...newCycle(before, now), handoff: undefined };
  return {
    events: {
      type: 'lead.returned',
      cause: 'rule',
      sections,
      before: { category: before.category, reason },
      after: { cycle: sections.cycles, funnelVersion: funnel.version },
    },
    next: { type: 'reopen', leadId: lead.id },
  };
}

/** Checks the capacity of the owner of a lead that rules opened. */
export interface FitCapacityCommand {
  type: 'fit_capacity';
  leadId: string;
}

/** Rules open a lead without a new cycle: an owner who is inactive or full does not keep it. */
export function capacityReaction({ before, lead }: LeadChange): Reaction<FitCapacityCommand> | undefined {
  if (before === undefined || lead.categoryDecidedBy !== 'rule' || cyclesOf(lead) > cyclesOf(before)) return undefined;
  return isOpening(before, lead) && lead.ownerId !== undefined
    ? { next: { type: 'fit_capacity', leadId: lead.id } }
    : undefined;
}

export function fitCapacity(batch: Batch, { leadId }: FitCapacityCommand): LeadResult {
  const lead = batch.leads.find(leadId);
  const from = lead && releaseUnavailable(batch, lead);
  if (from === undefined) return { changed: false, lead };
  return { changed: true, lead: batch.reevaluate(leadId, { cause: 'rule', from }) };
}

const cyclesOf = ({ lifecycle }: Lead): number => lifecycle?.cycles ?? 0;

const isOpenedByRule = (before: Lead, lead: Lead): boolean =>
  before.category === 'disqualified' &&
  before.categoryDecidedBy === 'rule' &&
  !isNotPursued(before) &&
  lead.categoryDecidedBy === 'rule' &&
  OPEN_CATEGORIES.has(lead.category);

const hasNews = (before: Lead, lead: Lead): boolean =>
  before.facts !== lead.facts || before.touchCount !== lead.touchCount || before.lastEngagedAt !== lead.lastEngagedAt;

function parkedBy(change: LeadChange): LeadEventDraft | undefined {
  const { before, lead, now } = change;
  const { parked } = lead.lifecycle ?? {};
  const isSame = before?.facts.competitorContractEndsOn === lead.facts.competitorContractEndsOn;
  if (parked !== undefined && isSame) return undefined;
  const rule = decidingRule(change);
  const reason = PARK_REASONS.find((one) => one === rule?.reason);
  if (rule?.park === undefined || reason === undefined) return undefined;
  const since = parked?.since ?? now;
  const at = parkedUntil(rule.park, lead.facts, since);
  if (parked?.wakeWhen.at === at) return undefined;
  const detail = rule.label;
  return {
    type: 'lead.parked',
    cause: 'rule',
    sections: { parked: { since, reason, detail, wakeWhen: { at }, ownerId: lead.ownerId }, wakesAt: at },
    before: { category: before?.category },
    after: { reason, detail },
  };
}

function disqualifiedBy(change: LeadChange): LeadEventDraft | undefined {
  const { before, lead, now } = change;
  const known = lead.lifecycle?.disqualification;
  if (isNotPursued(lead)) return undefined;
  const rule = decidingRule(change);
  const reason = DISQUALIFICATION_REASONS.find((one) => one === rule?.reason);
  if (rule === undefined || reason === undefined || (known?.ruleId === rule.id && known.reason === reason)) {
    return undefined;
  }
  const detail = rule.label;
  return {
    type: 'lead.disqualified',
    cause: 'rule',
    sections: { disqualification: { at: now, reason, detail, ruleId: rule.id } },
    before: { category: before?.category },
    after: { reason, detail },
  };
}

/** The rule that decides the category of the lead now. */
function decidingRule({ lead, engagement, basis, now }: LeadChange): CategoryRule | undefined {
  const axis = axisOf(basis);
  const subject = { ...subjectNow(lead, { source: basis.sourceOf(lead), engagement, now }), category: undefined };
  const { value, ruleId } = placeOnAxis(axis, subject, currentOf(lead), 'disqualified');
  return value === lead.category ? axis.rules.find(({ rule }) => rule.id === ruleId)?.rule : undefined;
}

const axisOf = (basis: DecisionBasis) => basis.classification.compiled.category;
const currentOf = ({ category: value, categorySince: since }: Lead) => ({ value, since });
