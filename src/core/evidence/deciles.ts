import { wilsonInterval } from './wilson.js';

/** A tenth of the leads. Leads of equal score at its edge count in part, with the share won of their group in each tenth. */
export interface Decile {
  /** Points on average. */
  averageScore: number;
  /** Share won, 0 to 1. */
  winRate: number;
  /** 95 % interval of the share (Wilson 1927). */
  winRateLow: number;
  winRateHigh: number;
  /** Share won divided by that of all leads; 1 is chance. */
  lift: number;
}

const DECILES = 10;

/** Lift and calibration: tenths from the highest scores to the lowest, with their outcomes. `won`: 1 or 0. */
export function decilesOf(won: ArrayLike<number>, scores: ArrayLike<number>): Decile[] {
  const rows = won.length;
  const groups = groupsOf(won, scores);
  const size = rows / DECILES;
  const baseRate = groups.reduce((sum, group) => sum + group.won, 0) / rows;
  let [index, used] = [0, 0];
  return Array.from({ length: DECILES }, () => {
    let [missing, hits, points] = [size, 0, 0];
    while (missing > 1e-9) {
      const group = groups[index];
      if (group === undefined) break;
      const part = Math.min(missing, group.leads - used);
      hits += (group.won * part) / group.leads;
      points += group.score * part;
      missing -= part;
      used += part;
      if (group.leads - used <= 1e-9) [index, used] = [index + 1, 0];
    }
    const winRate = hits / size;
    const lift = baseRate === 0 ? 0 : winRate / baseRate;
    const { low: winRateLow, high: winRateHigh } = wilsonInterval(winRate, size);
    return { averageScore: points / size, winRate, winRateLow, winRateHigh, lift };
  });
}

interface ScoreGroup {
  score: number;
  leads: number;
  won: number;
}

/** Leads of equal score together, the highest first. */
function groupsOf(won: ArrayLike<number>, scores: ArrayLike<number>): ScoreGroup[] {
  const groups = new Map<number, ScoreGroup>();
  for (let row = 0; row < won.length; row++) {
    const score = scores[row] as number;
    const group = groups.get(score) ?? { score, leads: 0, won: 0 };
    groups.set(score, group);
    group.leads++;
    group.won += won[row] as number;
  }
  return [...groups.values()].sort((a, b) => b.score - a.score);
}
