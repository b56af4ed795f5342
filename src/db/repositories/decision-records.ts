import type { Candidate, CandidateFailure, DecisionRecord } from '../../core/assignment/decision.js';

/**
 * How a decision record is kept: candidates as tuples, by team. There is one record per lead and it lists every candidate,
 * so names of properties would be most of what is stored.
 */
export interface PackedRecord extends Omit<DecisionRecord, 'candidates'> {
  teams: { teamId: string; members: PackedCandidate[] }[];
}

type PackedCandidate = [
  repId: string,
  weight: number,
  openLeads: number,
  capacity: number | null,
  given: number,
  credit: number,
  givenAfter: number,
  creditAfter: number,
  failedOn?: CandidateFailure,
];

export function packRecord({ candidates, ...record }: DecisionRecord): PackedRecord {
  const teams: PackedRecord['teams'] = [];
  for (const c of candidates) {
    let team = teams.at(-1);
    if (team?.teamId !== c.teamId) {
      team = { teamId: c.teamId, members: [] };
      teams.push(team);
    }
    const member: PackedCandidate = [
      c.repId,
      c.weight,
      c.openLeads,
      c.capacity,
      c.givenBefore,
      c.creditBefore,
      c.givenAfter,
      c.creditAfter,
    ];
    if (c.failedOn !== undefined) member.push(c.failedOn);
    team.members.push(member);
  }
  return { ...record, teams };
}

export function unpackRecord({ teams, ...record }: PackedRecord): DecisionRecord {
  const candidates = teams.flatMap(({ teamId, members }) =>
    members.map(
      ([
        repId,
        weight,
        openLeads,
        capacity,
        givenBefore,
        creditBefore,
        givenAfter,
        creditAfter,
        failedOn,
      ]): Candidate => ({
        repId,
        teamId,
        eligible: failedOn === undefined,
        ...(failedOn === undefined ? {} : { failedOn }),
        openLeads,
        capacity,
        weight,
        givenBefore,
        creditBefore,
        givenAfter,
        creditAfter,
      }),
    ),
  );
  return { ...record, candidates };
}
