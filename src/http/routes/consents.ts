import Type from 'typebox';
import { iso } from '../../core/time.js';
import type { StoredConsent } from '../../services/consents/consents.js';
import { operation } from '../operations.js';
import { listOperation, pageRequest } from '../resource.js';
import { Id } from '../schemas/common.js';
import { ConsentRecordList, ConsentRecordSchema, ConsentStatement, consentFilters } from '../schemas/consents.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import { parseInstant } from './instants.js';
import { leadParams } from './lead-resource.js';

const tag = 'Consents';
const PROOF = { text: 'I agree to receive the newsletter by e-mail.', textVersion: '2026-03', form: 'newsletter' };
const STATED = { channel: 'email', purpose: 'marketing', status: 'granted', basis: 'consent', proof: PROOF };
const CONSENT = {
  ...{ id: EXAMPLE_ID, leadId: OTHER_ID, ...STATED, source: 'preference_center' },
  ...{ occurredAt: AT, recordedAt: AT, actorId: EXAMPLE_ID },
};

const consentOut = ({ occurredAt, recordedAt, fillOnly, ...entry }: StoredConsent) => ({
  ...entry,
  occurredAt: iso(occurredAt),
  recordedAt: iso(recordedAt),
});

export const recordConsent = operation({
  id: 'recordConsent',
  method: 'POST',
  path: '/v1/consents',
  tag,
  summary: 'Record a consent or an objection',
  description:
    'Adds an entry to the ledger of a person, who may have no lead yet. For the purpose `marketing` it counts at once for the lead and the customer of the person: of all statements the one made last, ' +
    'at one instant the denial. A lead that is created later with the address begins with what the ledger knows of it.',
  scopes: ['leads:write'],
  body: ConsentStatement,
  bodyExample: { email: 'ada@mill.example', ...STATED, source: 'preference_center', occurredAt: AT },
  success: { status: 201, schema: ConsentRecordSchema, description: 'The entry.', example: CONSENT, location: false },
  refusals: ['reference_not_found', 'rule_refused'],
  run: (services, { write, body: { occurredAt, ...body } }) =>
    services.consents.record(write, { ...body, occurredAt: parseInstant(occurredAt) }),
  present: (entry) => ({ body: consentOut(entry) }),
});

export const listConsents = listOperation({
  id: 'listConsents',
  path: '/v1/consents',
  tag,
  summary: 'List the ledger of consents',
  description:
    'Consents, objections and failed addresses of all people, as they were recorded; newest first. `email` and `phone` find entries that were made before there was a lead, and after it was erased.',
  scopes: ['leads:read'],
  filters: {
    leadId: Type.Optional(Id('Of this lead.')),
    email: Type.Optional(Type.String({ minLength: 1, maxLength: 320, description: 'Of this e-mail.' })),
    phone: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Of this phone number.' })),
    ...consentFilters,
  },
  plural: 'entries',
  list: ConsentRecordList,
  example: CONSENT,
  out: consentOut,
  run: (services, { principal, query: { limit, cursor, occurredFrom, occurredBefore, ...filter } }) => {
    const occurred = { occurredFrom: parseInstant(occurredFrom), occurredBefore: parseInstant(occurredBefore) };
    return services.consents.list(principal.workspaceId, { ...filter, ...occurred }, pageRequest({ limit, cursor }));
  },
});

export const listLeadConsents = listOperation({
  id: 'listLeadConsents',
  path: '/v1/leads/:leadId/consents',
  tag,
  summary: 'List the consents of a lead',
  description:
    'Entries of the ledger about the lead, newest first: what submissions, corrections, engagement events and requests stated, also where it did not count. `emailConsent` and `phoneConsent` of the lead are what counts.',
  scopes: ['leads:read'],
  params: leadParams,
  filters: consentFilters,
  plural: 'entries',
  list: ConsentRecordList,
  example: CONSENT,
  out: consentOut,
  run: (services, { principal, params, query: { limit, cursor, occurredFrom, occurredBefore, ...filter } }) => {
    const occurred = { occurredFrom: parseInstant(occurredFrom), occurredBefore: parseInstant(occurredBefore) };
    const request = pageRequest({ limit, cursor });
    return services.consents.ofLead(principal.workspaceId, params.leadId, { ...filter, ...occurred }, request);
  },
});
