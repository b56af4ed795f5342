/** A person assigns a lead to a rep. */
export interface ManualAssignment {
  repId: string;
  /** The team in whose ledger the lead counts. The rep is a member of it. */
  teamId?: string | undefined;
  reason: string;
  leadId?: string | undefined;
  /** The ledger counts a former decision again, which gave these shares by rep. */
  restored?: { shares: Readonly<Record<string, number>> } | undefined;
}

/** A lead and its owner. */
export interface LeadOwner {
  leadId: string | undefined;
  ownerId: string;
}

export interface AssignOptions {
  /** The lead that is assigned. Its own keys do not make it stick to an owner. */
  leadId?: string | undefined;
  /** The owner who loses the lead. */
  from?: string | undefined;
  /** Reps who declined the lead or missed its service level. */
  declined?: readonly string[] | undefined;
  /** A former owner for whom it waits: gets it while active and not full, whatever the rules. */
  awaited?: string | undefined;
}

/** A lead that has an owner. */
export interface OwnedLead extends Pick<AssignOptions, 'declined'> {
  leadId: string;
  ownerId: string;
  teamId: string | undefined;
}

/** A lead that its owner loses. */
export interface TakenLead {
  leadId: string;
  ownerId: string;
  teamId: string;
  /** Whether the owner did not work on it in time: an offer timed out, or a service level was missed. */
  isMissed?: boolean | undefined;
}
