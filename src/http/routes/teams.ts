import type { RotationEntry, Team } from '../../services/teams.js';
import { operation } from '../operations.js';
import { RotationSchema, TeamCreate, TeamList, TeamPatchSchema, TeamSchema } from '../schemas/assignment.js';
import { idParams, ListQuery } from '../schemas/common.js';
import { AT, EXAMPLE_ID, OTHER_ID, pageOfOne } from '../schemas/examples.js';
import { pageOut, pageRequest } from './pages.js';

const tag = 'Assignment';
const TEAM = {
  id: OTHER_ID,
  version: 1,
  name: 'Europe',
  active: true,
  members: [{ repId: EXAMPLE_ID, weight: 2 }],
  catchUp: null,
  createdAt: AT,
  updatedAt: AT,
};

function teamOut({ id, version, name, active, members, catchUp, createdAt, updatedAt }: Team) {
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { id, version, name, active, members, catchUp, ...times };
}

function rotationOut({ teamId, entries }: { teamId: string; entries: RotationEntry[] }) {
  const unfairness = entries.reduce((most, { deviation }) => Math.max(most, Math.abs(deviation)), 0);
  return { teamId, entries, unfairness };
}

const teamParams = idParams('teamId', 'The team.');

export const createTeam = operation({
  id: 'createTeam',
  method: 'POST',
  path: '/v1/teams',
  tag,
  summary: 'Create a team',
  description: 'Reps with weights. Leads are shared by weight, and nobody strays from its share by a whole lead.',
  scopes: ['assignment:write'],
  body: TeamCreate,
  bodyExample: { name: 'Europe', members: [{ repId: EXAMPLE_ID, weight: 2 }] },
  success: { status: 201, schema: TeamSchema, description: 'The team.', example: TEAM },
  refusals: ['reference_not_found'],
  concurrency: 'etag',
  run: (services, { write, body }) => services.teams.create(write, body),
  present: (team) => ({ body: teamOut(team), version: team.version, location: `/v1/teams/${team.id}` }),
});

export const listTeams = operation({
  id: 'listTeams',
  method: 'GET',
  path: '/v1/teams',
  tag,
  summary: 'List teams',
  description: 'With their members, newest first.',
  scopes: ['assignment:read'],
  query: ListQuery,
  success: { status: 200, schema: TeamList, description: 'A page of teams.', example: pageOfOne(TEAM) },
  refusals: ['cursor_invalid'],
  run: (services, { principal, query }) => services.teams.list(principal.workspaceId, pageRequest(query)),
  present: (page) => ({ body: pageOut(page, teamOut) }),
});

export const getTeam = operation({
  id: 'getTeam',
  method: 'GET',
  path: '/v1/teams/:teamId',
  tag,
  summary: 'Read a team',
  description: 'With its members.',
  scopes: ['assignment:read'],
  params: teamParams,
  success: { status: 200, schema: TeamSchema, description: 'The team.', example: TEAM },
  concurrency: 'etag',
  run: (services, { principal, params }) => services.teams.get(principal.workspaceId, params.teamId),
  present: (team) => ({ body: teamOut(team), version: team.version }),
});

export const updateTeam = operation({
  id: 'updateTeam',
  method: 'PATCH',
  path: '/v1/teams/:teamId',
  tag,
  summary: 'Change a team',
  description: '`members` replaces all members. Joiners start level with the team: nothing owed, nothing ahead.',
  scopes: ['assignment:write'],
  params: teamParams,
  body: TeamPatchSchema,
  bodyExample: { members: [{ repId: EXAMPLE_ID, weight: 3 }] },
  success: { status: 200, schema: TeamSchema, description: 'The team as it is now.', example: TEAM },
  refusals: ['reference_not_found'],
  concurrency: 'etag',
  run: (services, { write, params, ifMatch, body }) => services.teams.update(write, params.teamId, ifMatch, body),
  present: (team) => ({ body: teamOut(team), version: team.version }),
});

export const getTeamRotation = operation({
  id: 'getTeamRotation',
  method: 'GET',
  path: '/v1/teams/:teamId/rotation',
  tag,
  summary: 'Read a team’s fairness ledger',
  description: 'What each member was entitled to, what it was given, and the difference.',
  scopes: ['assignment:read'],
  params: teamParams,
  success: {
    status: 200,
    schema: RotationSchema,
    description: 'The ledger.',
    example: {
      teamId: OTHER_ID,
      entries: [{ repId: EXAMPLE_ID, weight: 2, given: 10, entitled: 10, deviation: 0 }],
      unfairness: 0,
    },
  },
  run: (services, { principal, params }) => services.teams.rotation(principal.workspaceId, params.teamId),
  present: (rotation) => ({ body: rotationOut(rotation) }),
});
