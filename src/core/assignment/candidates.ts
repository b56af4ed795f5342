import type { CandidateFailure, DecisionRecord, PoolTrial } from './decision.js';

/** A member of a team that was asked, with its line of the ledger before and after the decision. */
export interface Candidate {
  repId: string;
  teamId: string;
  eligible: boolean;
  failedOn?: CandidateFailure;
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

function candidatesOfTrial({ roster, openLeads, given, credit, failures, receiver }: PoolTrial): Candidate[] {
  const failureAt = (place: number) => failures?.[place] ?? undefined;
  let weights = 0;
  for (const [place, { weight }] of roster.members.entries()) if (failureAt(place) === undefined) weights += weight;
  return roster.members.map(({ repId, weight, capacity }, place) => {
    const failedOn = failureAt(place);
    const [givenBefore, creditBefore] = [given[place] ?? 0, credit[place] ?? 0];
    const got = place === receiver ? 1 : 0;
    const share = receiver === undefined || failedOn !== undefined ? 0 : weight / weights;
    return {
      repId,
      teamId: roster.teamId,
      eligible: failedOn === undefined,
      ...(failedOn === undefined ? {} : { failedOn }),
      openLeads: openLeads[place] ?? 0,
      capacity,
      weight,
      givenBefore,
      creditBefore,
      givenAfter: givenBefore + got,
      creditAfter: creditBefore + share - got,
    };
  });
}
