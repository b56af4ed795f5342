import type { Lead } from '../leads/lead.js';
import { isCooling } from './claim-pools.js';
import type { AssignmentState } from './state.js';

/** How much sooner a lead that is ready to buy has to be called. */
const URGENCY = { hot: 3, warm: 2, cold: 1 } as const;

/** What a lead promises, by its score, times how urgent it is. */
export function claimPriority({ score, temperature }: Pick<Lead, 'score' | 'temperature'>): number {
  return Math.max(0, score.total + 1) * URGENCY[temperature];
}

/**
 * Of leads that wait, the best for a rep: one of a claim pool only for members of its team who have claims left today, and
 * none that the rep has had lately where its pool minds that. By priority, then the oldest. Undefined when there is none, or
 * the rep can take no more now.
 */
export function bestWaiting(
  waiting: readonly Lead[],
  assignment: Pick<AssignmentState, 'canTake' | 'isMember' | 'hasClaimsLeft'>,
  repId: string,
  now: number,
): Lead | undefined {
  const better = (a: Lead, b: Lead) => {
    const difference = claimPriority(a) - claimPriority(b);
    return difference === 0
      ? a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.id < b.id)
      : difference > 0;
  };
  let best: Lead | undefined;
  for (const lead of waiting) {
    const { teamId } = lead;
    if (teamId !== undefined && !assignment.isMember(teamId, repId)) continue;
    if (teamId !== undefined && !assignment.hasClaimsLeft(teamId, repId, now)) continue;
    if (isCooling(lead, repId, now)) continue;
    if (best !== undefined && !better(lead, best)) continue;
    if (assignment.canTake(repId, lead, now)) best = lead;
  }
  return best;
}
