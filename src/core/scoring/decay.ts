import { MILLISECONDS_PER_DAY } from '../time.js';
import { halfToThe } from './half-life.js';
import type { Decay } from './model.js';
import { roundHalfAwayFromZero } from './points.js';

/**
 * The share of its points (0 to 1) an event keeps at `age` (milliseconds, >= 0), with a = age and d = `days`:
 * half-life 0.5^(a/d), linear max(0, 1 - a/d), step factor^floor(a/d), none 1. Never rises with age.
 */
export function decayFactor(decay: Decay, age: number): number {
  switch (decay.type) {
    case 'none':
      return 1;
    case 'half_life':
      return halfToThe(age / (decay.days * MILLISECONDS_PER_DAY));
    case 'linear':
      return Math.max(0, 1 - age / (decay.days * MILLISECONDS_PER_DAY));
    case 'step':
      return decay.factor ** Math.floor(age / (decay.days * MILLISECONDS_PER_DAY));
  }
}

/** An event's points in hundredths at `age`, rounded half away from zero to a whole hundredth. */
export function decayedHundredths(decay: Decay, hundredths: number, age: number): number {
  return roundHalfAwayFromZero(hundredths * decayFactor(decay, age));
}
