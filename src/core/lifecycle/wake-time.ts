import { dependsOnTime } from '../conditions/time-dependence.js';
import type { WakeWhen } from '../leads/lifecycle.js';

/** Conditions that time alone can make true are looked at again so often, milliseconds. */
const LOOK_AGAIN = 86_400_000;

/** When time may wake a parked lead, or has it looked at again. */
export function wakesAt({ at, condition }: WakeWhen, now: number): number | undefined {
  const again = condition !== undefined && dependsOnTime(condition) ? now + LOOK_AGAIN : undefined;
  return at === undefined || again === undefined ? (at ?? again) : Math.min(at, again);
}
