/** What is read in each kind of list, and how. */
import type { Channel } from '../sources.js';
import type { ImportField } from './fields.js';
import { keyOf } from './headers.js';
import type { ListKind } from './mapping.js';

/** Kinds of lists whose rows say what happened to a lead before it was known here. They are recorded as history. */
export type HistoryList = 'crm_export' | 'engagement_history' | 'deals';

/** Fields of the past of a lead. In other kinds of lists, their columns become attributes. */
export const HISTORY_FIELDS: ReadonlySet<ImportField> = new Set<ImportField>([
  ...(['owner', 'stage', 'closedAt', 'lossReason', 'dealName', 'dealAmount', 'dealCurrency'] as const),
  ...(['eventType', 'eventId'] as const),
]);

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

type HeaderFields = Partial<Record<ImportField | 'none', string>>;

const ENDINGS: HeaderFields = {
  stage: 'result|outcome|deal status|opportunity status',
  closedAt:
    'close date|closed date|closed at|closed on|date closed|won date|lost date|won time|lost time|deal closed time|conversion date|converted date|converted at|ended at|end date|abschlussdatum|geschlossen am|date de cloture|fecha de cierre',
  lossReason:
    'lost reason|loss reason|closed lost reason|reason lost|reason|reason for loss|status reason|lead status reason|unqualified reason|disqualification reason|verlustgrund|motif de perte|lead lost reason|deal lost reason',
  dealName: 'deal name|opportunity name|deal|opportunity|deal title',
  dealAmount:
    'amount|deal amount|deal value|value|opportunity amount|won amount|contract value|total amount|betrag|montant|importe',
  dealCurrency: 'currency|deal currency|currency code|currency iso code|wahrung|devise|moneda',
};

/** Headers that mean something else, or something at all, in a list of the kind. The columns of `none` are ids of other records. */
const HEADERS: Readonly<Record<HistoryList, HeaderFields>> = {
  crm_export: ENDINGS,
  deals: {
    ...ENDINGS,
    dealName: `${ENDINGS.dealName}|name|title`,
    none: 'id|deal id|opportunity id|record id',
  },
  engagement_history: {
    eventType:
      'type|event|event type|activity|activity type|action|engagement|engagement type|interaction|event name|activity name',
    occurredAt: 'occurred at|event date|event time|activity date|time|datetime|at|when',
    eventId: 'id|event id|activity id|engagement id|record id',
  },
};

const byKey = new Map(
  Object.entries(HEADERS).map(([list, fields]) => [
    list,
    new Map(
      Object.entries(fields).flatMap(([field, words]) =>
        words.split('|').map((word) => [keyOf(word), field as ImportField | 'none'] as const),
      ),
    ),
  ]),
);

export const isHistoryList = (list: ListKind): list is HistoryList => list in HEADERS;

/** Whether a row of the list says one thing about a lead, so that a lead can have many rows. */
export const hasManyRows = (list: ListKind): boolean => list === 'engagement_history' || list === 'deals';

/** The field that a header means in a list of the kind, where that differs from other lists; `none`: an id of another record. */
export const historyFieldOf = (list: HistoryList, header: string): ImportField | 'none' | undefined =>
  byKey.get(list)?.get(keyOf(header));
