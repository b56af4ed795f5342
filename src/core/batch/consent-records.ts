import {
  CUSTOMER_STATEMENT,
  type KnownConsent,
  type NewConsent,
  projectedBounce,
  projectedConsent,
} from '../consents/consent.js';
import {
  CONSENT_CHANNELS,
  type ConsentChannel,
  type ConsentStatement,
  consentOf,
  isStated,
  replacesConsent,
} from '../leads/consent.js';
import type { LeadFacts } from '../leads/facts.js';
import type { KeyValue } from '../leads/keys.js';

/** How what is known of an address counts beside what is stated. */
interface Known {
  /** Whether stated grants fill gaps and replace nothing. */
  fillOnly: boolean;
  /** The channel of which the person has confirmed the grant: it replaces what was stated before it. */
  confirmed?: ConsentChannel | undefined;
  ofCustomer: boolean;
}

/** Entries of the ledger that name addresses of the commands, and entries to add. */
export class ConsentRecords {
  private readonly known = new Map<string, KnownConsent[]>();
  private added: NewConsent[] = [];

  /** The stored entries of an address, in the order of recording. */
  load({ kind, value }: KeyValue, entries: readonly KnownConsent[]): void {
    this.known.set(`${kind}|${value}`, [...entries]);
  }

  /** Whether the ledger knows nothing of the addresses of the commands. */
  get isEmpty(): boolean {
    return this.known.size === 0;
  }

  /** An entry about a person without a lead counts for the commands that follow in the batch. Those of leads are among their facts. */
  add(entry: NewConsent): void {
    this.added.push(entry);
    if (entry.leadId !== undefined) return;
    for (const { kind, value } of entry.subjects) {
      const entries = this.known.get(`${kind}|${value}`) ?? [];
      this.known.set(`${kind}|${value}`, [...entries, { ...entry, byEmail: kind === 'email' }]);
    }
  }

  /**
   * What the ledger knows without the grants of customers: these reach a lead by its link to the customer, which may end.
   */
  private statementsFor(addresses: readonly KeyValue[], ofCustomer: boolean) {
    const entries = this.entriesOf(addresses);
    if (ofCustomer) return entries;
    return entries.filter(({ source, status }) => source !== CUSTOMER_STATEMENT || status !== 'granted');
  }

  /**
   * The facts with what the ledger knows of these addresses. A statement of `facts` counts against it as against that of a known lead: of both the
   * one made last, and a grant with `fillOnly` only where the ledger has none. With `denialsOnly` no grant is taken from the ledger.
   */
  withKnown(
    facts: LeadFacts,
    addresses: readonly KeyValue[],
    { fillOnly, confirmed, denialsOnly, ofCustomer }: Known & { denialsOnly: boolean },
  ): LeadFacts {
    const entries = this.statementsFor(addresses, ofCustomer);
    if (entries.length === 0) return facts;
    const joined = { ...facts };
    for (const channel of CONSENT_CHANNELS) {
      const known = projectedConsent(entries, channel);
      if (!isStated(known) || (denialsOnly && known.consent === 'granted')) continue;
      if (counts(known, consentOf(facts, channel), fillOnly && channel !== confirmed)) continue;
      joined[`${channel}Consent`] = known.consent;
      joined[`${channel}ConsentAt`] = known.at;
    }
    const bouncedAt = projectedBounce(entries.filter((entry) => entry.address === facts.emailNormalized));
    if (bouncedAt !== undefined && (facts.emailBouncedAt ?? 0) < bouncedAt) joined.emailBouncedAt = bouncedAt;
    return joined;
  }

  /** The lead is removed: entries of this batch about it keep their address and not the lead. */
  forget(leadId: string): void {
    this.added = this.added.map((entry) =>
      entry.leadId === leadId ? { ...entry, leadId: undefined, basis: undefined, proof: undefined } : entry,
    );
  }

  takeRows(): NewConsent[] {
    const { added } = this;
    if (added.length > 0) this.added = [];
    return added;
  }

  private entriesOf(addresses: readonly KeyValue[]): (KnownConsent & { address: string })[] {
    if (this.known.size === 0) return [];
    const found = new Map<string, KnownConsent & { address: string }>();
    for (const { kind, value } of addresses) {
      for (const entry of this.known.get(`${kind}|${value}`) ?? []) {
        const before = found.get(entry.id);
        if (before === undefined || (entry.byEmail && !before.byEmail))
          found.set(entry.id, { ...entry, address: value });
      }
    }
    return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}

/** Whether the statement of a submission counts beside the known one. */
function counts(known: ConsentStatement, stated: ConsentStatement, fillOnly: boolean): boolean {
  return isStated(stated) && replacesConsent(known, stated, { isLatest: false, fillOnly });
}
