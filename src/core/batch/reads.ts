import type { EngagementFact } from '../engagement.js';
import type { LeadFacts } from '../leads/facts.js';
import type { KeyValue } from '../leads/keys.js';
import type { Lead } from '../leads/lead.js';
import type { SalesReads } from './sales-reads.js';

/** A lead with its engagement, read before the transaction. */
export interface LeadSnapshot {
  lead: Lead;
  engagement: readonly EngagementFact[];
  /** What published policies compared when it was read, as one text: the details of events, and whether it has touches. */
  compared: string;
}

/** The leads of customers. */
export interface CustomerLeads {
  /** Leads that are these customers themselves. */
  ids?: readonly string[];
  /** Leads of people of these customers, which are organizations. */
  buyers?: readonly string[];
  /** Leads with these keys, which may become leads of customers. */
  keys?: readonly KeyValue[];
}

/**
 * The records to load before a command is checked; the records of all commands of a batch are loaded together, each table once.
 */
export interface Reads {
  /** Leads with their engagement and their open tasks. */
  leadIds?: readonly string[];
  /** Leads that own these match keys, with their engagement and, in the first round, their open tasks. */
  keys?: readonly KeyValue[];
  /** Leads that their owners may lose: the decisions about those owners are loaded as well. */
  ownerDecisions?: readonly string[];
  taskIds?: readonly string[];
  /** The job on whose behalf the command comes. */
  jobId?: string;
  /** A lead that is loaded again only if it has changed; the commands of a transaction are in the order of these ids. */
  snapshot?: LeadSnapshot;
  /** Touches, with the ids of their leads. */
  touches?: readonly { leadId: string; id: string }[];
  /** External id of an event: the lead of an earlier event with this id is loaded. */
  engagementExternalId?: string | undefined;
  /** The same for several. */
  engagementExternalIds?: readonly string[];
  activityExternalId?: string | undefined;
  activityExternalIds?: readonly string[];
  visitExternalId?: string | undefined;
  /** The waiting events of these visitors. */
  visitorId?: string | undefined;
  /** A lead that refers another, with the chain of referrals above it. */
  referrerLeadId?: string | undefined;
  /** Referrals of all leads that are loaded. */
  referrals?: boolean;
  /** The leads of the queue that this rep could claim. */
  claimingRepId?: string;
  /** Facts of a command: routing may need the owner of their company or contact. */
  facts?: LeadFacts;
  /** Facts of a customer: the suppression list and the ledger of consents are asked about its addresses. */
  customerFacts?: LeadFacts;
  /** Customers, deals and conversions. */
  sales?: SalesReads;
}
