import { HANDOFF_STATUSES, REJECTION_REASONS, WITHDRAWAL_REASONS } from '../leads/handoff.js';
import { type Lead, lossOf } from '../leads/lead.js';
import { customerOrganizationIdOf } from '../leads/lifecycle.js';
import { DISQUALIFICATION_REASONS, LOSS_REASONS, PARK_REASONS } from '../leads/lifecycle-reasons.js';
import { CLOCK_STATUSES, type SlaClockKind } from '../leads/sla.js';
import { CATEGORY_DECIDERS, type Category, QUEUE_REASONS } from '../leads/vocabulary.js';
import type { FieldKind } from './field-kinds.js';

/** A property name, or the first member of a list that has the value in the property. */
export type Step = string | { property: string; value: string };

/** A property of `Lead`, and below it properties of its JSON. */
export type Path = readonly [keyof Lead, ...Step[]];

/** A field of the stored lead. Its value in memory and its SQL follow from `paths`. */
export interface StoredField extends FieldKind {
  /** The first path with a value counts. */
  paths: readonly Path[];
  /** The value where no path has one. */
  otherwise?: string | number | boolean;
  /** Only leads of this category have a value: the index of categories finds them. */
  category?: Category;
}

/** A field that code computes from the stored lead. `src/db/repositories/computed-fields.ts` has its SQL. */
export interface ComputedField extends FieldKind {
  compute: (lead: Lead) => string | number | undefined;
  category?: Category;
}

const TEXT = { type: 'text' } as const;
const NUMBER = { type: 'number' } as const;
const ID = { type: 'id' } as const;
const INSTANT = { type: 'instant' } as const;
const oneOf = (values: readonly string[]) => ({ type: 'enum', values }) as const;

const clock = (kind: SlaClockKind): Path => ['lifecycle', 'sla', 'clocks', { property: 'clock', value: kind }];

/** Each name is the path of the value in the answer about a lead. */
export const STORED_FIELDS = {
  id: { ...ID, paths: [['id']] },
  stage: { ...TEXT, paths: [['lifecycle', 'stage'], ['category']] },
  stageSince: { ...INSTANT, paths: [['lifecycle', 'stageSince'], ['categorySince'], ['createdAt']] },
  categorySince: { ...INSTANT, paths: [['categorySince'], ['createdAt']] },
  categoryDecidedBy: { ...oneOf(CATEGORY_DECIDERS), paths: [['categoryDecidedBy']], otherwise: 'rule' },
  moveReason: { ...TEXT, paths: [['moveReason']] },
  temperatureSince: { ...INSTANT, paths: [['temperatureSince'], ['createdAt']] },
  ownerId: { ...ID, paths: [['ownerId']] },
  teamId: { ...ID, paths: [['teamId']] },
  assignedAt: { ...INSTANT, paths: [['assignedAt']] },
  assignedBy: { ...TEXT, paths: [['ownerActorId']] },
  assignmentReason: { ...TEXT, paths: [['ownerReason']] },
  effort: { ...NUMBER, paths: [['effort']] },
  'queue.reason': { ...oneOf([...QUEUE_REASONS, 'closed']), paths: [['queueReason']] },
  'queue.nextEligibleAt': { ...INSTANT, paths: [['nextEligibleAt']] },
  leaseRepId: { ...ID, paths: [['leaseRepId']] },
  leaseUntil: { ...INSTANT, paths: [['leaseUntil']] },
  sourceId: { ...ID, paths: [['sourceId']] },
  campaignId: { ...ID, paths: [['campaignId']] },
  touchCount: { ...NUMBER, paths: [['touchCount']] },
  updatedAt: { ...INSTANT, paths: [['updatedAt']] },
  scoredAt: { ...INSTANT, paths: [['scoredAt']] },
  rottedAt: { ...INSTANT, paths: [['lifecycle', 'rotting', 'since']] },
  rotsAt: { ...INSTANT, paths: [['lifecycle', 'rotsAt']] },
  recycledAt: { ...INSTANT, paths: [['lifecycle', 'recycledAt']] },
  firstContactAt: { ...INSTANT, paths: [['lifecycle', 'firstContactAt']] },
  lastActivityAt: { ...INSTANT, paths: [['lifecycle', 'lastActivityAt']] },
  'parked.since': { ...INSTANT, paths: [['lifecycle', 'parked', 'since']], category: 'parked' },
  'parked.reason': { ...oneOf(PARK_REASONS), paths: [['lifecycle', 'parked', 'reason']], category: 'parked' },
  'parked.detail': { ...TEXT, paths: [['lifecycle', 'parked', 'detail']], category: 'parked' },
  'parked.competitor': { ...TEXT, paths: [['lifecycle', 'parked', 'competitor']], category: 'parked' },
  'parked.wakeAt': { ...INSTANT, paths: [['lifecycle', 'parked', 'wakeWhen', 'at']], category: 'parked' },
  'parked.wakeAtScore': {
    ...NUMBER,
    paths: [['lifecycle', 'parked', 'wakeWhen', 'minimumScore']],
    category: 'parked',
  },
  'disqualification.reason': {
    ...oneOf(DISQUALIFICATION_REASONS),
    paths: [['lifecycle', 'disqualification', 'reason']],
  },
  'disqualification.at': { ...INSTANT, paths: [['lifecycle', 'disqualification', 'at']] },
  'lastDisqualification.reason': {
    ...oneOf(DISQUALIFICATION_REASONS),
    paths: [
      ['lifecycle', 'disqualification', 'reason'],
      ['lifecycle', 'lastDisqualification', 'reason'],
    ],
  },
  'lastDisqualification.at': {
    ...INSTANT,
    paths: [
      ['lifecycle', 'disqualification', 'at'],
      ['lifecycle', 'lastDisqualification', 'at'],
    ],
  },
  'handoff.status': { ...oneOf(HANDOFF_STATUSES), paths: [['lifecycle', 'handoff', 'status']] },
  'handoff.reason': {
    ...oneOf([...REJECTION_REASONS, ...WITHDRAWAL_REASONS]),
    paths: [['lifecycle', 'handoff', 'reason']],
  },
  'handoff.repId': { ...ID, paths: [['lifecycle', 'handoff', 'repId']] },
  'handoff.teamId': { ...ID, paths: [['lifecycle', 'handoff', 'teamId']] },
  'handoff.offeredAt': { ...INSTANT, paths: [['lifecycle', 'handoff', 'offeredAt']] },
  'handoff.dueAt': { ...INSTANT, paths: [['lifecycle', 'handoff', 'dueAt']] },
  'sla.firstTouch.status': { ...oneOf(CLOCK_STATUSES), paths: [[...clock('first_touch'), 'status']] },
  'sla.firstTouch.dueAt': { ...INSTANT, paths: [[...clock('first_touch'), 'dueAt']] },
  'sla.acceptance.status': { ...oneOf(CLOCK_STATUSES), paths: [[...clock('acceptance'), 'status']] },
  'sla.acceptance.dueAt': { ...INSTANT, paths: [[...clock('acceptance'), 'dueAt']] },
  'sla.nextTouch.status': { ...oneOf(CLOCK_STATUSES), paths: [[...clock('next_touch'), 'status']] },
  'sla.nextTouch.dueAt': { ...INSTANT, paths: [[...clock('next_touch'), 'dueAt']] },
  'sla.pausedAt': { ...INSTANT, paths: [['lifecycle', 'sla', 'paused', 'at']] },
  'conversion.convertedAt': { ...INSTANT, paths: [['lifecycle', 'conversion', 'at']] },
  'conversion.dealId': { ...ID, paths: [['lifecycle', 'conversion', 'dealId']] },
  customerId: {
    ...ID,
    paths: [
      ['lifecycle', 'conversion', 'customerId'],
      ['lifecycle', 'customerId'],
      ['lifecycle', 'conversion', 'contactId'],
      ['lifecycle', 'contactId'],
    ],
  },
} as const satisfies Record<string, StoredField>;

