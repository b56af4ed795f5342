import type { Condition } from '../condition.js';
import type { EngagementType } from '../engagement.js';
import type { Handoff } from './handoff.js';
import type { DisqualificationReason, LossReason, ParkReason } from './lifecycle-reasons.js';
import type { Sla } from './sla.js';
import type { Category, CategoryDecider } from './vocabulary.js';

/**
 * What became of a lead beyond score, class and owner. Every section is optional, and a lead with nothing special has none:
 * then there is no `lifecycle` at all. Instants are epoch milliseconds. Events tell each changed section as a whole.
 */
export interface Lifecycle {
  /** The key of its stage, where that is not simply the name of its category. */
  stage?: string | undefined;
  /** Since when it is in its stage, where that is not simply since when it is in its category. */
  stageSince?: number | undefined;
  /** It has rotted: nothing happened within the ageing limit of its stage. */
  rotting?: { since: number; stage: string } | undefined;
  /** When it rots if nothing happens: the due instant of its timer. Events do not hold it. */
  rotsAt?: number | undefined;
  /** Its latest offer to sales, and how that ended. */
  handoff?: Handoff | undefined;
  /** Reps who did not want it, or broke a promise about it: it is not given to them again. */
  declinedRepIds?: readonly string[] | undefined;
  /** Reps who had it lately, and until when a claim does not give it to them again. */
  formerReps?: readonly FormerRep[] | undefined;
  /** What is promised about it. */
  sla?: Sla | undefined;
  /** When one of us first reached out to it. */
  firstContactAt?: number | undefined;
  /** When one of us last did something about it. */
  lastActivityAt?: number | undefined;
  parked?: Parked | undefined;
  /** When a parked lead is looked at by time: the due instant of its timer. Events do not hold it. */
  wakesAt?: number | undefined;
  disqualification?: Disqualification | undefined;
  /** How often it was taken up again. */
  cycles?: number | undefined;
  /** It became a customer, and how to take that back. */
  conversion?: ConversionSection | undefined;
  /** How it was last lost, whatever became of it since. */
  loss?: LossSection | undefined;
  /** When it was taken up again last. */
  recycledAt?: number | undefined;
}

/** A rep who had the lead, and until when it is not given it again by a claim. */
export interface FormerRep {
  repId: string;
  until: number;
}

/** Kept aside, and until what. */
export interface Parked {
  since: number;
  reason: ParkReason;
  detail?: string | undefined;
  competitor?: string | undefined;
  wakeWhen: WakeWhen;
  /** Whose it was. */
  ownerId?: string | undefined;
}

/** The first that holds wakes the lead. */
export interface WakeWhen {
  at?: number | undefined;
  /** Total points, from that many on. */
  minimumScore?: number | undefined;
  /** One event of one of these types that happened since. */
  engagementTypes?: readonly EngagementType[] | undefined;
  condition?: Condition | undefined;
}

export interface Disqualification {
  at: number;
  reason: DisqualificationReason;
  detail?: string | undefined;
}

/** What a lead became: who buys, the person to talk to, and the deal. */
export interface Bought {
  customerId: string;
  contactId?: string | undefined;
  dealId: string;
}

/** Where a lead stood, and who had put it there: what an undo puts it back to. */
export interface Standing {
  category: Category;
  categorySince: number;
  categoryDecidedBy: CategoryDecider;
  categoryActorId?: string | undefined;
  moveReason?: string | undefined;
  competitor?: string | undefined;
}

export interface ConversionSection extends Bought {
  conversionId: string;
  at: number;
  before: Standing & Pick<Lifecycle, 'stage' | 'stageSince' | 'parked' | 'disqualification' | 'rotting'>;
}

export interface LossSection {
  reason: LossReason;
  detail?: string | undefined;
  competitor?: string | undefined;
  at: number;
}

/** Sections that a change sets, each as a whole; undefined takes one away. */
export type SectionChanges = { [Section in keyof Lifecycle]?: Lifecycle[Section] | undefined };

/** The sections that an event changed, as it holds them: null for one that is gone. */
export type LoggedSections = Record<string, unknown>;

/** Null and undefined take a section away. */
export function mergeSections(lifecycle: Lifecycle | undefined, changes: object): Lifecycle | undefined {
  const merged: Record<string, unknown> = { ...lifecycle };
  for (const [section, value] of Object.entries(changes)) {
    if (value === undefined || value === null) delete merged[section];
    else merged[section] = value;
  }
  return Object.keys(merged).length === 0 ? undefined : (merged as Lifecycle);
}
