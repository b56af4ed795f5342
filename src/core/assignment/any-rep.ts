import type { BatchReps } from './batch-reps.js';
import type { PoolTrial } from './decision.js';
import { eligibleFrom, type Obstacle, obstacleOf, type RoutedLead } from './eligibility.js';
import { ANY_REP } from './requirements.js';
import type { TieBreak } from './rotation.js';

/**
 * The eligible rep with the fewest open leads, of equals the one with the lower id; undefined: none is eligible. Adds what was
 * considered to `trials`.
 */
export function chooseAnyRep(
  reps: BatchReps,
  routedLead: RoutedLead,
  trials: PoolTrial[],
): { repId: string; tieBreak: TieBreak } | undefined {
  const { active: roster } = reps;
  const { members } = roster;
  const obstacles = members.map(({ repId }): Obstacle | undefined => obstacleOf(reps.get(repId), ANY_REP, routedLead));
  const openLeads = members.map(({ repId }) => reps.get(repId)?.openLeads ?? 0);
  const eligible = [...members.keys()].filter((index) => obstacles[index] === undefined);
  const loadOf = (index: number | undefined) => openLeads[index ?? -1] ?? 0;
  // The sort is stable, and the roster is in the order of the ids.
  const [receiver, second] = eligible.toSorted((a, b) => loadOf(a) - loadOf(b));
  const zeros = members.map(() => 0);
  const trial: PoolTrial = { roster, ruleId: null, openLeads, given: zeros, credit: zeros, receiver };
  if (eligible.length < members.length) {
    trial.failures = obstacles.map((obstacle) => obstacle?.failure ?? null);
    if (obstacles.some((obstacle) => obstacle?.fact)) trial.facts = obstacles.map((obstacle) => obstacle?.fact ?? null);
  }
  trials.push(trial);
  const repId = members[receiver ?? -1]?.repId;
  if (repId !== undefined) {
    const isTie = second !== undefined && loadOf(second) === loadOf(receiver);
    return { repId, tieBreak: second === undefined ? 'only_candidate' : isTie ? 'rep_id' : 'fewest_open_leads' };
  }
  if (trial.failures !== undefined) {
    trial.eligibleFrom = members.map(
      ({ repId: id }, index) => eligibleFrom(reps.get(id), ANY_REP, routedLead, obstacles[index]) ?? null,
    );
  }
  return undefined;
}
