import { type Lead, returningInterestOf } from '../../core/leads/lead.js';
import type { Lifecycle, LossSection } from '../../core/leads/lifecycle.js';
import type { StatedTimeframe } from '../../core/leads/timeframe.js';
import { iso } from '../../core/time.js';
import { formatInstant } from './instants.js';

export function parkedOut(parked: Lifecycle['parked']) {
  if (parked === undefined) return undefined;
  const { since, reason, detail, competitor, wakeWhen } = parked;
  return {
    ...{ since: iso(since), reason, detail, competitor },
    wakeAt: formatInstant(wakeWhen.at),
    wakeAtScore: wakeWhen.minimumScore,
    wakeOnEngagement: wakeWhen.engagementTypes && [...wakeWhen.engagementTypes],
    wakeOnCondition: wakeWhen.condition,
  };
}

export function disqualificationOut(disqualification: Lifecycle['disqualification']) {
  if (disqualification === undefined) return undefined;
  const { at, reason, detail } = disqualification;
  return { at: iso(at), reason, detail };
}

export function returningOut(lead: Lead) {
  const returning = returningInterestOf(lead);
  if (returning === undefined) return undefined;
  const { at, strength, by, action, category, reason, leadId } = returning;
  return { at: iso(at), strength, by, action, category, reason, leadId, detail: returnDetail(returning) };
}

function returnDetail({ action, category, reason, strength, isByRule }: NonNullable<Lifecycle['returning']>): string {
  const ended = reason === undefined ? category : `${category} (${reason})`;
  if (action === 'reopen') return `It was ${ended} and is open again: the funnel reopens such leads on this interest.`;
  if (action === 'new_lead') return 'It is a customer, so the interest is a new lead of the same person.';
  if (isByRule || (reason === undefined && category === 'disqualified')) {
    return `It stays ${ended}: a rule of the classification policy decides so at every change.`;
  }
  if (strength === 'clear') {
    return `It stays ${ended}: the funnel does not reopen such leads on clear interest. A person can recycle it.`;
  }
  return `It stays ${ended}: the funnel keeps such leads closed whatever interest they show. A person can recycle it.`;
}

export function lossOut(loss: LossSection | undefined) {
  return loss && { lostAt: iso(loss.at), reason: loss.reason, detail: loss.detail, competitor: loss.competitor };
}

export const statedTimeframeOut = (stated: StatedTimeframe | undefined) =>
  stated && { ...stated, statedAt: iso(stated.statedAt) };
