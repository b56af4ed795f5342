import Type from 'typebox';
import { amountText } from '../../core/amounts.js';
import { REWARD_STATUSES } from '../../core/referrals/referral.js';
import type { NameLookup } from '../../services/names.js';
import type { KnownReferral } from '../../services/referrals/reads.js';
import { operation } from '../operations.js';
import { pageRequest, resource } from '../resource.js';
import { Id } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, OTHER_ID, REP_NAME } from '../schemas/examples.js';
import {
  ReferralChainSchema,
  ReferralCreate,
  ReferralList,
  ReferralPatchSchema,
  ReferralSchema,
  ReferralStatusSchema,
} from '../schemas/referrals.js';
import { leadParams } from './lead-resource.js';
import { leadInput } from './lead-writes.js';

const REFERRAL = {
  id: EXAMPLE_ID,
  version: 1,
  referrer: { kind: 'rep', repId: OTHER_ID, repName: REP_NAME },
  referredLeadId: OTHER_ID,
  status: 'qualified',
  note: 'Met at the Spring fair',
  createdAt: AT,
  updatedAt: AT,
};

function referralOut({ referrer, reward, createdAt, updatedAt, ...referral }: KnownReferral, names: NameLookup) {
  return {
    ...referral,
    referrer: { ...referrer, repName: names(referrer.repId) },
    rewardAmount: amountText(reward?.amount),
    rewardCurrency: reward?.currency,
    rewardStatus: reward?.status,
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  };
}

const referrals = resource({
  tag: 'Referrals',
  noun: 'referral',
  plural: 'referrals',
  path: '/v1/referrals',
  read: ['leads:read'],
  write: ['leads:write'],
  schema: ReferralSchema,
  list: ReferralList,
  example: REFERRAL,
  out: referralOut,
});

export const createReferral = referrals.create({
  id: 'createReferral',
  summary: 'Record who referred a lead',
  description:
    'The referred lead is a known one, or is submitted with the referral: normalized, matched, scored and assigned as by ' +
    '`POST /v1/leads`, with a source of the channel `referral` unless another is named. A person cannot refer themselves, by ' +
    'whichever key, and chains of referrals never go in a circle; they have at most 20 links.',
  body: ReferralCreate,
  bodyExample: { referrer: { repId: OTHER_ID }, referredLeadId: EXAMPLE_ID, note: 'Met at the Spring fair' },
  refusals: ['conflict', 'reference_not_found', 'rule_refused', 'suppressed'],
  run: (services, { write, body: { lead, ...body } }) =>
    services.referrals.create(write, { ...body, lead: lead && leadInput(lead) }),
});

export const listReferrals = referrals.listed({
  id: 'listReferrals',
  summary: 'List referrals',
  description: 'Newest first.',
  filters: {
    referrerLeadId: Type.Optional(Id('By this lead.')),
    referrerCustomerId: Type.Optional(Id('By this customer.')),
    referrerRepId: Type.Optional(Id('By this rep.')),
    partner: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'By the partner of this name, in any case.',
      }),
    ),
    referredLeadId: Type.Optional(Id('Of this lead.')),
    status: Type.Optional(ReferralStatusSchema),
    rewardStatus: Type.Optional(enumOf(REWARD_STATUSES, { description: 'With a reward in this state.' })),
  },
  run: (services, { principal, query: { limit, cursor, ...filter } }) =>
    services.referrals.list(principal.workspaceId, filter, pageRequest({ limit, cursor })),
});

export const getReferral = referrals.get({
  id: 'getReferral',
  summary: 'Read a referral',
  description: 'With the outcome of the referred lead.',
  run: (services, { principal, params }) => services.referrals.get(principal.workspaceId, params.referralId),
});

export const updateReferral = referrals.update({
  id: 'updateReferral',
  summary: 'Change a referral',
  description:
    'Its note, or its reward and reward status. The referrer and the referred lead never change; a paid reward stays as it was paid.',
  body: ReferralPatchSchema,
  bodyExample: { rewardAmount: '100.00', rewardCurrency: 'EUR', rewardStatus: 'approved' },
  refusals: ['conflict', 'rule_refused'],
  run: (services, { write, params, ifMatch, body }) =>
    services.referrals.update(write, params.referralId, ifMatch, body),
});

export const getLeadReferrals = operation({
  id: 'getLeadReferrals',
  method: 'GET',
  path: '/v1/leads/:leadId/referrals',
  tag: 'Referrals',
  summary: 'Follow the referrals around a lead',
  description:
    'Upwards the referrers of the lead and their referrers, downwards the leads that it referred and their referrals, each with its depth.',
  scopes: ['leads:read'],
  params: leadParams,
  success: {
    status: 200,
    schema: ReferralChainSchema,
    description: 'The chain.',
    example: { leadId: OTHER_ID, up: [{ depth: 1, referral: REFERRAL }], down: [], complete: true },
  },
  run: (services, { principal, params }) => services.referrals.chain(principal.workspaceId, params.leadId),
  present: ({ leadId, up, down, complete }, { names }) => {
    const out = (all: typeof up) =>
      all.map(({ depth, referral }) => ({ depth, referral: referralOut(referral, names) }));
    return { body: { leadId, up: out(up), down: out(down), complete } };
  },
});
