/** Fit (A best) by engagement (1 best). */
export const GRADES = ['A1', 'A2', 'A3', 'B1', 'B2', 'B3', 'C1', 'C2', 'C3'] as const;
export type Grade = (typeof GRADES)[number];

/** Points, decimals with at most 2 places. `total` is not always the sum: it has bounds of its own. */
export interface Score {
  fit: number;
  engagement: number;
  total: number;
}
