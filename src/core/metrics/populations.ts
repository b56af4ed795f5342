import { COST_POPULATIONS, COST_VALUES } from './cost-metrics.js';
import { LEAD_PARTS, LEAD_POPULATIONS, LEAD_VALUES } from './lead-populations.js';
import type { Population } from './population.js';
import { SALES_PARTS, SALES_POPULATIONS, SALES_VALUES } from './sales-populations.js';
import { WORK_PARTS, WORK_POPULATIONS, WORK_VALUES } from './work-populations.js';

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
  ended_leads: {
    records: 'leads that became customers or were lost',
    at: 'when they ended',
    own: ['reason', 'competitor'],
  },
  losses: { records: 'losses of leads', at: 'when the lead was lost', own: ['reason', 'competitor'] },
  disqualifications: { records: 'disqualifications of leads', at: 'when the lead was disqualified', own: ['reason'] },
  touches: { records: 'touches', at: 'when the touch occurred' },
  engagement_events: { records: 'engagement events', at: 'when the event occurred', own: ['type'] },
  activities: { records: 'activities', at: 'when the activity occurred', own: ['type', 'status'] },
  handoffs: {
    records: 'hand-offs that sales accepted, rejected or let lapse',
    at: 'when the lead was offered',
    own: ['status', 'reason'],
  },
  sla_clocks: {
    records: 'clocks of service levels that were met or breached',
    at: 'when the clock ended',
    own: ['type', 'rule', 'status'],
  },
  first_contacts: { records: 'first contacts of leads', at: 'when the lead was contacted first' },
  closed_deals: {
    records: 'deals that were won or lost',
    at: 'when the deal was closed',
    own: ['currency', 'reason', 'competitor', 'status'],
  },
  won_deals: { records: 'deals that were won', at: 'when the deal was closed', own: ['currency', 'competitor'] },
  open_deals: { records: 'open deals', at: 'when the deal was created', own: ['currency', 'competitor'] },
  ...COST_POPULATIONS,
  ...LEAD_POPULATIONS,
  ...SALES_POPULATIONS,
  ...WORK_POPULATIONS,
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
  ...LEAD_PARTS,
  ...SALES_PARTS,
  ...WORK_PARTS,
} as const;
export type PartName = keyof typeof PARTS;

/** Values of the records of a population. */
export const VALUES = {
  days_to_step: 'days from the creation of the lead to the step',
  minutes_to_contact: 'minutes from the creation of the lead to the first contact',
  days_to_close: 'days from the first interest to the closing of the deal',
  amount: 'amount of the deal',
  ...COST_VALUES,
  ...LEAD_VALUES,
  ...SALES_VALUES,
  ...WORK_VALUES,
} as const;
export type ValueName = keyof typeof VALUES;
