import type { QueuePass } from './assignment/queue-order.js';
import type { UndeclaredAttributes } from './attributes/definition.js';
import type { ConsentChannel } from './leads/consent.js';
import type { WeekStart } from './metrics/dimensions.js';

/** A tenant: everything else belongs to one. */
export interface Workspace {
  id: string;
  name: string;
  /** ISO 3166-1 alpha-2: how phone numbers without a country are read. */
  defaultCountry: string | null;
  /** IANA zone of its calendar days; null: UTC. */
  timeZone: string | null;
  /** The first day of its weeks; null: Monday. */
  weekStart: WeekStart | null;
  /** Whether leads take attributes without a definition; null: they do. */
  undeclaredAttributes: UndeclaredAttributes | null;
  /** Channels whose consent counts from a public page or a connector only when the person has confirmed it; null: none. */
  doubleOptIn: ConsentChannel[] | null;
  /** The engagement properties that its published policies compare; null: they compare neither these nor sources of events. */
  comparedProperties: string[] | null;
  /** Whether its published policies compare touches of leads; null: they do not. */
  comparesTouches: boolean | null;
  version: number;
  eventSequence: number;
  /** Grows when anything that decisions rest on changes. */
  configVersion: number;
  /** Milliseconds that a sandbox is ahead of real time; null: no sandbox. */
  clockOffset: number | null;
  feedEpoch: string | null;
  /** How far waiting leads have been tried since reps got room; null: all have been tried. */
  queuePass: QueuePass | null;
  /** Whether its ledger of consents has entries; null: none. */
  hasConsents: boolean | null;
  /** Whether it has suppressions; null: none. */
  hasSuppressions: boolean | null;
  createdAt: Date;
  updatedAt: Date;
}