export const COMPUTED_FIELDS = {
  'loss.reason': { ...oneOf(LOSS_REASONS), compute: (lead) => lossOf(lead)?.reason, category: 'lost' },
  'loss.competitor': { ...TEXT, compute: (lead) => lossOf(lead)?.competitor, category: 'lost' },
  'loss.lostAt': { ...INSTANT, compute: (lead) => lossOf(lead)?.at, category: 'lost' },
  'lastLoss.reason': { ...oneOf(LOSS_REASONS), compute: (lead) => latestLoss(lead)?.reason },
  'lastLoss.competitor': { ...TEXT, compute: (lead) => latestLoss(lead)?.competitor },
  'lastLoss.lostAt': { ...INSTANT, compute: (lead) => latestLoss(lead)?.at },
  customerOrganizationId: { ...ID, compute: customerOrganizationIdOf },
} as const satisfies Record<string, ComputedField>;

/** The loss of a lead that is lost now or was lost before. */
const latestLoss = (lead: Lead) => lossOf(lead) ?? lead.lifecycle?.loss;

export const isStored = (name: string): name is keyof typeof STORED_FIELDS => Object.hasOwn(STORED_FIELDS, name);
export const isComputed = (name: string): name is keyof typeof COMPUTED_FIELDS => Object.hasOwn(COMPUTED_FIELDS, name);

/** The category of every lead that has a value in the field; undefined: several. */
export function categoryOf(name: string): Category | undefined {
  const field: StoredField | ComputedField | undefined = isStored(name)
    ? STORED_FIELDS[name]
    : isComputed(name)
      ? COMPUTED_FIELDS[name]
      : undefined;
  return field?.category;
}

/** Reads a stored field of a lead in memory. */
export function readerOfStored({
  paths,
  otherwise,
}: StoredField): (lead: Lead) => string | number | boolean | undefined {
  return (lead) => {
    for (const path of paths) {
      const value = path.reduce(stepInto, lead as unknown);
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    }
    return otherwise;
  };
}

function stepInto(value: unknown, step: Step): unknown {
  if (typeof step === 'string') return isObject(value) ? Reflect.get(value, step) : undefined;
  if (!Array.isArray(value)) return undefined;
  return value.find((member) => isObject(member) && Reflect.get(member, step.property) === step.value);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
