/** The mapping document of an import: how the columns of a table become leads. It is plain JSON, stored with the import. */
import type { LeadPast, PastActivity, PastResult } from '../history/history.js';
import type { RawLead } from '../leads/raw-leads.js';
import type { LeadKind } from '../leads/vocabulary.js';
import type { Channel, SourceReference } from '../sources.js';
import type { DateOrder } from './dates.js';
import type { ImportField } from './fields.js';
import type { NumberStyle } from './numbers.js';

/**
 * Kinds of lists. `leads`: people who showed interest. `own_customers`: people who have bought, whose leads are not pursued. `purchased_list`, `event_attendees`: what the word says. `crm_export`:
 * leads of another CRM with stages and owners. `engagement_history`: a row for each thing that a lead did. `deals`: a row for each deal.
 */
export const LIST_KINDS = [
  'leads',
  'own_customers',
  'purchased_list',
  'event_attendees',
  'crm_export',
  'engagement_history',
  'deals',
] as const;
export type ListKind = (typeof LIST_KINDS)[number];

export const COLUMN_USES = ['field', 'attribute', 'ignore'] as const;
export type ColumnUse = (typeof COLUMN_USES)[number];

/**
 * Types of the values of an attribute. A percentage and an amount become the number that they state. A `code` is a text of two letters, such
 * as NA for Namibia, which stands for "not available" elsewhere. A `list` is several texts.
 */
export const ATTRIBUTE_TYPES = ['text', 'number', 'boolean', 'percent', 'amount', 'code', 'list'] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** The use of one column. */
export interface ColumnMapping {
  /** Its header, unique in the table. */
  column: string;
  use: ColumnUse;
  /** The field that it fills, when `use` is `field`. */
  field?: ImportField | undefined;
  /** Name of the attribute that has its values, or those values that do not fit the field. */
  attribute: string;
  /** Type of the attribute. */
  type: AttributeType;
  decimalSign: NumberStyle;
  /** Among the columns of one field the smallest comes first: of e-mails the main one. */
  rank: number;
}

/** What a value of the stage column means: a stage of the funnel, or how the lead ended. */
export interface StageMapping {
  value: string;
  /** Key of a stage in which a lead is open. */
  stage?: string | undefined;
  result?: PastResult | undefined;
  /** Of `REASONS_OF` the result. */
  reason?: string | undefined;
}

/** The rep that a value of the owner column names. */
export interface OwnerMapping {
  value: string;
  repId: string;
}

export interface ImportMapping {
  list: ListKind;
  /** One for each column, in the order of the table. */
  columns: ColumnMapping[];
  /** The source of rows that name none. */
  source: { channel: Channel; name: string };
  /** The system that ids of the external id column belong to. */
  externalSystem: string;
  /** Kind of every row, where the file shows it; else it follows from each row. */
  kind?: LeadKind | undefined;
  /** ISO 3166-1 code of the country of rows without one. */
  country?: string | undefined;
  /** A prefix such as "+1" for phone numbers without a country. */
  phonePrefix?: string | undefined;
  /** Order of numeric dates that do not show it themselves. */
  dateOrder: DateOrder;
  /** The IANA zone of times without an offset; UTC in imports of earlier versions, which have none. */
  timeZone?: string | undefined;
  /** Whether a row without a key gets a fingerprint of its content as external id. Proposed where no column identifies a row. */
  rowIds: boolean;
  /** ISO 4217 code of amounts of deals that state no currency. */
  currency?: string | undefined;
  stages?: StageMapping[] | undefined;
  owners?: OwnerMapping[] | undefined;
}

/** How sure a proposal for a column is. An `unsure` column becomes an attribute. */
export const CERTAINTIES = ['certain', 'likely', 'unsure'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** How many numeric dates of a column have a day above 12 in first or second place, and how many can be read both ways. */
export interface DateEvidence {
  dayFirst: number;
  monthFirst: number;
  ambiguous: number;
}

/** How numeric dates of a file are read. */
export interface DateOrderDecision {
  dateOrder: DateOrder;
  certainty: Certainty;
  /** A sentence about dates that can be read both ways, or of both orders. */
  note?: string | undefined;
}

/** Why a column has its proposed use. */
export interface ColumnEvidence {
  column: string;
  certainty: Certainty;
  /** Sentences for a person. */
  reasons: string[];
  /** Number of rows with a value. */
  filled: number;
  /** Its first different values. */
  examples: string[];
  /** Of a column with numeric dates. */
  dates?: DateEvidence | undefined;
}

export interface MappingProposal {
  mapping: ImportMapping;
  /** One for each column of the mapping. */
  evidence: ColumnEvidence[];
  /** Decisions about the whole table, as sentences. */
  notes: string[];
  dates: DateOrderDecision;
}

/** When the consents of a lead were stated, epoch milliseconds. */
export interface ConsentDates {
  emailConsentAt?: number | undefined;
  phoneConsentAt?: number | undefined;
}

/** A lead as a row describes it. Instants are epoch milliseconds. */
export type ImportedLead = RawLead & { source: SourceReference; occurredAt?: number | undefined } & ConsentDates;

/** What happened to the lead of a row before it was known here. */
export type ImportedPast = Omit<LeadPast, 'activities'> & { activities: readonly PastActivity[] };

/** Why a row becomes no lead. */
export interface RowRefusal {
  reason: string;
  /** Header of the column at fault, where one is. */
  column?: string | undefined;
}

/** A row with a `past` is recorded as history, one without is a submission. */
export type RowResult = { lead: ImportedLead; past?: ImportedPast } | { refused: RowRefusal };
