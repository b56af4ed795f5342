import { and, desc, eq, getTableColumns, inArray, lt } from 'drizzle-orm';
import { CATEGORIES } from '../../core/leads/vocabulary.js';
import { LONGEST_CHAIN, type ReferralLink } from '../../core/referrals/chains.js';
import { partnerKeyOf, type Referral, type ReferralStatus, STATUS_OF_CATEGORY } from '../../core/referrals/referral.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { leads } from '../schema/leads.js';
import { referrals } from '../schema/referrals.js';
import { bindingOf, type ListRequest, matching, type Page, pageOf } from './lists.js';
import { type KnownReferral, knownReferral, type ReferralRow, referralOf, rowOf } from './referral-rows.js';

export interface ReferralFilter {
  referrerLeadId?: string | undefined;
  referrerCustomerId?: string | undefined;
  referrerRepId?: string | undefined;
  partner?: string | undefined;
  referredLeadId?: string | undefined;
  status?: ReferralStatus | undefined;
  rewardStatus?: string | undefined;
}

/** A referral above or below a lead; `depth` counts links. */
export interface ChainedReferral {
  referral: KnownReferral;
  depth: number;
}

const writer = rowWriter(referrals, ['workspace_id', 'id']);
const columns = { referral: getTableColumns(referrals), category: leads.category };

const withCategory = ({ orm }: Executor) =>
  orm
    .select(columns)
    .from(referrals)
    .innerJoin(leads, and(eq(leads.workspaceId, referrals.workspaceId), eq(leads.id, referrals.referredLeadId)));

export function referralsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const mine = (id: string) => and(eq(referrals.workspaceId, workspaceId), eq(referrals.id, id));
  return {
    insert: (fresh: readonly Referral[]) =>
      writer.insert(
        executor,
        fresh.map((referral) => rowOf(workspaceId, referral)),
      ),
    async find(id: string): Promise<KnownReferral | undefined> {
      const [row] = await withCategory(executor).where(mine(id));
      return row && knownReferral(row);
    },
    /** Changes note and reward. Referrer and lead never change. */
    async update(before: Pick<Referral, 'id' | 'version'>, after: Referral): Promise<void> {
      const { version, note, rewardAmount, rewardCurrency, rewardStatus, updatedAt } = rowOf(workspaceId, after);
      await executor.orm
        .update(referrals)
        .set({ version, note, rewardAmount, rewardCurrency, rewardStatus, updatedAt })
        .where(and(mine(before.id), eq(referrals.version, before.version)));
    },
    list: (filter: ReferralFilter, request: ListRequest): Promise<Page<KnownReferral>> =>
      listReferrals({ executor, workspaceId, cursors }, filter, request),
    /** Referrals of the leads, by any referrer. */
    async ofReferred(leadIds: readonly string[]): Promise<Referral[]> {
      if (leadIds.length === 0) return [];
      const rows: ReferralRow[] = await executor.orm
        .select()
        .from(referrals)
        .where(and(eq(referrals.workspaceId, workspaceId), inArray(referrals.referredLeadId, [...leadIds])));
      return rows.map(referralOf);
    },
    /** For leads referred by a rep: the rep; by a lead: its owner. The first referral counts. */
    async ownersOfReferrers(leadIds: readonly string[]): Promise<{ leadId: string; ownerId: string }[]> {
      if (leadIds.length === 0) return [];
      return executor.run<{ leadId: string; ownerId: string }>(
        'owners_of_referrers',
        `select distinct on (r.referred_lead_id) r.referred_lead_id as "leadId",
                coalesce(r.referrer_rep_id, l.owner_id) as "ownerId"
           from referrals r left join leads l on l.workspace_id = r.workspace_id and l.id = r.referrer_lead_id
          where r.workspace_id = $1 and r.referred_lead_id = any($2::uuid[])
            and coalesce(r.referrer_rep_id, l.owner_id) is not null
          order by r.referred_lead_id, r.id`,
        [workspaceId, leadIds],
      );
    },
    linksAbove: (leadIds: readonly string[]) => linksAbove(executor, workspaceId, leadIds),
    heights: (leadIds: readonly string[]) => heights(executor, workspaceId, leadIds),
    chain: (leadId: string, direction: 'up' | 'down', limit: number) =>
      chain(executor, workspaceId, { leadId, direction, limit }),
  };
}

