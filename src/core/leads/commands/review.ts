import type { Batch } from '../../batch/batch.js';
import { differences } from '../../batch/class-comparison.js';
import { isReviewDue, type ReviewCause } from '../../batch/evaluation.js';
import type { Lead } from '../lead.js';

/**
 * Evaluates a lead without a change of its facts. `decay`: only if its review is due. `publish`: only if it was evaluated by
 * other versions than the published ones.
 */
export interface ReviewCommand {
  type: 'review';
  leadId: string;
  cause: ReviewCause;
  /** Also if it was evaluated at this instant or before, epoch milliseconds. */
  evaluatedBefore?: number | undefined;
}

/** `changed` is false when no review was due, or the evaluation is the same as before, versions included. */
export interface ReviewResult {
  changed: boolean;
  scoreChanged: boolean;
  classChanged: boolean;
}

/** `reacts` returns whether the published documents change the lead's lifecycle. */
export function review(
  batch: Batch,
  { leadId, cause, evaluatedBefore }: ReviewCommand,
  reacts: (batch: Batch, lead: Lead) => boolean,
): ReviewResult {
  const lead = batch.leads.find(leadId);
  const { basis, now } = batch;
  const isOutdated = (of: Lead) => evaluatedBefore !== undefined && of.scoredAt <= evaluatedBefore;
  const isDue = (of: Lead) =>
    isReviewDue(basis, of, cause, now) || isOutdated(of) || (cause === 'publish' && reacts(batch, of));
  if (lead === undefined || !isDue(lead)) {
    if (lead !== undefined && cause === 'decay') batch.reviewAgain(lead);
    else if (cause === 'decay') batch.correctTimers(leadId);
    return { changed: false, scoreChanged: false, classChanged: false };
  }
  const next = batch.reevaluate(leadId, { cause });
  return { changed: next.version !== lead.version, ...differences(lead, next) };
}
