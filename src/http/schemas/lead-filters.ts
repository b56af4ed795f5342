import Type from 'typebox';
import { GRADES } from '../../core/leads/score.js';
import { CATEGORIES, LEAD_KINDS, TEMPERATURES } from '../../core/leads/vocabulary.js';
import { bounds, Id } from './common.js';
import { enumOf } from './components.js';

/** Filters of leads, as query parameters of a list and as members of the body of a search: `LeadFilters` of the core. */
export const leadFilters = {
  category: Type.Optional(enumOf(CATEGORIES, { description: 'In this category.' })),
  temperature: Type.Optional(enumOf(TEMPERATURES, { description: 'Of this temperature.' })),
  grade: Type.Optional(enumOf(GRADES, { description: 'Of this grade.' })),
  kind: Type.Optional(enumOf(LEAD_KINDS, { description: 'Persons or organizations.' })),
  ownerId: Type.Optional(Id('Owned by this rep.')),
  teamId: Type.Optional(Id('Assigned through this team.')),
  assigned: Type.Optional(Type.Boolean({ description: 'With an owner (true), or waiting in the queue (false).' })),
  sourceId: Type.Optional(Id('First touched by this source.')),
  campaignId: Type.Optional(Id('First touched by this campaign.')),
  leaseRepId: Type.Optional(Id('Claimed by this rep, whose lease still runs.')),
  country: Type.Optional(
    Type.String({ minLength: 2, maxLength: 80, description: 'In this country: an ISO 3166-1 code, or a name.' }),
  ),
  domain: Type.Optional(Type.String({ minLength: 1, maxLength: 253, description: 'Of this company domain.' })),
  minimumScore: Type.Optional(Type.Number({ minimum: -1e6, maximum: 1e6, description: 'Total score at least this.' })),
  ...bounds('created', 'Created'),
};
