import type { Batch, ChangedLead, LeadResult } from '../../batch/batch.js';
import type { DecisionBasis } from '../../batch/evaluation.js';
import type { LeadChange, Reaction } from '../../batch/reaction.js';
import { compileCondition } from '../../conditions/compile.js';
import { type Subject, subjectNow } from '../../conditions/subject.js';
import { dependsOnTime } from '../../conditions/time-dependence.js';
import { withSections } from '../../events/lead-events.js';
import type { Lead } from '../../leads/lead.js';
import type { Parked, WakeWhen } from '../../leads/lifecycle.js';
import type { ParkReason, WakeCause } from '../../leads/lifecycle-reasons.js';
import type { IfMatch, Refusal } from '../../refusals.js';
import { segmentIdsIn } from '../../segments/expand.js';
import { asDecided, type ConditionSettings, NO_SETTINGS, storedViolations } from '../../segments/stored-conditions.js';
import { sameValue } from '../../values.js';
import { categoryRefusal } from '../guards.js';
import { wakesAt } from '../wake-time.js';
import { reopen } from './reopening.js';

/** Parks a lead until one of its wake conditions is met. */
export interface ParkCommand {
  type: 'park';
  leadId: string;
  ifMatch?: IfMatch;
  reason: ParkReason;
  detail?: string | undefined;
  /** The competitor whose product the lead uses or prefers. */
  competitor?: string | undefined;
  wakeWhen: WakeWhen;
  actorId: string;
}

/** Wakes a parked lead if one of its wake conditions is met. */
export interface WakeCommand {
  type: 'wake';
  leadId: string;
}

/** Refused: the lead is a customer, the condition cannot work, or it would wake the lead at once. */
export function parkRefusal(batch: Batch, command: ParkCommand, lead: Lead): Refusal | undefined {
  if (lead.category === 'customer') {
    return { code: 'rule_refused', detail: 'The lead is a customer: it has nothing to wait for.' };
  }
  const guarded = categoryRefusal(batch.guarded(lead), 'parked');
  if (guarded) return guarded;
  const { wakeWhen } = command;
  const { condition } = wakeWhen;
  const settings = settingsOf(batch.basis);
  const errors = condition === undefined ? [] : storedViolations(condition, settings, batch.basis.attributes);
  if (errors.length > 0) {
    const placed = errors.map((error) => ({ ...error, pointer: `/wakeWhen/condition${error.pointer}` }));
    return { code: 'rule_refused', detail: 'The condition cannot work: see `errors`.', errors: placed };
  }
  const pointerOf = { date: 'at', score: 'minimumScore', condition: 'condition' } as const;
  const cause = wakeCause({ since: batch.now, ...command }, lead, batch.subjectOf(lead), settings);
  if (cause === undefined || cause === 'engagement') return undefined;
  const detail = 'The condition already holds: the lead would wake at once.';
  return { code: 'rule_refused', detail, pointer: `/wakeWhen/${pointerOf[cause]}` };
}

/** The wake condition that is met now; undefined when none is. Only events after the parking count. */
export function wakeCause(
  { since, wakeWhen }: Pick<Parked, 'since' | 'wakeWhen'>,
  lead: Lead,
  subject: Subject,
  settings: ConditionSettings,
): Exclude<WakeCause, 'moved'> | undefined {
  const { at, minimumScore, engagementTypes, condition } = wakeWhen;
  if (at !== undefined && at <= subject.now) return 'date';
  if (minimumScore !== undefined && lead.score.total >= minimumScore) return 'score';
  const isAwaited = (type: string) => engagementTypes?.some((awaited) => awaited === type);
  if (subject.engagement.some(({ type, occurredAt }) => occurredAt > since && isAwaited(type))) return 'engagement';
  // A segment that is gone, or works in searches only, wakes nobody: not by its negation either.
  if (condition === undefined || segmentIdsIn(condition).some((id) => settings.find(id) === undefined))
    return undefined;
  return compileCondition(asDecided(condition, settings))(subject) ? 'condition' : undefined;
}

