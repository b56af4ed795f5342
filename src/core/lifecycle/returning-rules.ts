import type { EngagementType } from '../engagement.js';
import { type Lead, returningInterestOf } from '../leads/lead.js';
import {
  DISQUALIFICATION_REASONS,
  type EndedCategory,
  INTEREST_STRENGTHS,
  type InterestStrength,
  LOSS_REASONS,
  PARK_REASONS,
  type ReturnAction,
} from '../leads/lifecycle-reasons.js';
import type { Channel } from '../sources.js';
import type { FieldViolation } from '../violations.js';

/** `former_owner`: the rep who had it last, while active; otherwise, and with `rules`, the routing rules decide. */
export const RETURN_OWNERS = ['former_owner', 'rules'] as const;
export type ReturnOwner = (typeof RETURN_OWNERS)[number];

/** What shows interest of one strength. */
export interface InterestSigns {
  /** A submission that states a purchase timeframe of at most so many days. */
  timeframeDays: number;
  engagementTypes: readonly EngagementType[];
}

/** What fresh interest does to leads of a category. The first rule that fits decides. */
export interface ReturningRule {
  category: EndedCategory;
  /** Reasons of the loss, the disqualification or the parking; absent: all. */
  reasons?: readonly string[] | undefined;
  /** The least interest for which the rule holds. */
  interest: InterestStrength;
  action: ReturnAction;
  /** Of a reopened or new lead; absent: `former_owner`. */
  owner?: ReturnOwner | undefined;
}

export interface ReturningRules {
  strong: InterestSigns;
  clear: InterestSigns;
  /** Channels through which others speak about the person, so that nothing from them is interest. */
  ignoredChannels: readonly Channel[];
  /** Channels whose new leads are disqualified as `existing_customer` when the person is a customer. */
  notPursuedChannels: readonly Channel[];
  rules: readonly ReturningRule[];
}

export const RETURNING_LIMITS = { rules: 50, timeframeDays: 3_650 } as const;

/** Of funnels that state no rules: a buyer who wants to buy now is served, unless the lead cannot be worked at all. */
export const DEFAULT_RETURNING: ReturningRules = {
  strong: { timeframeDays: 0, engagementTypes: ['purchase_requested', 'demo_requested', 'price_requested'] },
  clear: { timeframeDays: 60, engagementTypes: ['meeting_booked', 'trial_started'] },
  ignoredChannels: ['purchased_list', 'import'],
  notPursuedChannels: ['purchased_list'],
  rules: [
    {
      category: 'disqualified',
      reasons: ['spam', 'invalid_contact', 'duplicate'],
      interest: 'clear',
      action: 'stay_closed',
    },
    { category: 'disqualified', interest: 'strong', action: 'reopen', owner: 'former_owner' },
    {
      category: 'disqualified',
      reasons: ['only_asked', 'existing_customer', 'other'],
      interest: 'clear',
      action: 'reopen',
      owner: 'former_owner',
    },
    { category: 'lost', interest: 'clear', action: 'reopen', owner: 'former_owner' },
    { category: 'parked', interest: 'strong', action: 'reopen', owner: 'former_owner' },
    { category: 'customer', interest: 'strong', action: 'new_lead', owner: 'former_owner' },
  ],
};

/** The strength of what a submission or an event shows; undefined: neither strong nor clear. */
export function strengthOf(
  rules: ReturningRules,
  shown: {
    timeframeDays?: number | undefined;
    engagementType?: EngagementType | undefined;
    channel?: Channel | undefined;
  },
): InterestStrength | undefined {
  const { timeframeDays, engagementType, channel } = shown;
  if (channel !== undefined && rules.ignoredChannels.includes(channel)) return undefined;
  return INTEREST_STRENGTHS.find((strength) => {
    const signs = rules[strength];
    if (timeframeDays !== undefined && timeframeDays <= signs.timeframeDays) return true;
    return engagementType !== undefined && signs.engagementTypes.includes(engagementType);
  });
}

/** Whether an event shows strong interest: it is a request to buy. */
export const requestsPurchase = (
  rules: ReturningRules,
  { type, channel }: { type: EngagementType; channel?: Channel | undefined },
): boolean => strengthOf(rules, { engagementType: type, channel }) === 'strong';

/** The rule for a lead that ended so; undefined: none, and it stays as it is. */
export function returningRuleFor(
  { rules }: ReturningRules,
  ended: { category: EndedCategory; reason?: string | undefined },
  strength: InterestStrength,
): ReturningRule | undefined {
  return rules.find(
    ({ category, reasons, interest }) =>
      category === ended.category &&
      (interest === 'clear' || strength === 'strong') &&
      (reasons === undefined || (ended.reason !== undefined && reasons.includes(ended.reason))),
  );
}

/** Interest that left the lead closed because no rule fits it. An activity since then settles it. */
export function undecidedInterest(lead: Lead, rules: ReturningRules): { at: number } | undefined {
  const shown = returningInterestOf(lead);
  if (shown?.action !== 'stay_closed' || shown.isByRule || returningRuleFor(rules, shown, shown.strength)) {
    return undefined;
  }
  const { lastActivityAt } = lead.lifecycle ?? {};
  return lastActivityAt !== undefined && lastActivityAt >= shown.at ? undefined : { at: shown.at };
}

const REASONS: Readonly<Record<EndedCategory, readonly string[]>> = {
  lost: LOSS_REASONS,
  disqualified: DISQUALIFICATION_REASONS,
  parked: PARK_REASONS,
  customer: [],
};

/** All violations of rules whose shape is valid. */
export function validateReturning({ rules }: ReturningRules): FieldViolation[] {
  return rules.flatMap(({ category, reasons = [], action }, index) => {
    const pointer = `/returning/rules/${index}`;
    const violations: FieldViolation[] = [];
    for (const [position, reason] of reasons.entries()) {
      if (REASONS[category].includes(reason)) continue;
      const detail = `"${reason}" is no reason of the category "${category}"`;
      violations.push({ pointer: `${pointer}/reasons/${position}`, code: 'value_invalid', detail });
    }
    const detail =
      action === 'new_lead' && category !== 'customer'
        ? 'only a customer gets a new lead: other leads are reopened'
        : action === 'reopen' && category === 'customer'
          ? 'a customer is not reopened: it gets a new lead'
          : undefined;
    if (detail !== undefined) violations.push({ pointer: `${pointer}/action`, code: 'value_invalid', detail });
    return violations;
  });
}
