/** A person gives a lead to a rep. */
export interface ManualGift {
  repId: string;
  /** In whose ledger it counts, where the rep is a member. */
  teamId?: string | undefined;
  reason: string;
  leadId?: string | undefined;
}

/** Who owns a lead. */
export interface LeadOwner {
  leadId: string | undefined;
  ownerId: string;
}

export interface AssignOptions {
  /** The lead that is assigned: what it shares with itself makes nobody its owner. */
  leadId?: string | undefined;
  /** An owner from whom it is taken. */
  from?: string | undefined;
  /** Reps who did not want it, or broke a promise about it. */
  declined?: readonly string[] | undefined;
}

/** A lead that has an owner. */
export interface OwnedLead extends LeadOwner, Pick<AssignOptions, 'declined'> {
  teamId: string | undefined;
}
