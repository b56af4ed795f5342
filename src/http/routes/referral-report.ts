import Type from 'typebox';
import type { NameLookup } from '../../services/names.js';
import type { DepthCounts, ReferralCounts, ReferrerCounts } from '../../services/referrals/reads.js';
import { operation } from '../operations.js';
import { enumOf } from '../schemas/components.js';
import { OTHER_ID, REP_NAME } from '../schemas/examples.js';
import { REFERRAL_GROUPINGS, ReferralReportSchema } from '../schemas/referrals.js';
import { period } from '../schemas/reports.js';
import { definitionsOut, PERIOD, periodOf, periodOut, shareOf } from './report-presenters.js';

const COUNTS = { referrals: 4, open: 1, qualified: 1, converted: 1, declined: 1, conversionRate: 0.25 };

const DEFINITIONS = definitionsOut({
  period: 'Referrals made from `from` on and before `before`, by the clock of the workspace; all without either.',
  status:
    'By the recorded outcomes of the referred lead: converted (it became a customer), declined (it was disqualified or lost, also if it has come back ' +
    'since). A lead that has not ended counts by its category today: open (suspect, lead, parked), qualified (mql, sql, prospect).',
  conversionRate:
    'Converted referrals divided by all referrals of the group. A lead with two referrers counts for each.',
  depth:
    'A referral whose referrer was referred by no lead has depth 1, one by the referred lead has 2, and so on. ' +
    'The longest path counts.',
});

function referrerOut({ kind, leadId, customerId, repId, partner }: ReferrerCounts, names: NameLookup) {
  return {
    kind,
    leadId: leadId ?? undefined,
    customerId: customerId ?? undefined,
    repId: repId ?? undefined,
    repName: names(repId),
    partner: partner ?? undefined,
  };
}

function countsOut({ referrals, open, qualified, converted, declined }: ReferralCounts) {
  const conversionRate = shareOf(converted, referrals);
  return { referrals, open, qualified, converted, declined, conversionRate };
}

function referrerGroup(row: ReferrerCounts, names: NameLookup) {
  const referrer = referrerOut(row, names);
  const key = row.leadId ?? row.customerId ?? row.repId ?? row.partner ?? '';
  return { key, keyName: referrer.repName, referrer, ...countsOut(row) };
}

const depthGroup = ({ depth, ...counts }: DepthCounts) => ({ key: String(depth), ...countsOut(counts) });

export const getReferralReport = operation({
  id: 'getReferralReport',
  method: 'GET',
  path: '/v1/reports/referrals',
  tag: 'Referrals',
  summary: 'Conversion of referrals',
  description: 'By referrer or by depth of the chain, with the definition of each number.',
  scopes: ['leads:read'],
  query: Type.Object(
    {
      groupBy: Type.Optional(enumOf(REFERRAL_GROUPINGS, { description: 'What to group by; `referrer` when absent.' })),
      ...period('Referrals made'),
    },
    { additionalProperties: false },
  ),
  period: PERIOD,
  success: {
    status: 200,
    schema: ReferralReportSchema,
    description: 'The report.',
    example: {
      groupBy: 'referrer',
      groups: [
        {
          ...{ key: OTHER_ID, keyName: REP_NAME },
          referrer: { kind: 'rep', repId: OTHER_ID, repName: REP_NAME },
          ...COUNTS,
        },
      ],
      total: COUNTS,
      definitions: DEFINITIONS,
    },
  },
  run: (services, { principal, query: { groupBy = 'referrer', ...bounds } }) =>
    services.referrals.report(principal.workspaceId, groupBy, periodOf(bounds)),
  present: (report, { query, names }) => ({
    body: {
      groupBy: report.groupBy,
      ...periodOut(query),
      groups:
        report.groupBy === 'depth'
          ? report.groups.map(depthGroup)
          : report.groups.map((group) => referrerGroup(group, names)),
      total: countsOut(report.total),
      definitions: DEFINITIONS,
    },
  }),
});
