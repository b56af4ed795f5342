import { operation } from '../operations.js';
import { AccessRequest, ErasureRequest, PersonalDataSchema } from '../schemas/erasures.js';
import { OperationSchema } from '../schemas/operations.js';
import { presentStarted, QUEUED_TRAINING } from './operations.js';

const tag = 'Consents';

/** An erasure that was just requested. */
const QUEUED_ERASURE = {
  ...QUEUED_TRAINING,
  kind: 'erasure',
  trainPrediction: undefined,
  erasure: { suppress: true, consents: 0, suppressions: 1 },
};

const PERSON = { email: 'ada@mill.example' };

export const createErasure = operation({
  id: 'createErasure',
  method: 'POST',
  path: '/v1/erasures',
  tag,
  summary: 'Erase a person',
  description:
    'Erases the leads and the customers of a person with all their records, the personal values of their events, stored answers and answers of webhooks, as an operation whose result is the receipt. Numbers, counts, reports and what models learnt stay. Objections stay under keyed hashes, ' +
    'and the person goes on the suppression list, unless `suppress` is false. A phone number that several people have names none of them (409).',
  scopes: ['leads:write', 'customers:write'],
  body: ErasureRequest,
  bodyExample: PERSON,
  success: { status: 202, schema: OperationSchema, description: 'The operation.', example: QUEUED_ERASURE },
  refusals: ['conflict', 'reference_not_found', 'rule_refused'],
  run: (services, { write, body }) => services.erasures.create(write, body),
  present: presentStarted,
});

/** Columns that are no data about the person. */
const INTERNAL = new Set(['workspace_id', 'subject_hashes', 'request_id', 'public_key_id']);

const camelCase = (name: string): string => name.replace(/_([a-z0-9])/gu, (_, letter: string) => letter.toUpperCase());

const contentOf = (data: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(data)
      .filter(([name, value]) => value !== null && !INTERNAL.has(name))
      .map(([name, value]) => [camelCase(name), value]),
  );

export const requestAccess = operation({
  id: 'requestAccess',
  method: 'POST',
  path: '/v1/access-requests',
  tag,
  summary: 'Read all that is known about a person',
  description:
    'Every stored record about the person in one answer: leads, customers, touches, engagement, activities, tasks, hand-offs, deals, referrals, consents and the events of the log; rows of lists that made no lead, payloads of connectors, submissions that wait, rows in files of exports, stored answers and answers of webhook receivers. Nothing is stored by the request.',
  scopes: ['leads:read', 'customers:read', 'deals:read', 'engagement:read', 'events:read'],
  body: AccessRequest,
  bodyExample: PERSON,
  success: {
    status: 200,
    schema: PersonalDataSchema,
    description: 'What is known; no records for a person who is unknown here.',
    example: { isSuppressed: false, incompleteKinds: [], records: [] },
  },
  refusals: ['conflict', 'reference_not_found', 'rule_refused'],
  readsOnly: true,
  run: (services, { principal, body }) => services.erasures.access(principal.workspaceId, body),
  present: ({ rows, isSuppressed, incompleteKinds }) => ({
    body: {
      isSuppressed,
      incompleteKinds,
      records: rows.map(({ kind, data }) => ({ kind, content: contentOf(data) })),
    },
  }),
});
