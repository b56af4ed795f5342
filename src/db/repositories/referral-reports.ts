import { LONGEST_CHAIN } from '../../core/referrals/chains.js';
import type { ReferrerKind } from '../../core/referrals/referral.js';
import type { Executor } from '../executor.js';
import { COUNTED_TABLES } from './counted-tables.js';

/** Referrals, and the outcomes of the referred leads. */
export interface ReferralCounts {
  referrals: number;
  open: number;
  qualified: number;
  converted: number;
  declined: number;
}

export interface ReferrerCounts extends ReferralCounts {
  kind: ReferrerKind;
  leadId: string | null;
  customerId: string | null;
  repId: string | null;
  partner: string | null;
}

export interface DepthCounts extends ReferralCounts {
  depth: number;
}

/** Referrals made in that time; open ends when undefined. */
export interface ReportPeriod {
  from?: Date | undefined;
  before?: Date | undefined;
}

/** A lead that has ended counts so also after it has come back, until it is won. */
const COUNTS = `count(*)::int as referrals,
  (count(*) filter (where o.state is null and l.category in ('suspect', 'lead', 'parked')))::int as open,
  (count(*) filter (where o.state is null and l.category in ('mql', 'sql', 'prospect')))::int as qualified,
  (count(*) filter (where o.state = 'converted'))::int as converted,
  (count(*) filter (where o.state = 'declined'))::int as declined`;
/** The referred lead, and whether it was ever won or lost. The category counts too: processes of an earlier version recorded no outcomes. */
const REFERRED = `join leads l on l.workspace_id = r.workspace_id and l.id = r.referred_lead_id
  cross join lateral (
    select case when l.category = 'customer' or bool_or(e.category = 'customer') then 'converted'
                when l.category in ('disqualified', 'lost') or count(*) > 0 then 'declined' end as state
      from lead_outcomes e where e.workspace_id = $1 and e.lead_id = r.referred_lead_id) o`;
const IN_PERIOD = `r.workspace_id = $1 and ($2::timestamptz is null or r.created_at >= $2)
  and ($3::timestamptz is null or r.created_at < $3)`;

export function referralReports(executor: Executor, workspaceId: string) {
  const values = ({ from, before }: ReportPeriod) => [workspaceId, from ?? null, before ?? null];
  return {
    total: async (period: ReportPeriod): Promise<ReferralCounts> => {
      const [row] = await executor.run<ReferralCounts>(
        'referral_report_total',
        `${COUNTED_TABLES} select ${COUNTS} from referrals r ${REFERRED} where ${IN_PERIOD}`,
        values(period),
      );
      return row ?? { referrals: 0, open: 0, qualified: 0, converted: 0, declined: 0 };
    },
    /** Most conversions first. */
    byReferrer: (period: ReportPeriod, limit: number): Promise<ReferrerCounts[]> =>
      executor.run<ReferrerCounts>(
        'referral_report_by_referrer',
        `${COUNTED_TABLES} select r.referrer_kind as kind, r.referrer_lead_id as "leadId", r.referrer_customer_id as "customerId",
                r.referrer_rep_id as "repId", min(r.partner) as partner, ${COUNTS}
           from referrals r ${REFERRED}
          where ${IN_PERIOD}
          group by r.referrer_kind, r.referrer_lead_id, r.referrer_customer_id, r.referrer_rep_id, r.partner_key
          order by converted desc, referrals desc, 1, 2, 3, 4, r.partner_key limit $4`,
        [...values(period), limit],
      ),
    /** Depth 1: no lead referred the referrer. The longest path counts. Only paths that continue are followed. */
    byDepth: (period: ReportPeriod): Promise<DepthCounts[]> =>
      executor.run<DepthCounts>(
        'referral_report_by_depth',
        `${COUNTED_TABLES} select * from (with recursive way (id, lead_id, depth) as (
           select r.id, r.referred_lead_id, 1 from referrals r
            where r.workspace_id = $1 and (r.referrer_lead_id is null or not exists (
              select from referrals above where above.workspace_id = $1 and above.referred_lead_id = r.referrer_lead_id))
              and r.referred_lead_id in (
              select below.referrer_lead_id from referrals below where below.workspace_id = $1)
           union
           select r.id, r.referred_lead_id, way.depth + 1 from way
             join referrals r on r.workspace_id = $1 and r.referrer_lead_id = way.lead_id
            where way.depth < ${LONGEST_CHAIN}),
         deepest as (select id, max(depth)::int as depth from way group by id)
         select coalesce(d.depth, 1) as depth, ${COUNTS} from referrals r
           left join deepest d on d.id = r.id
           ${REFERRED}
          where ${IN_PERIOD} group by 1) as depths order by depth`,
        values(period),
      ),
  };
}
