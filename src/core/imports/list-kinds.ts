/** What is read in each kind of list, and how. */
import type { Channel } from '../sources.js';
import type { ImportField } from './fields.js';
import type { ListKind } from './mapping.js';

/** Fields of the past of a lead. Their columns become attributes, unless a person maps them. */
export const HISTORY_FIELDS: ReadonlySet<ImportField> = new Set<ImportField>(['owner', 'stage']);

/** The channel of rows that name no source. */
export const LIST_CHANNELS: Readonly<Record<ListKind, Channel>> = {
  leads: 'import',
  own_customers: 'import',
  purchased_list: 'purchased_list',
  event_attendees: 'event',
  crm_export: 'import',
  engagement_history: 'import',
  deals: 'import',
};
