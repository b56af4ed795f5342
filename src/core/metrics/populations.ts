/** What a metric counts: one record each. */
export interface Population {
  /** The records, in words. */
  records: string;
  /** The instant by which a period selects them, in words. */
  at: string;
  /** Whether they have a currency of their own. */
  currency?: boolean;
}

/** The records that metrics count. */
export const POPULATIONS = {
  leads: { records: 'leads', at: 'when the lead was created' },
  reached_lead: { records: 'leads that reached the category lead or a later one', at: 'when they reached it first' },
  reached_mql: { records: 'leads that reached the category MQL or a later one', at: 'when they reached it first' },
  reached_sql: { records: 'leads that reached the category SQL or a later one', at: 'when they reached it first' },
  reached_prospect: {
    records: 'leads that reached the category prospect or a later one',
    at: 'when they reached it first',
  },
  reached_customer: {
    records: 'leads that became customers, without conversions that were undone',
    at: 'when they became customers first',
  },
  ended_leads: { records: 'leads that became customers or were lost', at: 'when they ended' },
  losses: { records: 'losses of leads', at: 'when the lead was lost' },
  disqualifications: { records: 'disqualifications of leads', at: 'when the lead was disqualified' },
  touches: { records: 'touches', at: 'when the touch occurred' },
  engagement_events: { records: 'engagement events', at: 'when the event occurred' },
  activities: { records: 'activities', at: 'when the activity occurred' },
  handoffs: { records: 'hand-offs that sales accepted, rejected or let lapse', at: 'when the lead was offered' },
  sla_clocks: { records: 'clocks of service levels that were met or breached', at: 'when the clock ended' },
  first_contacts: { records: 'first contacts of leads', at: 'when the lead was contacted first' },
  closed_deals: { records: 'deals that were won or lost', at: 'when the deal was closed', currency: true },
  won_deals: { records: 'deals that were won', at: 'when the deal was closed', currency: true },
  open_deals: { records: 'open deals', at: 'when the deal was created', currency: true },
} as const satisfies Record<string, Population>;
export type PopulationName = keyof typeof POPULATIONS;

/** Records of a population that count in the numerator of a share. */
export const PARTS = {
  reached_lead: 'that reached the category lead or a later one',
  reached_mql: 'that reached the category MQL or a later one',
  reached_sql: 'that reached the category SQL or a later one',
  reached_prospect: 'that reached the category prospect or a later one',
  reached_customer: 'that became customers',
  accepted: 'that were accepted',
  met: 'that were met',
  won: 'that were won',
} as const;
export type PartName = keyof typeof PARTS;

/** Values of the records of a population. */
export const VALUES = {
  days_to_step: 'days from the creation of the lead to the step',
  minutes_to_contact: 'minutes from the creation of the lead to the first contact',
  days_to_close: 'days from the first interest to the closing of the deal',
  amount: 'amount of the deal',
} as const;
export type ValueName = keyof typeof VALUES;
