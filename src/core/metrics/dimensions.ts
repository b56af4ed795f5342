/** Calendar units of the workspace's zone. */
export const TIME_DIMENSIONS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type TimeDimension = (typeof TIME_DIMENSIONS)[number];

/** The first day of a week; Monday where a workspace states none. */
export const WEEK_STARTS = ['monday', 'sunday', 'saturday'] as const;
export type WeekStart = (typeof WEEK_STARTS)[number];

/** Dimensions beside the fields of a lead that each record has, by itself or by its lead, in words. */
export const LEAD_DIMENSIONS = {
  channel: 'the channel of the source',
  product: 'the product of the deal, else each product that the lead is interested in',
  scoreBand: 'the total score in tens: 40 is 40 up to and without 50',
  modelVersion: 'the version of the score model, of outcomes with a prediction that of the prediction model',
  referrer: 'the lead, customer, rep or partner that made the first referral of the lead',
  cohortMonth: 'the month in which the lead was created, by its first day',
  'firstTouch.sourceId': 'the source of the first touch',
  'firstTouch.channel': 'the channel of the first touch',
  'lastTouch.sourceId': 'the source of the last touch',
  'lastTouch.channel': 'the channel of the last touch',
} as const satisfies Record<string, string>;
export type LeadDimension = keyof typeof LEAD_DIMENSIONS;

/** Dimensions that only some records have, in words. */
export const RECORD_DIMENSIONS = {
  currency: 'the currency of the deal',
  reason: 'why it was lost, disqualified, rejected, left or skipped',
  competitor: 'the competitor that won the lead, or is named in the deal',
  status: 'the status of the deal, offer, task, referral, clock or step of a sequence',
  type: 'the type of the event, activity, task or clock, or the kind of the customer or referrer',
  rule: 'the rule of the service level, after its clock',
  sequence: 'the key of the sequence',
  step: 'the step of the sequence, after its key',
  depth: 'the length of the chain of referrals: 1 where the referrer was referred by no lead',
} as const satisfies Record<string, string>;
export type RecordDimension = keyof typeof RECORD_DIMENSIONS;

export const isTimeDimension = (name: string): name is TimeDimension =>
  (TIME_DIMENSIONS as readonly string[]).includes(name);
export const isLeadDimension = (name: string): name is LeadDimension => Object.hasOwn(LEAD_DIMENSIONS, name);
export const isRecordDimension = (name: string): name is RecordDimension => Object.hasOwn(RECORD_DIMENSIONS, name);

/** Dimensions whose values are ids of reps, teams, sources or campaigns. */
export const NAMED_DIMENSIONS: ReadonlySet<string> = new Set([
  ...['ownerId', 'teamId', 'leaseRepId', 'sourceId', 'campaignId', 'handoff.repId', 'handoff.teamId'],
  ...['firstTouch.sourceId', 'lastTouch.sourceId', 'referrer'],
]);
