import type { Lead } from '../leads/lead.js';
import { createReferralChains, type ReferralLink } from '../referrals/chains.js';
import { isSameReferrer, type Referral, type Referrer } from '../referrals/referral.js';

/** The referrals of a batch. */
export class ReferralRecords {
  /** The loaded chains of referrals. */
  readonly chains = createReferralChains();
  private readonly ofLead = new Map<string, Referral[]>();
  private readonly referrers = new Map<string, Lead>();
  private added: Referral[] = [];

  loadLinks(links: readonly ReferralLink[], heights: readonly { leadId: string; height: number }[]): void {
    for (const link of links) this.chains.add(link);
    for (const { leadId, height } of heights) this.chains.setHeight(leadId, height);
  }

  /** Stored referrals of the leads of referral claims. */
  load(referrals: readonly Referral[]): void {
    for (const referral of referrals) this.keep(referral);
  }

  /** A referrer that no command of the batch changes. */
  loadReferrer(lead: Lead): void {
    this.referrers.set(lead.id, lead);
  }

  referrer(leadId: string): Lead | undefined {
    return this.referrers.get(leadId);
  }

  find(leadId: string, referrer: Referrer): Referral | undefined {
    return this.ofLead.get(leadId)?.find((referral) => isSameReferrer(referral.referrer, referrer));
  }

  add(referral: Referral): void {
    const { referrer, referredLeadId } = referral;
    this.keep(referral);
    this.added.push(referral);
    if (referrer.leadId !== undefined) this.chains.add({ referrerLeadId: referrer.leadId, referredLeadId });
  }

  /** A referral is dropped when one of its leads is removed in the same batch. */
  takeAdded(exists: (leadId: string) => boolean): Referral[] {
    const { added } = this;
    this.added = [];
    return added.filter(
      ({ referredLeadId, referrer }) =>
        exists(referredLeadId) &&
        (referrer.leadId === undefined || this.referrers.has(referrer.leadId) || exists(referrer.leadId)),
    );
  }

  private keep(referral: Referral): void {
    const known = this.ofLead.get(referral.referredLeadId);
    if (known) known.push(referral);
    else this.ofLead.set(referral.referredLeadId, [referral]);
  }
}
