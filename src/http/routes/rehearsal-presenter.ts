import type { Job } from '../../core/jobs/shapes.js';

const countsOut = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts).map(([value, rows]) => ({ value, rows }));

/** The wire form of a rehearsal: groups as lists. */
export function rehearsalOut({ params, result }: Job<'rehearse_import'>) {
  if (result === null || !('categories' in result)) return params;
  const { categories, temperatures, owners } = result;
  const groups = {
    categories: countsOut(categories),
    temperatures: countsOut(temperatures),
    owners: countsOut(owners),
  };
  return { ...params, ...result, ...groups };
}
