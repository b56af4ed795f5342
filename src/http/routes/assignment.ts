import type { Rep } from '../../services/reps.js';
import type { RotationEntry, Team } from '../../services/teams.js';
import { operation } from '../operations.js';
import {
  RepCreate,
  RepList,
  RepPatchSchema,
  RepSchema,
  RotationSchema,
  TeamCreate,
  TeamList,
  TeamPatchSchema,
  TeamSchema,
} from '../schemas/assignment.js';
import { idParams, ListQuery } from '../schemas/common.js';
import { AT, EXAMPLE_ID, OTHER_ID, pageOfOne } from '../schemas/examples.js';
import { pageOut, pageRequest } from './pages.js';

const tag = 'Assignment';
const REP = {
  id: EXAMPLE_ID,
  version: 1,
  name: 'Grace Hopper',
  email: 'grace@example.com',
  active: true,
  capacity: 100,
  openLeads: 12,
  createdAt: AT,
  updatedAt: AT,
};
const TEAM = {
  id: OTHER_ID,
  version: 1,
  name: 'Europe',
  active: true,
  members: [{ repId: EXAMPLE_ID, weight: 2 }],
  createdAt: AT,
  updatedAt: AT,
};

function repOut({ id, version, name, email, active, capacity, openLeads, createdAt, updatedAt }: Rep) {
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { id, version, name, email, active, capacity, openLeads, ...times };
}

function teamOut({ id, version, name, active, members, createdAt, updatedAt }: Team) {
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { id, version, name, active, members, ...times };
}

function rotationOut({ teamId, entries }: { teamId: string; entries: RotationEntry[] }) {
  const unfairness = entries.reduce((most, { deviation }) => Math.max(most, Math.abs(deviation)), 0);
  return { teamId, entries, unfairness };
}

const repParams = idParams('repId', 'The rep.');
const teamParams = idParams('teamId', 'The team.');

export const createRep = operation({
  id: 'createRep',
  method: 'POST',
  path: '/v1/reps',
  tag,
  summary: 'Create a rep',
  description: 'A salesperson who can own leads once a team has it and a routing policy leads to the team.',
  scopes: ['assignment:write'],
  body: RepCreate,
  bodyExample: { name: 'Grace Hopper', email: 'grace@example.com', capacity: 100 },
  success: { status: 201, schema: RepSchema, description: 'The rep.', example: REP },
  concurrency: 'etag',
  run: (services, { write, body }) => services.reps.create(write, body),
  present: (rep) => ({ body: repOut(rep), version: rep.version, location: `/v1/reps/${rep.id}` }),
});

export const listReps = operation({
  id: 'listReps',
  method: 'GET',
  path: '/v1/reps',
  tag,
  summary: 'List reps',
  description: 'Newest first.',
  scopes: ['assignment:read'],
  query: ListQuery,
  success: { status: 200, schema: RepList, description: 'A page of reps.', example: pageOfOne(REP) },
  refusals: ['cursor_invalid'],
  run: (services, { principal, query }) => services.reps.list(principal.workspaceId, pageRequest(query)),
  present: (page) => ({ body: pageOut(page, repOut) }),
});

export const getRep = operation({
  id: 'getRep',
  method: 'GET',
  path: '/v1/reps/:repId',
  tag,
  summary: 'Read a rep',
  description: 'With the number of open leads it owns now.',
  scopes: ['assignment:read'],
  params: repParams,
  success: { status: 200, schema: RepSchema, description: 'The rep.', example: REP },
  concurrency: 'etag',
  run: (services, { principal, params }) => services.reps.get(principal.workspaceId, params.repId),
  present: (rep) => ({ body: repOut(rep), version: rep.version }),
});

export const updateRep = operation({
  id: 'updateRep',
  method: 'PATCH',
  path: '/v1/reps/:repId',
  tag,
  summary: 'Change a rep',
  description: 'Name, e-mail, capacity, or whether it is given leads. Leads it owns stay with it.',
  scopes: ['assignment:write'],
  params: repParams,
  body: RepPatchSchema,
  bodyExample: { active: false },
  success: { status: 200, schema: RepSchema, description: 'The rep as it is now.', example: REP },
  concurrency: 'etag',
  run: (services, { write, params, ifMatch, body }) => services.reps.update(write, params.repId, ifMatch, body),
  present: (rep) => ({ body: repOut(rep), version: rep.version }),
});

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
