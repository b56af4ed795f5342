import type { Condition } from '../condition.js';
import type { EngagementType } from '../engagement.js';
import type { GivenConsents } from './given-consents.js';
import type { Handoff } from './handoff.js';
import type {
  DisqualificationReason,
  EndedCategory,
  InterestStrength,
  LossReason,
  ParkReason,
  ReturnAction,
} from './lifecycle-reasons.js';
import type { SequenceSection } from './sequence-runs.js';
import type { Sla } from './sla.js';
import type { Category, CategoryDecider } from './vocabulary.js';

/**
 * The state of a lead beyond score, class and owner. Every section is optional, and a lead without sections has no `lifecycle`.
 * Instants are epoch milliseconds. Events hold each changed section as a whole.
 */
export interface Lifecycle {
  /** The key of its stage; absent when it is the name of its category. */
  stage?: string | undefined;
  /** When it entered its stage; absent when it entered its category at the same instant. */
  stageSince?: number | undefined;
  /** Set when the lead has rotted: no activity within the ageing limit of its stage. */
  rotting?: { since: number; stage: string } | undefined;
  /** When it rots without activity: the due instant of its timer. Not in events. */
  rotsAt?: number | undefined;
  /** Its latest offer to sales, and the end of that. */
  handoff?: Handoff | undefined;
  /** Reps who declined it or missed its service level. They do not get it again in this episode. */
  declinedRepIds?: readonly string[] | undefined;
  /** The rep who had it and had no room when it was opened again: gets it first once there is room. Not in events. */
  awaitedRepId?: string | undefined;
  /** Recent former reps, who cannot claim it until their cooldown ends. */
  formerReps?: readonly FormerRep[] | undefined;
  /** Its SLA clocks. */
  sla?: Sla | undefined;
  /** The sequences that it is in, and was in. */
  sequences?: SequenceSection | undefined;
  /** When time alone lets it enter a sequence: the due instant of its timer. Not in events. */
  entersAt?: number | undefined;
  /** When a rep first contacted it since it was created or recycled. */
  firstContactAt?: number | undefined;
  /** When a rep last recorded an activity for it. */
  lastActivityAt?: number | undefined;
  parked?: Parked | undefined;
  /** When a parked lead wakes or is checked: the due instant of its timer. Not in events. */
  wakesAt?: number | undefined;
  disqualification?: Disqualification | undefined;
  /** How often it was reopened. */
  cycles?: number | undefined;
  /** Its conversion to a customer, with the state that an undo restores. */
  conversion?: ConversionSection | undefined;
  /** Its last loss; kept when the lead is reopened, and removed when a correction withdraws it. */
  loss?: LossSection | undefined;
  /** When it was last reopened. */
  recycledAt?: number | undefined;
  /** Set when a person reopened it last. */
  recycledByHand?: true | undefined;
  /** When a submission from outside a list, or a correction, last stated interest, of a lead from a list. Not in events. */
  timeframeShownAt?: number | undefined;
  /** The disqualification before the lead was reopened or moved, unless that was a correction. */
  lastDisqualification?: Disqualification | undefined;
  /** The customer who is this person or organization, of a lead that is about another purchase. */
  customerId?: string | undefined;
  /** The person, where that customer is an organization. */
  contactId?: string | undefined;
  /** A customer organization with the domain of the lead, when the lead got that domain: the lead is another person of it. */
  customerOrganizationId?: string | undefined;
  /** Consents that come from the customer. Not in events. */
  givenConsents?: GivenConsents | undefined;
  /** What an undo restores, of a lead from a list that was opened or closed as its customer left or came back. Not in events. */
  beforeChurn?: BeforeChurn | undefined;
  /** When its history was recorded, of a lead that came with what had happened to it elsewhere. */
  historyAt?: number | undefined;
  /** The latest interest that the lead showed after it had ended. */
  returning?: ReturningInterest | undefined;
}

/** A former rep, who cannot claim the lead before `until`. */
export interface FormerRep {
  repId: string;
  until: number;
}

/** The parking of a lead, with its wake conditions. */
export interface Parked {
  since: number;
  reason: ParkReason;
  detail?: string | undefined;
  competitor?: string | undefined;
  wakeWhen: WakeWhen;
  /** The owner when it was parked. */
  ownerId?: string | undefined;
}

/** Wake conditions; the first that is met wakes the lead. */
export interface WakeWhen {
  at?: number | undefined;
  /** Minimum total score. */
  minimumScore?: number | undefined;
  /** Wakes on an event of one of these types after the parking. */
  engagementTypes?: readonly EngagementType[] | undefined;
  condition?: Condition | undefined;
}

export interface Disqualification {
  at: number;
  reason: DisqualificationReason;
  /** The classification rule that gave the reason; absent: a person or the funnel did. */
  ruleId?: string | undefined;
  detail?: string | undefined;
}

/** The records that a lead was converted to: the customer, the contact person, and the deal. */
export interface Bought {
  customerId: string;
  contactId?: string | undefined;
  dealId: string;
}

