import type { LeadFacts } from '../leads/facts.js';
import { type LeadKey, matchKeysOf } from '../leads/keys.js';
import type { LeadOwner } from './assignments.js';
import type { Stickiness } from './policy.js';

/** The owners that leads stick to, during one batch of leads. */
export class StickyOwners {
  private readonly companies = new Map<string, string>();
  private readonly contacts = new Map<string, LeadOwner>();
  private readonly referrers = new Map<string, string>();
  private readonly formers = new Map<string, string>();
  /** The owners of companies that this batch has decided, by domain. */
  readonly decidedCompanies = new Map<string, string>();

  constructor(private readonly stickiness: readonly Stickiness[]) {}

  /** The known owners of a lead, in the order of the policy. A former owner replaces them all, and counts as one of the contact. */
  *of(facts: LeadFacts, leadId: string | undefined): Generator<readonly [Stickiness, string]> {
    const former = this.formers.get(leadId ?? '');
    if (former !== undefined) {
      yield ['contact', former];
      return;
    }
    for (const stickiness of this.stickiness) {
      const repId = this.ownerBy(stickiness, facts, leadId);
      if (repId !== undefined) yield [stickiness, repId];
    }
  }

  private ownerBy(stickiness: Stickiness, facts: LeadFacts, leadId: string | undefined): string | undefined {
    if (stickiness === 'company') return this.companies.get(facts.domain ?? '');
    if (stickiness === 'referrer') return this.referrers.get(leadId ?? '');
    for (const key of matchKeysOf(facts)) {
      const owner = this.contacts.get(keyText(key));
      if (owner !== undefined && (leadId === undefined || owner.leadId !== leadId)) return owner.ownerId;
    }
    return undefined;
  }

  setCompanyOwner(domain: string, ownerId: string): void {
    if (!this.decidedCompanies.has(domain)) this.companies.set(domain, ownerId);
  }

  setReferrerOwner(leadId: string, ownerId: string | undefined): void {
    if (ownerId !== undefined) this.referrers.set(leadId, ownerId);
  }

  setContactOwner(key: LeadKey, owner: LeadOwner): void {
    if (!this.contacts.has(keyText(key))) this.contacts.set(keyText(key), owner);
  }

  setFormerOwner(leadId: string, ownerId: string | undefined): void {
    if (ownerId !== undefined) this.formers.set(leadId, ownerId);
  }

  /** Whether the lead goes to a former owner. */
  isFormer(leadId: string | undefined): boolean {
    return leadId !== undefined && this.formers.has(leadId);
  }

  /** A lead was assigned. */
  assigned(facts: LeadFacts, { leadId, ownerId }: { leadId: string | undefined; ownerId: string }): void {
    const { domain } = facts;
    if (domain !== undefined && this.stickiness.includes('company')) {
      this.companies.set(domain, ownerId);
      this.decidedCompanies.set(domain, ownerId);
    }
    if (!this.stickiness.includes('contact')) return;
    // The first lead with a key keeps it, as in matching.
    for (const key of matchKeysOf(facts).map(keyText)) {
      const known = this.contacts.get(key);
      if (known === undefined || known.leadId === leadId) this.contacts.set(key, { leadId, ownerId });
    }
  }
}

const keyText = ({ kind, value }: LeadKey) => `${kind}|${value}`;
