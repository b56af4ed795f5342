import type { Activity } from '../../core/activities/activities.js';
import type { Customer } from '../../core/customers/customer.js';
import type { Deal } from '../../core/deals/deal.js';
import type { EngagementEvent } from '../../core/engagement.js';
import type { ExportFields } from '../../core/exports/columns.js';
import type { ExportResource } from '../../core/exports/export.js';
import type { Lead } from '../../core/leads/lead.js';
import type { Touch } from '../../core/leads/touch.js';
import type { SourceReference } from '../../core/sources.js';
import type { LoggedEvent } from '../events.js';
import type { LeadExplanation } from '../leads/explain.js';
import type { NameLookup } from '../names.js';

/** A lead with what a file shows beside it. */
export interface ExportedLead {
  lead: Lead;
  /** The source of its first touch, by name, as a submission has it. */
  source: SourceReference | undefined;
  /** Where the explanation of the score is wanted. */
  explanation: LeadExplanation | undefined;
}

/** The rows of each resource. */
export interface ExportRows {
  leads: ExportedLead;
  touches: Touch;
  engagement_events: EngagementEvent;
  activities: Activity;
  deals: Deal;
  customers: Customer;
  events: LoggedEvent;
}

/** The fields of a resource in the order of a file, and the row in the form of the API. */
export interface ExportTable<Row> {
  fields: ExportFields;
  present(row: Row, names: NameLookup): object;
}

export type ExportTables = { readonly [Resource in ExportResource]: ExportTable<ExportRows[Resource]> };
