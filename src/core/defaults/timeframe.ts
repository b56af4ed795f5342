import { all, field } from '../conditions/build.js';

/** Days for which the wish to buy at once counts before it has to be stated again. */
const HOT_DAYS = 14;
/** Days left of a stated timeframe from which on a lead is warm. */
const WARM_DAYS = 60;

/** A stated timeframe counts down from when it was stated: 90 days become 60 a month later, and one that has passed no longer counts. */
export const DECIDES_SOON = field('timeframeDaysLeft', 'between', [0, WARM_DAYS]);

export const WANTS_NOW = all(field('purchaseTimeframeDays', 'lte', 0), field('timeframeDaysLeft', 'gte', -HOT_DAYS));

/** It stated a timeframe of which more is left. */
export const DECIDES_LATER = field('timeframeDaysLeft', 'gt', WARM_DAYS);