export const settingsOf = ({ lifecycle }: Pick<DecisionBasis, 'lifecycle'>): ConditionSettings =>
  lifecycle.conditions ?? NO_SETTINGS;

/** Parked is a person's decision about the category; repeated word for word it changes nothing. */
export function park(batch: Batch, command: ParkCommand): ChangedLead {
  const { now } = batch;
  const { reason, detail, competitor, wakeWhen, actorId } = command;
  const lead = batch.leads.get(command.leadId);
  if (isParkedWith(lead, { reason, detail, competitor, wakeWhen })) return { changed: false, lead };
  const parked: Parked = { since: now, reason, detail, competitor, wakeWhen, ownerId: lead.ownerId };
  const next = batch.record(lead, {
    type: 'lead.parked',
    cause: 'manual',
    sections: { parked, disqualification: undefined, wakesAt: wakesAt(wakeWhen, now) },
    before: { category: lead.category },
    after: { reason, detail, competitor },
  });
  const move = { type: 'move', category: 'parked', reason: detail ?? reason, actorId, at: now } as const;
  return { changed: true, lead: batch.reevaluate(next.id, { cause: 'manual', move }) };
}

function isParkedWith(
  { category, categoryDecidedBy, lifecycle }: Lead,
  stated: Pick<Parked, 'reason' | 'detail' | 'competitor' | 'wakeWhen'>,
): boolean {
  const { parked } = lifecycle ?? {};
  if (parked === undefined || category !== 'parked' || categoryDecidedBy !== 'person') return false;
  const { since: _since, ownerId: _ownerId, ...known } = parked;
  return sameValue(known, stated);
}

/** Issued by the timer, or by a reaction to a change of the lead. */
export function wake(batch: Batch, { leadId }: WakeCommand): LeadResult {
  const { now } = batch;
  const known = batch.leads.find(leadId);
  const { parked } = known?.lifecycle ?? {};
  if (known === undefined || parked === undefined) {
    batch.correctTimers(leadId);
    return { changed: false, lead: known };
  }
  // Evaluates first, because points may have faded since the last change.
  const { condition } = parked.wakeWhen;
  const lead =
    condition !== undefined && dependsOnTime(condition) ? batch.reevaluate(known.id, { cause: 'decay' }) : known;
  const cause = wakeCause(parked, lead, batch.subjectOf(lead), settingsOf(batch.basis));
  if (cause === undefined) {
    batch.put(withSections(lead, { wakesAt: wakesAt(parked.wakeWhen, now) }));
    batch.correctTimers(leadId);
    return { changed: false, lead: batch.leads.find(leadId) };
  }
  const cycles = (lead.lifecycle?.cycles ?? 0) + 1;
  const next = batch.record(lead, {
    type: 'lead.woken',
    cause,
    sections: {
      parked: undefined,
      wakesAt: undefined,
      returning: undefined,
      cycles,
      recycledAt: now,
      recycledByHand: undefined,
    },
    before: { parked },
    after: { wokenBy: cause, cycle: cycles },
  });
  return { changed: true, lead: reopen(batch, next, { cause: 'woken' }) };
}

/** Wakes a parked lead after a change that meets a condition, and unparks a lead that is moved to another category. */
export function parkingReaction({ lead, basis, engagement, now }: LeadChange): Reaction<WakeCommand> | undefined {
  const { parked, wakesAt: due } = lead.lifecycle ?? {};
  if (parked === undefined) return due === undefined ? undefined : { silent: { wakesAt: undefined } };
  if (lead.category !== 'parked') {
    const draft = { type: 'lead.woken', cause: 'moved', sections: { parked: undefined } } as const;
    return {
      silent: { wakesAt: undefined },
      events: { ...draft, before: { parked }, after: { wokenBy: 'moved' } },
    };
  }
  const subject = subjectNow(lead, { source: basis.sourceOf(lead), engagement, now });
  const cause = wakeCause(parked, lead, subject, settingsOf(basis));
  return cause === undefined ? undefined : { next: { type: 'wake', leadId: lead.id } };
}
