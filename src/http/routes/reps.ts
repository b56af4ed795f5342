import Type, { type Static } from 'typebox';
import { pageRequest, resource } from '../resource.js';
import { AT, EXAMPLE_ID } from '../schemas/examples.js';
import { RepCreate, RepList, RepPatchSchema, RepSchema } from '../schemas/reps.js';
import { repOut } from './rep-presenters.js';

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

const reps = resource({
  tag,
  noun: 'rep',
  plural: 'reps',
  path: '/v1/reps',
  read: ['assignment:read'],
  write: ['assignment:write'],
  schema: RepSchema,
  list: RepList,
  example: REP,
  validator: 'content',
  out: repOut,
  // Assignments change these without a new version.
  variantOf: ({ openLeads, openEffort }) =>
    openLeads === 0 && openEffort === 0 ? undefined : `${openLeads.toString(16)}e${openEffort.toString(16)}`,
});

export const createRep = reps.create({
  id: 'createRep',
  summary: 'Create a rep',
  description:
    'A salesperson. It gets leads once it is in a team that the routing policy uses. Skills, languages, products, territories and hours count where a rule requires them; capacity, caps and absences always count.',
  body: RepCreate,
  bodyExample: { name: 'Grace Hopper', email: 'grace@example.com', capacity: 100, ...SETTINGS },
  refusals: ['rule_refused'],
  run: (services, { write, body }) => services.reps.create(write, repInput(body)),
});

export const listReps = reps.listed({
  id: 'listReps',
  summary: 'List reps',
  description: 'Newest first.',
  filters: { active: Type.Optional(Type.Boolean({ description: 'Active reps (true), or inactive ones (false).' })) },
  run: (services, { principal, query }) =>
    services.reps.list(principal.workspaceId, { active: query.active }, pageRequest(query)),
});

export const getRep = reps.get({
  id: 'getRep',
  summary: 'Read a rep',
  description: 'With the number of open leads it owns now.',
  run: (services, { principal, params }) => services.reps.get(principal.workspaceId, params.repId),
});

export const updateRep = reps.update({
  id: 'updateRep',
  summary: 'Change a rep',
  description:
    'Changes any field. When the rep becomes inactive, an operation of kind `reassign` gives its open leads to others, unless `whenInactive` is `keep`. Waiting leads are routed again, as the rep may now take some.',
  body: RepPatchSchema,
  bodyExample: { active: false, ...SETTINGS },
  refusals: ['rule_refused'],
  run: (services, { write, params, ifMatch, body }) =>
    services.reps.update(write, params.repId, ifMatch, repInput(body)),
});
