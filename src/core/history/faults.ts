import { activityFault } from '../activities/activities.js';
import { isRefusal, pricedBy } from '../deals/terms.js';
import { OPEN_CATEGORIES } from '../leads/lead.js';
import type { CompiledFunnel } from '../lifecycle/funnel.js';
import type { FieldViolation } from '../violations.js';
import { type LeadPast, type PastDeal, type PastOutcome, REASONS_OF, wonDealOf } from './history.js';

type Refuse = (pointer: string, code: string, detail: string) => void;

interface Bounds {
  /** The earliest instant that is in order. */
  from: number;
  now: number;
}

/** Everything that is wrong with a past: instants in the future or out of order, reasons and deals that do not fit the outcome. */
export function pastFaults(past: LeadPast, funnel: Pick<CompiledFunnel, 'byKey'>, now: number): FieldViolation[] {
  const violations: FieldViolation[] = [];
  const refuse: Refuse = (pointer, code, detail) => violations.push({ pointer, code, detail });
  const { createdAt, stages, outcome, touches, engagement, activities, deals } = past;
  checkInstant(refuse, '/createdAt', createdAt, { from: Number.NEGATIVE_INFINITY, now });
  let from = createdAt;
  for (const [index, { stage, at }] of stages.entries()) {
    checkInstant(refuse, `/stages/${index}/at`, at, { from, now });
    checkStage(refuse, `/stages/${index}/stage`, stage, funnel);
    from = Math.max(from, at);
  }
  if (outcome) checkOutcome(refuse, outcome, past, { from, now });
  const anyTime = { from: Number.NEGATIVE_INFINITY, now };
  for (const [index, { occurredAt }] of touches.entries()) {
    checkInstant(refuse, `/touches/${index}/occurredAt`, occurredAt, anyTime);
  }
  for (const [index, { occurredAt }] of engagement.entries()) {
    checkInstant(refuse, `/engagement/${index}/occurredAt`, occurredAt, anyTime);
  }
  for (const [index, activity] of activities.entries()) {
    checkInstant(refuse, `/activities/${index}/occurredAt`, activity.occurredAt, anyTime);
    const fault = activityFault(activity, Number.POSITIVE_INFINITY);
    if (fault) refuse(`/activities/${index}/${fault.field}`, 'value_invalid', fault.detail);
  }
  for (const [index, deal] of deals.entries()) checkDeal(refuse, `/deals/${index}`, deal, past, now);
  return violations;
}

function checkInstant(refuse: Refuse, pointer: string, at: number, { from, now }: Bounds): void {
  if (at > now) refuse(pointer, 'in_future', 'It lies in the future: a history has happened already.');
  else if (at < from) refuse(pointer, 'out_of_order', 'It lies before what comes before it.');
}

function checkStage(refuse: Refuse, pointer: string, key: string, { byKey }: Pick<CompiledFunnel, 'byKey'>): void {
  const stage = byKey.get(key);
  if (stage === undefined) {
    const detail = `The funnel has no stage "${key}". Its stages: ${[...byKey.keys()].join(', ')}.`;
    refuse(pointer, 'stage_unknown', detail);
  } else if (!OPEN_CATEGORIES.has(stage.category)) {
    refuse(pointer, 'stage_closed', `A lead in "${key}" has ended or waits: send that as \`outcome\`.`);
  }
}

function checkOutcome(refuse: Refuse, outcome: PastOutcome, past: LeadPast, bounds: Bounds): void {
  const { result, at, reason, competitor, until } = outcome;
  checkInstant(refuse, '/outcome/at', at, bounds);
  const reasons = REASONS_OF[result];
  if (reason !== undefined && !reasons.includes(reason)) {
    const detail =
      reasons.length === 0 ? 'A won lead has no reason.' : `The reason of this result is one of ${reasons.join(', ')}.`;
    refuse('/outcome/reason', 'value_invalid', detail);
  }
  if (competitor !== undefined && result === 'disqualified') {
    refuse('/outcome/competitor', 'value_invalid', 'A disqualified lead has no competitor.');
  }
  if (until !== undefined && result !== 'parked') {
    refuse('/outcome/until', 'value_invalid', 'Only a parked lead waits.');
  } else if (until !== undefined && until <= bounds.now) {
    refuse('/outcome/until', 'in_past', 'It has passed: leave it out, or send a later instant.');
  }
  if (result === 'won' && wonDealOf(past) === undefined) {
    refuse('/deals', 'value_invalid', 'A won lead has a won deal with an amount, which may be 0.');
  }
}

function checkDeal(refuse: Refuse, pointer: string, deal: PastDeal, past: LeadPast, now: number): void {
  const { status, openedAt = past.createdAt, closedAt, lossReason, lossDetail } = deal;
  checkInstant(refuse, `${pointer}/openedAt`, openedAt, { from: Number.NEGATIVE_INFINITY, now });
  const isClosed = status !== 'open';
  if (isClosed && closedAt === undefined) refuse(`${pointer}/closedAt`, 'required', 'A won or lost deal was closed.');
  if (!isClosed && closedAt !== undefined) {
    refuse(`${pointer}/closedAt`, 'value_invalid', 'An open deal has not been closed.');
  }
  if (isClosed && closedAt !== undefined)
    checkInstant(refuse, `${pointer}/closedAt`, closedAt, { from: openedAt, now });
  if (status !== 'lost' && (lossReason !== undefined || lossDetail !== undefined)) {
    const field = lossReason === undefined ? 'lossDetail' : 'lossReason';
    refuse(`${pointer}/${field}`, 'value_invalid', 'Only a lost deal has a reason why.');
  }
  const priced = pricedBy(deal, { products: [], amount: undefined }, pointer);
  if (isRefusal(priced)) {
    refuse('pointer' in priced ? (priced.pointer ?? pointer) : pointer, priced.code, priced.detail);
  } else if (status === 'won' && priced.amount === undefined) {
    refuse(`${pointer}/amount`, 'required', 'A won deal has an amount, which may be 0.');
  }
  if (status === 'won' && past.outcome?.result !== 'won') {
    refuse(`${pointer}/status`, 'value_invalid', 'Only a won lead has a won deal: send its `outcome`.');
  }
}
