import type { CandidateFailure, DecisionRecord, PoolTrial } from './decision.js';

/** A member of a team that was considered, with its ledger entry before and after the decision. */
export interface Candidate {
  repId: string;
  /** Absent: the rep was considered without a team. */
  teamId?: string | undefined;
  /** The rule that considered the team; null for the fallback team. */
  ruleId: string | null;
  eligible: boolean;
  failedOn?: CandidateFailure;
  fact?: string;
  /** When time alone makes the rep eligible, epoch milliseconds. Present only when no member was eligible. */
  eligibleFrom?: number;
  openLeads: number;
  capacity: number | null;
  weight: number;
  givenBefore: number;
  creditBefore: number;
  givenAfter: number;
  creditAfter: number;
}

/** All members that were considered. The ledger after the decision is computed from the one before, as `giveNext` does. */
export function candidatesOf({ trials }: DecisionRecord): Candidate[] {
  return trials.flatMap(candidatesOfTrial);
}

function candidatesOfTrial(trial: PoolTrial): Candidate[] {
  const { roster, openLeads, given, credit, receiver, facts, eligibleFrom } = trial;
  const shares = sharesOf(trial);
  return roster.members.map(({ repId, weight, capacity }, index) => {
    const failedOn = trial.failures?.[index] ?? undefined;
    const fact = facts?.[index] ?? undefined;
    const from = eligibleFrom?.[index] ?? undefined;
    const [givenBefore, creditBefore] = [given[index] ?? 0, credit[index] ?? 0];
    // Without a team there is no ledger.
    const received = index === receiver && roster.teamId !== undefined ? 1 : 0;
    return {
      repId,
      teamId: roster.teamId,
      ruleId: trial.ruleId ?? null,
      eligible: failedOn === undefined,
      ...(failedOn === undefined ? {} : { failedOn }),
      ...(fact === undefined ? {} : { fact }),
      ...(from === undefined ? {} : { eligibleFrom: from }),
      openLeads: openLeads[index] ?? 0,
      capacity,
      weight,
      givenBefore,
      creditBefore,
      givenAfter: givenBefore + received,
      creditAfter: creditBefore + (shares[index] ?? 0) - received,
    };
  });
}

/** The share of the lead that each member of the roster was credited with. */
export function sharesOf(trial: PoolTrial): number[] {
  const { roster, failures, contenders, accruing, receiver, strategy } = trial;
  const { members } = roster;
  if (receiver === undefined || roster.teamId === undefined) return members.map(() => 0);
  if (trial.shares !== undefined) return trial.shares;
  const shares = members.map(({ weight }, index) =>
    contenders === undefined && (failures?.[index] ?? null) === null ? weightOf(weight, strategy) : 0,
  );
  for (const index of [...(contenders ?? []), ...(accruing ?? [])]) {
    shares[index] = weightOf(members[index]?.weight ?? 0, strategy);
  }
  let weights = 0;
  for (const weight of shares) weights += weight;
  return shares.map((weight) => weight / weights);
}

const weightOf = (weight: number, strategy: PoolTrial['strategy']) => (strategy === 'round_robin' ? 1 : weight);