function listReferrals(
  { executor, workspaceId, cursors }: { executor: Executor; workspaceId: string; cursors: CursorCodec },
  filter: ReferralFilter,
  request: ListRequest,
): Promise<Page<KnownReferral>> {
  const { partner, status, ...equal } = filter;
  const categories = CATEGORIES.filter((category) => STATUS_OF_CATEGORY[category] === status);
  const wanted = and(
    eq(referrals.workspaceId, workspaceId),
    ...matching(referrals, equal),
    partner === undefined ? undefined : eq(referrals.partnerKey, partnerKeyOf(partner)),
    status === undefined ? undefined : inArray(leads.category, categories),
  );
  return pageOf(
    cursors,
    `${workspaceId}|${bindingOf('referrals', filter)}`,
    request,
    ({ id }) => [id],
    async (after, take) => {
      const rows = await withCategory(executor)
        .where(and(wanted, after === undefined ? undefined : lt(referrals.id, String(after[0]))))
        .orderBy(desc(referrals.id))
        .limit(take);
      return rows.map(knownReferral);
    },
  );
}

/** All links among leads above the given ones. Chains are bounded, and so is the recursion. */
async function linksAbove(
  executor: Executor,
  workspaceId: string,
  leadIds: readonly string[],
): Promise<ReferralLink[]> {
  if (leadIds.length === 0) return [];
  return executor.run<ReferralLink>(
    'referral_links_above',
    `with recursive above (referrer_lead_id, referred_lead_id, depth) as (
       select referrer_lead_id, referred_lead_id, 1 from referrals
        where workspace_id = $1 and referred_lead_id = any($2::uuid[]) and referrer_lead_id is not null
       union
       select r.referrer_lead_id, r.referred_lead_id, above.depth + 1 from above
         join referrals r on r.workspace_id = $1 and r.referred_lead_id = above.referrer_lead_id
        where r.referrer_lead_id is not null and above.depth < ${LONGEST_CHAIN})
     select distinct referrer_lead_id as "referrerLeadId", referred_lead_id as "referredLeadId" from above`,
    [workspaceId, leadIds],
  );
}

/** The length of the longest chain below each lead. */
async function heights(
  executor: Executor,
  workspaceId: string,
  leadIds: readonly string[],
): Promise<{ leadId: string; height: number }[]> {
  if (leadIds.length === 0) return [];
  return executor.run<{ leadId: string; height: number }>(
    'referral_heights',
    `with recursive below (root, lead_id, depth) as (
       select referrer_lead_id, referred_lead_id, 1 from referrals
        where workspace_id = $1 and referrer_lead_id = any($2::uuid[])
       union
       select below.root, r.referred_lead_id, below.depth + 1 from below
         join referrals r on r.workspace_id = $1 and r.referrer_lead_id = below.lead_id
        where below.depth < ${LONGEST_CHAIN})
     select root as "leadId", max(depth)::int as height from below group by root`,
    [workspaceId, leadIds],
  );
}

const STEPS = {
  up: { from: 'referred_lead_id', to: 'referrer_lead_id' },
  down: { from: 'referrer_lead_id', to: 'referred_lead_id' },
} as const;

/** Nearest first. A referral that several paths reach has the depth of the shortest. */
async function chain(
  executor: Executor,
  workspaceId: string,
  { leadId, direction, limit }: { leadId: string; direction: 'up' | 'down'; limit: number },
): Promise<ChainedReferral[]> {
  const { from, to } = STEPS[direction];
  const found = await executor.run<{ id: string; depth: number }>(
    `referral_chain_${direction}`,
    `with recursive way (id, lead_id, depth) as (
       select id, ${to}, 1 from referrals where workspace_id = $1 and ${from} = $2::uuid
       union
       select r.id, r.${to}, way.depth + 1 from way
         join referrals r on r.workspace_id = $1 and r.${from} = way.lead_id
        where way.depth < ${LONGEST_CHAIN})
     select id, min(depth)::int as depth from way group by id order by 2, 1 limit $3`,
    [workspaceId, leadId, limit],
  );
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const rows = await withCategory(executor).where(
    and(eq(referrals.workspaceId, workspaceId), inArray(referrals.id, ids)),
  );
  const byId = new Map(rows.map((row) => [row.referral.id, knownReferral(row)]));
  return found.flatMap(({ id, depth }) => {
    const referral = byId.get(id);
    return referral ? [{ referral, depth }] : [];
  });
}
