import Type from 'typebox';
import { LONGEST_CHAIN } from '../../core/referrals/chains.js';
import { REFERRAL_STATUSES, REFERRER_KINDS, REWARD_STATUSES } from '../../core/referrals/referral.js';
import { Amount, Id, listOf, NameOf, strict, Timestamp, Version } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';
import { LeadSubmission } from './lead-fields.js';
import { report } from './reports.js';

const referrerFields = {
  leadId: Type.Optional(Id('The lead that made the referral. For a customer, the lead that it was converted from.')),
  customerId: Type.Optional(Id('The customer.')),
  repId: Type.Optional(Id('The rep.')),
  partner: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: '\\S',
      description: 'Name of the partner. Upper and lower case do not matter.',
    }),
  ),
};

export const ReferrerReference = component(
  'ReferrerReference',
  Type.Object(
    referrerFields,
    strict('Who referred the lead: exactly one of `leadId`, `customerId`, `repId` and `partner`.'),
  ),
);

export const ReferrerSchema = component(
  'Referrer',
  Type.Object(
    {
      kind: enumOf(REFERRER_KINDS, { description: 'The kind of referrer; the property for that kind identifies it.' }),
      ...referrerFields,
      repName: NameOf('that rep'),
    },
    strict('Who referred a lead.'),
  ),
);

const Note = Type.String({ minLength: 1, maxLength: 2000, description: 'A note about the referral.' });
const reward = {
  rewardAmount: Amount('The reward of the referrer, in major units of `rewardCurrency`.'),
  rewardCurrency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 currency of the reward.' }),
  rewardStatus: enumOf(REWARD_STATUSES, {
    description: 'State of the reward; `pending` at first. A paid reward never changes.',
  }),
};

export const ReferralStatusSchema = enumOf(REFERRAL_STATUSES, {
  description:
    'Its outcome, by the category of the referred lead: `open` (suspect, lead, parked), `qualified` (mql, sql, ' +
    'prospect), `converted` (customer), `declined` (disqualified, lost).',
});

const referralFields = {
  id: Id('The referral.'),
  version: Version(),
  referrer: Ref(ReferrerSchema),
  referredLeadId: Id('The referred lead.'),
  status: ReferralStatusSchema,
  note: Type.Optional(Note),
  ...Type.Partial(Type.Object(reward)).properties,
  createdAt: Timestamp('When it was made.'),
  updatedAt: Timestamp('When its note or reward last changed.'),
};

export const ReferralSchema = component(
  'Referral',
  Type.Object(referralFields, strict('A referral with its outcome and reward.')),
);
export const ReferralList = listOf('ReferralList', ReferralSchema, 'Referrals, newest first.');

export const ReferralCreate = component(
  'ReferralCreate',
  Type.Object(
    {
      referrer: Ref(ReferrerReference),
      referredLeadId: Type.Optional(Id('A known lead that was referred.')),
      lead: Type.Optional(Ref(LeadSubmission)),
      note: Type.Optional(Note),
      ...Type.Partial(Type.Object(reward)).properties,
    },
    strict(
      'The referrer and the referred lead: exactly one of `referredLeadId` and `lead`, which is submitted like any other lead.',
    ),
  ),
);

export const ReferralPatchSchema = component(
  'ReferralPatch',
  Type.Object(
    {
      note: Type.Optional(nullable(Note)),
      rewardAmount: Type.Optional(nullable(reward.rewardAmount)),
      rewardCurrency: Type.Optional(nullable(reward.rewardCurrency)),
      rewardStatus: Type.Optional(nullable(reward.rewardStatus)),
    },
    { ...strict('A JSON Merge Patch (RFC 7396) of the note and the reward.'), minProperties: 1 },
  ),
);

const Depth = (description: string) => Type.Integer({ minimum: 1, maximum: LONGEST_CHAIN, description });

export const ChainedReferralSchema = component(
  'ChainedReferral',
  Type.Object(
    {
      depth: Depth(`Links between it and the lead on the shortest path, 1 to ${LONGEST_CHAIN}.`),
      referral: Ref(ReferralSchema),
    },
    strict('A referral above or below a lead.'),
  ),
);

const chained = (description: string) => Type.Array(Ref(ChainedReferralSchema), { maxItems: 200, description });

export const ReferralChainSchema = component(
  'ReferralChain',
  Type.Object(
    {
      leadId: Id('The lead.'),
      up: chained('The referrals that lead to this lead; nearest first.'),
      down: chained('The referrals that start from this lead; nearest first.'),
      complete: Type.Boolean({
        description:
          'Whether the chain is complete: at most 200 referrals are returned in each direction. List the referrals of single leads for the rest.',
      }),
    },
    strict('The referrals around a lead.'),
  ),
);

const count = (description: string) => Type.Integer({ minimum: 0, description });
const counts = {
  referrals: count('Referrals made in the period.'),
  open: count('Referrals whose lead has not ended and is a suspect, a lead or parked today.'),
  qualified: count('Referrals whose lead has not ended and is mql, sql or prospect today.'),
  converted: count('Referrals whose lead became a customer.'),
  declined: count(
    'Referrals whose lead was disqualified or lost and has not become a customer, also after it has come back.',
  ),
  conversionRate: nullable(
    Type.Number({ minimum: 0, maximum: 1, description: '`converted` / `referrals`, 0 to 1; null without referrals.' }),
  ),
};

export const ReferralTotals = component('ReferralTotals', Type.Object(counts, strict('All referrals of the period.')));

export const REFERRAL_GROUPINGS = ['referrer', 'depth'] as const;

const ReferralGroupSchema = component(
  'ReferralGroup',
  Type.Object(
    {
      key: Type.String({
        description:
          'The group, depending on `groupBy`: the id of the lead, customer or rep or the name of the partner, or the number of links from the beginning of the chain on the longest path, 1 to 20.',
      }),
      keyName: NameOf('that rep'),
      referrer: Type.Optional(Ref(ReferrerSchema)),
      ...counts,
    },
    strict('The referrals of one referrer, or at one depth.'),
  ),
);

export const ReferralReportSchema = report(
  'ReferralReport',
  {
    groupings: REFERRAL_GROUPINGS,
    group: ReferralGroupSchema,
    groups: {
      maxItems: 200,
      description:
        'By referrer: most conversions first, the 200 best. By depth: 1 first. List referrals by referrer to see the leads behind a group.',
    },
    rest: { total: Ref(ReferralTotals) },
  },
  'Conversion of referrals by referrer or by depth.',
);
