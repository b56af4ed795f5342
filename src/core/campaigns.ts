import { canonicalMoney } from './money.js';
import type { Source } from './sources.js';
import type { FieldViolation } from './violations.js';

/** What a campaign does now, as people state it; dates change no status. Ended and archived campaigns still take leads that name them. */
export const CAMPAIGN_STATUSES = ['planned', 'active', 'paused', 'ended', 'archived'] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/** A plan of a campaign. Days are `yyyy-mm-dd`, both included. */
export interface CampaignPlan {
  startsOn: string | null;
  endsOn: string | null;
  /** Money (`money.ts`) in `budgetCurrency`. */
  budget: string | null;
  /** ISO 4217; null exactly where the budget is. */
  budgetCurrency: string | null;
  status: CampaignStatus;
}

/** A campaign of a source. Its name is unique within the source. */
export interface Campaign extends Omit<Source, 'channel'>, CampaignPlan {
  sourceId: string;
}

export const NO_PLAN: CampaignPlan = {
  ...{ startsOn: null, endsOn: null, budget: null, budgetCurrency: null, status: 'active' },
};

export type PlanPatch = { [Field in keyof CampaignPlan]?: CampaignPlan[Field] | undefined };

/**
 * The plan with the changes of a patch, and what is wrong with it: days in reverse, a budget without a currency. A budget that is
 * removed takes its currency with it. Code: `value_invalid`.
 */
export function planWith(before: CampaignPlan, patch: PlanPatch): { plan: CampaignPlan; violations: FieldViolation[] } {
  const budget = patch.budget === undefined ? before.budget : patch.budget;
  const currency = patch.budgetCurrency ?? (patch.budgetCurrency === null ? null : before.budgetCurrency);
  const plan: CampaignPlan = {
    startsOn: patch.startsOn === undefined ? before.startsOn : patch.startsOn,
    endsOn: patch.endsOn === undefined ? before.endsOn : patch.endsOn,
    budget: budget === null ? null : canonicalMoney(budget),
    budgetCurrency: patch.budget === null && patch.budgetCurrency === undefined ? null : currency,
    status: patch.status ?? before.status,
  };
  const violations: FieldViolation[] = [];
  const invalid = (field: keyof CampaignPlan, detail: string) =>
    void violations.push({ pointer: `/${field}`, code: 'value_invalid', detail });
  if (plan.startsOn !== null && plan.endsOn !== null && plan.endsOn < plan.startsOn)
    invalid('endsOn', 'must not be before `startsOn`');
  if (plan.budget !== null && plan.budgetCurrency === null) invalid('budgetCurrency', 'is required with a budget');
  if (plan.budget === null && plan.budgetCurrency !== null) invalid('budget', 'is required with a currency');
  return { plan, violations };
}
