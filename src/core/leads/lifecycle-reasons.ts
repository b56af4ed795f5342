/** Why a deal or a lead did not end in a sale. */
export const LOSS_REASONS = [
  'price',
  'competitor',
  'timing',
  'demo',
  'no_budget',
  'buyer_not_ready',
  'no_decision',
  'missing_feature',
  'no_contact',
  'other',
] as const;
export type LossReason = (typeof LOSS_REASONS)[number];

/** Why a lead was disqualified. */
export const DISQUALIFICATION_REASONS = [
  'only_asked',
  'no_interest',
  'wrong_fit',
  'invalid_contact',
  'spam',
  'duplicate',
  'existing_customer',
  'other',
] as const;
export type DisqualificationReason = (typeof DISQUALIFICATION_REASONS)[number];

/** Why a lead was parked. */
export const PARK_REASONS = [
  'bought_competitor',
  'no_budget',
  'bad_timing',
  'no_decision',
  'no_reply',
  'other',
] as const;
export type ParkReason = (typeof PARK_REASONS)[number];

/** Categories in which a lead has ended or waits, so that fresh interest needs a rule. */
export const ENDED_CATEGORIES = ['lost', 'disqualified', 'parked', 'customer'] as const;
export type EndedCategory = (typeof ENDED_CATEGORIES)[number];

/** `strong`: it wants to buy now. `clear`: it intends to buy. */
export const INTEREST_STRENGTHS = ['strong', 'clear'] as const;
export type InterestStrength = (typeof INTEREST_STRENGTHS)[number];

/** What fresh interest does to a lead that has ended. */
export const RETURN_ACTIONS = ['reopen', 'new_lead', 'stay_closed'] as const;
export type ReturnAction = (typeof RETURN_ACTIONS)[number];

/** What woke a parked lead; `moved`: a person moved it to another category. */
export const WAKE_CAUSES = ['date', 'score', 'engagement', 'condition', 'moved'] as const;
export type WakeCause = (typeof WAKE_CAUSES)[number];
