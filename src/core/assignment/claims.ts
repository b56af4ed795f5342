import type { Lead } from '../leads/lead.js';
import { isCooling } from './claim-pools.js';
import type { AssignmentState } from './state.js';

/** Weights by temperature: a lead that is ready to buy comes first. */
const URGENCY = { hot: 3, warm: 2, cold: 1 } as const;

/** Expected value (score) times urgency (temperature). */
export function claimPriority({ score, temperature }: Pick<Lead, 'score' | 'temperature'>): number {
  return Math.max(0, score.total + 1) * URGENCY[temperature];
}

/**
 * The waiting lead with the highest priority that the rep may take, then the oldest. A lead of a claim pool needs membership
 * of the pool's team and claims left today. Leads in the rep's cooldown are skipped. Undefined when no lead qualifies, or the
 * rep is at a limit.
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
