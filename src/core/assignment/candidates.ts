import type { CandidateFailure, DecisionRecord, PoolTrial } from './decision.js';

/** A member of a team that was asked, with its line of the ledger before and after the decision. */
export interface Candidate {
  repId: string;
  teamId: string;
  /** The rule that asked; null for the fallback team. */
  ruleId: string | null;
  eligible: boolean;
  failedOn?: CandidateFailure;
  fact?: string;
  /** When time alone makes it eligible, epoch milliseconds; only where nobody was eligible. */
  eligibleFrom?: number;
  openLeads: number;
  capacity: number | null;
  weight: number;
  givenBefore: number;
  creditBefore: number;
  givenAfter: number;
  creditAfter: number;
}

/** Everybody who was looked at. The ledger after follows from that before by the rule of the rotation (`giveNext`). */
export function candidatesOf({ trials }: DecisionRecord): Candidate[] {
  return trials.flatMap(candidatesOfTrial);
}

function candidatesOfTrial(trial: PoolTrial): Candidate[] {
  const { roster, openLeads, given, credit, receiver, facts, eligibleFrom } = trial;
  const shareAt = sharesOf(trial);
  return roster.members.map(({ repId, weight, capacity }, place) => {
    const failedOn = trial.failures?.[place] ?? undefined;
    const fact = facts?.[place] ?? undefined;
    const from = eligibleFrom?.[place] ?? undefined;
    const [givenBefore, creditBefore] = [given[place] ?? 0, credit[place] ?? 0];
    const got = place === receiver ? 1 : 0;
    return {
      repId,
      teamId: roster.teamId,
      ruleId: trial.ruleId ?? null,
      eligible: failedOn === undefined,
      ...(failedOn === undefined ? {} : { failedOn }),
      ...(fact === undefined ? {} : { fact }),
      ...(from === undefined ? {} : { eligibleFrom: from }),
      openLeads: openLeads[place] ?? 0,
      capacity,
      weight,
      givenBefore,
      creditBefore,
      givenAfter: givenBefore + got,
      creditAfter: creditBefore + shareAt(place) - got,
    };
  });
}

/** Which part of the lead each place was credited. */
function sharesOf(trial: PoolTrial): (place: number) => number {
  const { roster, failures, contenders, accruing = [], receiver, strategy } = trial;
  if (receiver === undefined) return () => 0;
  const sharing = new Set([...(contenders ?? roster.members.keys()), ...accruing]);
  if (contenders === undefined) {
    for (const place of roster.members.keys()) {
      if ((failures?.[place] ?? null) !== null && !accruing.includes(place)) sharing.delete(place);
    }
  }
  const weightAt = (place: number) => (strategy === 'round_robin' ? 1 : (roster.members[place]?.weight ?? 0));
  let weights = 0;
  for (const place of sharing) weights += weightAt(place);
  return (place) => (sharing.has(place) ? weightAt(place) / weights : 0);
}