/** The category of a lead and its decision. An undo restores it. */
export interface CategoryState {
  category: Category;
  categorySince: number;
  categoryDecidedBy: CategoryDecider;
  categoryActorId?: string | undefined;
  moveReason?: string | undefined;
  competitor?: string | undefined;
}

/** Lists every member, so that an absent one becomes undefined. */
export function categoryStateOf(lead: CategoryState): CategoryState {
  const { category, categorySince, categoryDecidedBy, categoryActorId, moveReason, competitor } = lead;
  return { category, categorySince, categoryDecidedBy, categoryActorId, moveReason, competitor };
}

/** A customer that has been deleted since is absent. */
export interface ConversionSection extends Partial<Bought> {
  conversionId: string;
  dealId: string;
  at: number;
  /** When the deal was closed. */
  wonAt?: number | undefined;
  before: CategoryState & Pick<Lifecycle, 'stage' | 'stageSince' | 'parked' | 'disqualification' | 'rotting'>;
}

/** What interest of a lead that had ended led to. */
export interface ReturningInterest {
  /** When the lead showed it. */
  at: number;
  strength: InterestStrength;
  /** The type of the engagement event, or what a submission or a correction stated. */
  by: EngagementType | 'purchase_timeframe' | 'purchase_intent';
  action: ReturnAction;
  /** The category before, and the reason of that. */
  category: EndedCategory;
  reason?: string | undefined;
  /** Set when a classification rule keeps it closed. */
  isByRule?: true | undefined;
  /** The new lead of a customer. */
  leadId?: string | undefined;
}

export interface LossSection extends Loss {
  /** The loss before, of a lead that had come back since. It counts again when a correction withdraws this one. */
  earlier?: Loss | undefined;
}

interface Loss {
  reason: LossReason;
  detail?: string | undefined;
  competitor?: string | undefined;
  at: number;
}

type WithLifecycle = { lifecycle?: Lifecycle | undefined };

/** The customer who is the lead itself: the person of an organization that bought, otherwise who bought. */
export function ownCustomerIdOf({ lifecycle }: WithLifecycle): string | undefined {
  const { conversion, contactId, customerId } = lifecycle ?? {};
  return conversion?.contactId ?? conversion?.customerId ?? contactId ?? customerId;
}

/** The customer who bought, or who is the lead; the person where the organization has been deleted. */
export const customerIdOf = (lead: WithLifecycle): string | undefined =>
  lead.lifecycle?.conversion?.customerId ?? lead.lifecycle?.customerId ?? ownCustomerIdOf(lead);

/** The customer for whom the lead works; a lead who is a customer itself has that customer. */
export const customerOrganizationIdOf = (lead: WithLifecycle): string | undefined =>
  customerIdOf(lead) === undefined ? lead.lifecycle?.customerOrganizationId : undefined;

/** Sections that an undo restores with the category. */
export const CLASS_SECTIONS = [
  'stage',
  'stageSince',
  'parked',
  'disqualification',
  'rotting',
  'loss',
  'lastDisqualification',
  'cycles',
  'recycledAt',
  'recycledByHand',
  'returning',
  'firstContactAt',
  'declinedRepIds',
] as const satisfies readonly (keyof Lifecycle)[];
export type ClassSections = Pick<Lifecycle, (typeof CLASS_SECTIONS)[number]>;

export const sectionsOf = ({ lifecycle = {} }: WithLifecycle): ClassSections =>
  Object.fromEntries(CLASS_SECTIONS.map((section) => [section, lifecycle[section]]));

/** What an undo restores of the class of a lead. */
export interface ClassBefore {
  state: CategoryState;
  sections: ClassSections;
}

export const classBeforeOf = (lead: CategoryState & WithLifecycle): ClassBefore => ({
  state: categoryStateOf(lead),
  sections: sectionsOf(lead),
});

/** A lead from a list before its customer left or came back, as far as the undo of that restores it. */
export interface BeforeChurn extends ClassBefore {
  customerId: string;
  /** When the change of the customer moved it. */
  movedAt: number;
  ownerId?: string | undefined;
  handoff?: Handoff | undefined;
  /** The same of the churn that the return ended. */
  earlier?: BeforeChurn | undefined;
}

/** Sections that a change sets, each as a whole; undefined removes one. */
export type SectionChanges = { [Section in keyof Lifecycle]?: Lifecycle[Section] | undefined };

/** The changed sections in an event; null for a removed one. */
export type LoggedSections = Record<string, unknown>;

/** The lifecycle with changed sections. Null and undefined remove a section. */
export function mergeSections(lifecycle: Lifecycle | undefined, changes: object): Lifecycle | undefined {
  const merged: Record<string, unknown> = { ...lifecycle };
  for (const [section, value] of Object.entries(changes)) {
    if (value === undefined || value === null) delete merged[section];
    else merged[section] = value;
  }
  return Object.keys(merged).length === 0 ? undefined : (merged as Lifecycle);
}
