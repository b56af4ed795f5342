import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { DepthCounts, ReferralCounts, ReferrerCounts } from '../../db/repositories/referral-reports.js';
import type { KnownReferral } from '../../db/repositories/referral-rows.js';
import type { ChainedReferral, ReferralFilter } from '../../db/repositories/referrals.js';
import type { Store } from '../../db/store.js';
import { notFound, orNotFound } from '../versions.js';

export type { DepthCounts, KnownReferral, ReferralCounts, ReferrerCounts };

/** The referrals above and below one lead, nearest first, up to `CHAIN_LIMIT` each way. */
export interface ReferralChain {
  leadId: string;
  up: ChainedReferral[];
  down: ChainedReferral[];
  complete: boolean;
}

export type ReferralReport = { total: ReferralCounts } & (
  | { groupBy: 'referrer'; groups: ReferrerCounts[] }
  | { groupBy: 'depth'; groups: DepthCounts[] }
);

const CHAIN_LIMIT = 200;
const REFERRERS = 200;

/** Reads of referrals and their outcomes. */
export function referralReads(store: Store) {
  return {
    async get(workspaceId: string, id: string): Promise<KnownReferral> {
      return orNotFound(await store.read(workspaceId).referrals.find(id), 'referral');
    },
    list: (workspaceId: string, filter: ReferralFilter, request: ListRequest): Promise<Page<KnownReferral>> =>
      store.read(workspaceId).referrals.list(filter, request),
    /** The chain of referrers above the lead and of referred leads below it. */
    async chain(workspaceId: string, leadId: string): Promise<ReferralChain> {
      const { leads, referrals } = store.read(workspaceId);
      const find = (direction: 'up' | 'down') => referrals.chain(leadId, direction, CHAIN_LIMIT + 1);
      const [lead, up, down] = await Promise.all([leads.find(leadId), find('up'), find('down')]);
      if (!lead) throw notFound('lead');
      const complete = up.length <= CHAIN_LIMIT && down.length <= CHAIN_LIMIT;
      return { leadId, up: up.slice(0, CHAIN_LIMIT), down: down.slice(0, CHAIN_LIMIT), complete };
    },
    /** Bounds of the period are epoch milliseconds. */
    async report(
      workspaceId: string,
      groupBy: ReferralReport['groupBy'],
      bounds: { from?: number | undefined; before?: number | undefined },
    ): Promise<ReferralReport> {
      const { referralReports } = store.read(workspaceId);
      const period = { from: instant(bounds.from), before: instant(bounds.before) };
      const total = referralReports.total(period);
      if (groupBy === 'depth') {
        const [counts, groups] = await Promise.all([total, referralReports.byDepth(period)]);
        return { total: counts, groupBy, groups };
      }
      const [counts, groups] = await Promise.all([total, referralReports.byReferrer(period, REFERRERS)]);
      return { total: counts, groupBy, groups };
    },
  };
}

const instant = (at: number | undefined) => (at === undefined ? undefined : new Date(at));
