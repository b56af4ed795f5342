import type { Static } from 'typebox';
import { DEFAULT_CUSTODY } from '../../core/assignment/parting.js';
import { iso } from '../../core/time.js';
import type { Rep } from '../../services/reps.js';
import { operation } from '../operations.js';
import { idParams, ListQuery } from '../schemas/common.js';
import { AT, EXAMPLE_ID, pageOfOne } from '../schemas/examples.js';
import { RepCreate, RepList, RepPatchSchema, RepSchema } from '../schemas/reps.js';
import { pageOut, pageRequest } from './pages.js';

const tag = 'Assignment';
const SETTINGS = {
  skills: [{ name: 'enterprise', level: 4 }],
  languages: ['en', 'de'],
  products: ['CRM'],
  territories: [{ country: 'DE', minimumEmployees: 50 }],
  workingHours: [
    { weekday: 'monday', start: '09:00', end: '12:30' },
    { weekday: 'monday', start: '13:30', end: '18:00' },
  ],
  absences: [{ from: '2026-08-03T00:00:00.000+02:00', to: '2026-08-17T00:00:00.000+02:00', reason: 'Vacation' }],
  attributes: { maximumSeats: 500 },
  country: 'DE',
  region: 'Bavaria',
  timeZone: 'Europe/Berlin',
  holidaysCountry: 'DE',
  holidaysRegion: 'BY',
  dailyCap: 20,
  burstCap: 5,
  burstMinutes: 60,
  whenInactive: 'reassign',
  whenAbsent: 'keep',
};
const REP = {
  id: EXAMPLE_ID,
  version: 1,
  name: 'Grace Hopper',
  email: 'grace@example.com',
  active: true,
  capacity: 100,
  openLeads: 12,
  effortCapacity: null,
  openEffort: 19,
  ...SETTINGS,
  createdAt: AT,
  updatedAt: AT,
};

function repInput<B extends Static<typeof RepCreate> | Static<typeof RepPatchSchema>>({ absences, ...rest }: B) {
  if (absences === undefined) return rest;
  const instants = absences.map(({ from, to, reason }) => ({ from: Date.parse(from), to: Date.parse(to), reason }));
  return { ...rest, absences: instants };
}

function repOut(rep: Rep) {
  return {
    id: rep.id,
    version: rep.version,
    name: rep.name,
    email: rep.email,
    active: rep.active,
    capacity: rep.capacity,
    openLeads: rep.openLeads,
    effortCapacity: rep.effortCapacity,
    openEffort: rep.openEffort,
    skills: rep.skills ?? [],
    languages: rep.languages ?? [],
    products: rep.products ?? [],
    territories: rep.territories ?? [],
    workingHours: rep.workingHours ?? [],
    absences: (rep.absences ?? []).map(({ from, to, reason }) => ({ from: iso(from), to: iso(to), reason })),
    attributes: rep.attributes ?? {},
    country: rep.country ?? null,
    region: rep.region ?? null,
    timeZone: rep.timeZone ?? null,
    holidaysCountry: rep.holidaysCountry ?? null,
    holidaysRegion: rep.holidaysRegion ?? null,
    dailyCap: rep.dailyCap ?? null,
    burstCap: rep.burstCap ?? null,
    burstMinutes: rep.burstMinutes ?? null,
    whenInactive: rep.whenInactive ?? DEFAULT_CUSTODY.whenInactive,
    whenAbsent: rep.whenAbsent ?? DEFAULT_CUSTODY.whenAbsent,
    createdAt: rep.createdAt.toISOString(),
    updatedAt: rep.updatedAt.toISOString(),
  };
}

const repParams = idParams('repId', 'The rep.');

export const createRep = operation({
  id: 'createRep',
  method: 'POST',
  path: '/v1/reps',
  tag,
  summary: 'Create a rep',
  description:
    'A salesperson who can own leads once a team has it and a routing policy leads to the team. Skills, languages, products, territories and hours matter where a rule asks for them; capacity, caps and absences always.',
  scopes: ['assignment:write'],
  body: RepCreate,
  bodyExample: { name: 'Grace Hopper', email: 'grace@example.com', capacity: 100, ...SETTINGS },
  success: { status: 201, schema: RepSchema, description: 'The rep.', example: REP },
  refusals: ['rule_refused'],
  concurrency: 'etag',
  run: (services, { write, body }) => services.reps.create(write, repInput(body)),
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
  description:
    'Anything about it. Made inactive, it loses its open leads to others by an operation of kind `reassign`, unless `whenInactive` says otherwise; leads that wait are tried again, as it may now take some.',
  scopes: ['assignment:write'],
  params: repParams,
  body: RepPatchSchema,
  bodyExample: { active: false, ...SETTINGS },
  success: { status: 200, schema: RepSchema, description: 'The rep as it is now.', example: REP },
  refusals: ['rule_refused'],
  concurrency: 'etag',
  run: (services, { write, params, ifMatch, body }) =>
    services.reps.update(write, params.repId, ifMatch, repInput(body)),
  present: (rep) => ({ body: repOut(rep), version: rep.version }),
});
