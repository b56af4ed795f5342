import type { Lead } from '../../core/leads/lead.js';
import { iso } from '../../core/time.js';
import type { Candidate, ComparedPair, DuplicateGroup } from '../../services/duplicates/duplicates.js';
import type { NameLookup } from '../../services/names.js';
import { operation } from '../operations.js';
import { listOperation, pageRequest } from '../resource.js';
import {
  DuplicateDecisionCreate,
  DuplicateGroupList,
  DuplicatePairSchema,
  DuplicateScanCreate,
  duplicateFilters,
  LeadDuplicates,
} from '../schemas/duplicates.js';
import { AT, EXAMPLE_ID, OTHER_ID, REP_NAME } from '../schemas/examples.js';
import { OperationSchema } from '../schemas/operations.js';
import { formatInstant } from './instants.js';
import { leadParams } from './lead-resource.js';
import { presentStarted, QUEUED_TRAINING } from './operations.js';

const tag = 'Duplicates';

function leadOut({ id, facts, ownerId, touchCount, createdAt }: Lead, names: NameLookup) {
  const { name, organizationName, email, phone } = facts;
  return {
    ...{ leadId: id, name, organizationName, email, phone },
    ...{ ownerId: ownerId ?? null, ownerName: names(ownerId), touchCount, createdAt: iso(createdAt) },
  };
}

type ShownPair = Pick<ComparedPair | Candidate, 'probability' | 'bits' | 'evidence' | 'areDistinct'>;

function weighedOut({ probability, bits, evidence, areDistinct }: ShownPair) {
  const evidenceBits = evidence.map((one) => one.bits).reduce((sum, own) => sum + own, 0);
  return {
    ...{ probability, bits, priorBits: bits - evidenceBits },
    evidence: evidence.map(({ field, level, chance, bits: own }) => ({ field, level, chance, bits: own })),
    decision: areDistinct ? ('not_duplicate' as const) : ('undecided' as const),
  };
}

const pairOut = (pair: ComparedPair) => ({
  ...{ leadId: pair.leadId, otherLeadId: pair.otherId },
  ...weighedOut(pair),
});

const groupOut = ({ groupId, leads, pairs, survivorId }: DuplicateGroup, names: NameLookup) => ({
  groupId,
  leads: leads.map((lead) => leadOut(lead, names)),
  pairs: pairs.map(pairOut),
  survivorId: survivorId ?? null,
});

/** A scan for duplicates that was just requested. */
const QUEUED_SCAN = {
  ...QUEUED_TRAINING,
  kind: 'find_duplicates',
  trainPrediction: undefined,
  findDuplicates: { all: false },
};

const EVIDENCE = [
  { field: 'firstName', level: 'variant', chance: 0.004, bits: 3.5 },
  { field: 'lastName', level: 'exact', chance: 0.001, bits: 9.5 },
  { field: 'phone', level: 'near', chance: 0.0005, bits: 7.5 },
];
const WEIGHED = { probability: 0.971, bits: 5.1, priorBits: -15.4, evidence: EVIDENCE, decision: 'undecided' as const };
const LEAD_EXAMPLE = {
  ...{ leadId: EXAMPLE_ID, name: 'William Bell', email: 'w.bell@mill.example', phone: '+49 30 901820' },
  ...{ ownerId: OTHER_ID, ownerName: REP_NAME, touchCount: 2, createdAt: AT },
};
const OTHER_LEAD = {
  leadId: OTHER_ID,
  name: 'Bill Bell',
  phone: '+49 30 901821',
  ownerId: null,
  touchCount: 1,
  createdAt: AT,
};

export const startDuplicateScan = operation({
  id: 'startDuplicateScan',
  method: 'POST',
  path: '/v1/duplicates/scans',
  tag,
  summary: 'Look for leads that may be one',
  description:
    'Compares the leads that have changed since the last scan with all others: names with typing errors, nicknames and exchanged parts, addresses, phones, e-mails, organizations and custom attributes, each by how much it says (Fellegi and Sunter 1969). Nothing is merged. A scan that has not ended is replaced.',
  scopes: ['leads:write'],
  body: DuplicateScanCreate,
  bodyExample: {},
  success: {
    status: 202,
    schema: OperationSchema,
    description: 'The operation; `GET /v1/duplicates` lists what it finds.',
    example: QUEUED_SCAN,
  },
  run: (services, { write, body }) => services.duplicates.scan(write, body.all ?? false),
  present: presentStarted,
});

export const listDuplicates = listOperation({
  id: 'listDuplicates',
  path: '/v1/duplicates',
  tag,
  summary: 'List leads that may be one',
  description:
    'Groups of leads that pairs join, as the last scan found them, without pairs that a person has decided to be two.',
  scopes: ['leads:read'],
  filters: duplicateFilters,
  plural: 'groups',
  list: DuplicateGroupList,
  example: {
    groupId: EXAMPLE_ID,
    leads: [LEAD_EXAMPLE, OTHER_LEAD],
    pairs: [{ leadId: EXAMPLE_ID, otherLeadId: OTHER_ID, ...WEIGHED }],
    survivorId: EXAMPLE_ID,
  },
  out: groupOut,
  run: (services, { principal, query: { limit, cursor, ...filter } }) =>
    services.duplicates.groups(principal.workspaceId, filter, pageRequest({ limit, cursor })),
});

export const getLeadDuplicates = operation({
  id: 'getLeadDuplicates',
  method: 'GET',
  path: '/v1/leads/:leadId/duplicates',
  tag,
  summary: 'List the leads that may be the same as one',
  description:
    'The lead as it is now, compared with those that the last scan has read. Each candidate has its evidence.',
  scopes: ['leads:read'],
  params: leadParams,
  success: {
    status: 200,
    schema: LeadDuplicates,
    description: 'The candidates.',
    example: { leadId: EXAMPLE_ID, scannedAt: AT, candidates: [{ lead: OTHER_LEAD, ...WEIGHED }], crowdedKeys: 0 },
  },
  run: (services, { principal, params }) => services.duplicates.ofLead(principal.workspaceId, params.leadId),
  present: ({ leadId, countedAt, candidates, crowdedKeys }, { names }) => ({
    body: {
      ...{ leadId, scannedAt: formatInstant(countedAt) ?? null, crowdedKeys },
      candidates: candidates.map((candidate) => ({ lead: leadOut(candidate.lead, names), ...weighedOut(candidate) })),
    },
  }),
});

export const decideDuplicate = operation({
  id: 'decideDuplicate',
  method: 'POST',
  path: '/v1/duplicates/decisions',
  tag,
  summary: 'Decide that two leads are not one',
  description: 'The pair leaves its group, now and in all scans, until the decision is taken back.',
  scopes: ['leads:write'],
  body: DuplicateDecisionCreate,
  bodyExample: { leadId: EXAMPLE_ID, otherLeadId: OTHER_ID, decision: 'not_duplicate' },
  success: {
    status: 200,
    schema: DuplicatePairSchema,
    description: 'The pair.',
    example: { leadId: EXAMPLE_ID, otherLeadId: OTHER_ID, ...WEIGHED, decision: 'not_duplicate' },
  },
  refusals: ['reference_not_found', 'rule_refused'],
  run: (services, { write, body: { leadId, otherLeadId, decision } }) =>
    services.duplicates.decide(write, { leadId, otherLeadId }, decision),
  present: (pair) => ({ body: pairOut(pair) }),
});
