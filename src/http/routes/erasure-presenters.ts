import type { Job } from '../../core/jobs/shapes.js';

/** The ids of erased records stay in the log, and name nobody. */
export const erasureOut = ({ params: { suppress, consents, suppressions }, result }: Job<'erasure'>) => ({
  suppress,
  consents,
  suppressions,
  ...result,
});
