import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { paths } from '../support/generated/api.js';
import { type OperationsAtWork, refusal, taken } from './journey.js';

type Api = Client<paths>;

const NOWHERE = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';
const HOME = { street: '7 Duplicate Road', city: 'Hartlepool', postalCode: 'TS24 7QX', country: 'GB' };

/** A person who came twice with other spellings, until somebody decides that they are two. */
export async function findDuplicates(api: Api, { run }: Pick<OperationsAtWork, 'run'>): Promise<void> {
  const make = async (firstName: string, lastName: string) =>
    taken(await api.POST('/v1/leads', { body: { firstName, lastName, ...HOME } })).lead.id;
  const leadId = await make('William', 'Thackeray');
  const otherLeadId = await make('Bill', 'Thackery');
  assert.equal(taken(await api.POST('/v1/duplicates/scans', { body: {} })).kind, 'find_duplicates');
  await run();
  const params = { path: { leadId } };
  const { candidates } = taken(await api.GET('/v1/leads/{leadId}/duplicates', { params }));
  assert.ok(candidates.some(({ lead }) => lead.leadId === otherLeadId));
  const groups = async () => taken(await api.GET('/v1/duplicates', { params: { query: { leadId } } })).data;
  assert.equal((await groups()).length, 1);
  const decide = (other: string, decision: 'not_duplicate' | 'undecided') =>
    api.POST('/v1/duplicates/decisions', { body: { leadId, otherLeadId: other, decision } });
  assert.equal(refusal(await decide(leadId, 'not_duplicate')), '422 rule_refused');
  assert.equal(refusal(await decide(NOWHERE, 'not_duplicate')), '422 reference_not_found');
  assert.equal(taken(await decide(otherLeadId, 'not_duplicate')).decision, 'not_duplicate');
  assert.equal((await groups()).length, 0);
}
