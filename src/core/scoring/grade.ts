import type { Grade, Score } from '../leads/score.js';
import type { GradeBounds } from './model.js';

/** The grade by fit (letter) and engagement (digit): A1 is best, C3 worst. */
export function gradeOf(bounds: GradeBounds, { fit, engagement }: Pick<Score, 'fit' | 'engagement'>): Grade {
  const letter = (['A', 'B', 'C'] as const)[band(fit, bounds.fitBounds)];
  const digit = (['1', '2', '3'] as const)[band(engagement, bounds.engagementBounds)];
  return `${letter}${digit}`;
}

/** "fit 35 (A: 30 or more), engagement 12 (2: 10 to below 25)". */
export function explainGrade(bounds: GradeBounds, { fit, engagement }: Pick<Score, 'fit' | 'engagement'>): string {
  const fitText = bandText(fit, bounds.fitBounds, ['A', 'B', 'C']);
  const engagementText = bandText(engagement, bounds.engagementBounds, ['1', '2', '3']);
  return `fit ${fitText}, engagement ${engagementText}`;
}

function band(value: number, [high, low]: readonly [number, number]): 0 | 1 | 2 {
  return value >= high ? 0 : value >= low ? 1 : 2;
}

function bandText(value: number, bounds: readonly [number, number], names: readonly [string, string, string]): string {
  const [high, low] = bounds;
  const index = band(value, bounds);
  const ranges = [`${high} or more`, `${low} to below ${high}`, `below ${low}`] as const;
  return `${value} (${names[index]}: ${ranges[index]})`;
}
