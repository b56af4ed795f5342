import Type from 'typebox';
import type { NameLookup } from '../../services/names.js';
import type { RotationEntry, Team } from '../../services/teams.js';
import { operation } from '../operations.js';
import { pageRequest, resource } from '../resource.js';
import { RotationSchema, TeamCreate, TeamList, TeamPatchSchema, TeamSchema } from '../schemas/assignment.js';
import { AT, EXAMPLE_ID, OTHER_ID, REP_NAME, TEAM_NAME } from '../schemas/examples.js';

const tag = 'Assignment';
const TEAM = {
  id: OTHER_ID,
  version: 1,
  name: 'Europe',
  active: true,
  members: [{ repId: EXAMPLE_ID, repName: REP_NAME, weight: 2 }],
  catchUp: null,
  createdAt: AT,
  updatedAt: AT,
};

function teamOut({ id, version, name, active, members, catchUp, createdAt, updatedAt }: Team, names: NameLookup) {
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { id, version, name, active, members: members.map((member) => named(member, names)), catchUp, ...times };
}

const named = <M extends { repId: string }>(member: M, names: NameLookup) => ({
  ...member,
  repName: names(member.repId),
});

function rotationOut({ teamId, entries }: { teamId: string; entries: RotationEntry[] }, names: NameLookup) {
  const unfairness = entries.reduce((most, { deviation }) => Math.max(most, Math.abs(deviation)), 0);
  return { teamId, teamName: names(teamId), entries: entries.map((entry) => named(entry, names)), unfairness };
}

const teams = resource({
  tag,
  noun: 'team',
  plural: 'teams',
  path: '/v1/teams',
  read: ['assignment:read'],
  write: ['assignment:write'],
  schema: TeamSchema,
  list: TeamList,
  example: TEAM,
  validator: 'content',
  out: teamOut,
});

export const createTeam = teams.create({
  id: 'createTeam',
  summary: 'Create a team',
  description: 'Reps with weights. Leads are shared by weight, and each rep stays within one lead of its share.',
  body: TeamCreate,
  bodyExample: { name: 'Europe', members: [{ repId: EXAMPLE_ID, weight: 2 }] },
  refusals: ['reference_not_found'],
  run: (services, { write, body }) => services.teams.create(write, body),
});

export const listTeams = teams.listed({
  id: 'listTeams',
  summary: 'List teams',
  description: 'With their members, newest first.',
  filters: { active: Type.Optional(Type.Boolean({ description: 'Active teams (true), or inactive ones (false).' })) },
  run: (services, { principal, query }) =>
    services.teams.list(principal.workspaceId, { active: query.active }, pageRequest(query)),
});

export const getTeam = teams.get({
  id: 'getTeam',
  summary: 'Read a team',
  description: 'With its members.',
  run: (services, { principal, params }) => services.teams.get(principal.workspaceId, params.teamId),
});

export const updateTeam = teams.update({
  id: 'updateTeam',
  summary: 'Change a team',
  description: '`members` replaces all members. New members start with a deviation of zero.',
  body: TeamPatchSchema,
  bodyExample: { members: [{ repId: EXAMPLE_ID, weight: 3 }] },
  example: { ...TEAM, version: 2, members: [{ repId: EXAMPLE_ID, repName: REP_NAME, weight: 3 }] },
  refusals: ['reference_not_found'],
  run: (services, { write, params, ifMatch, body }) => services.teams.update(write, params.teamId, ifMatch, body),
});

export const getTeamRotation = operation({
  id: 'getTeamRotation',
  method: 'GET',
  path: '/v1/teams/:teamId/rotation',
  tag,
  summary: 'Read a team’s fairness ledger',
  description: 'How many leads each member was entitled to, how many it got, and the difference.',
  scopes: ['assignment:read'],
  params: teams.params,
  success: {
    status: 200,
    schema: RotationSchema,
    description: 'The ledger.',
    example: {
      teamId: OTHER_ID,
      teamName: TEAM_NAME,
      entries: [{ repId: EXAMPLE_ID, repName: REP_NAME, weight: 2, given: 10, entitled: 10, deviation: 0 }],
      unfairness: 0,
    },
  },
  run: (services, { principal, params }) => services.teams.rotation(principal.workspaceId, params.teamId),
  present: (rotation, { names }) => ({ body: rotationOut(rotation, names) }),
});
