import type { LeadFacts } from '../leads/facts.js';
import { MILLISECONDS_PER_DAY, parseInstant } from '../time.js';
import type { RuleParking } from './policy.js';

/** When a lead wakes that the rule parks at `since`, epoch milliseconds. May lie in the past when a contract ends soon. */
export function parkedUntil(
  { days, daysBeforeContractEnd }: RuleParking,
  { competitorContractEndsOn }: Pick<LeadFacts, 'competitorContractEndsOn'>,
  since: number,
): number {
  const contractEnd =
    daysBeforeContractEnd === undefined || competitorContractEndsOn === undefined
      ? undefined
      : parseInstant(competitorContractEndsOn);
  if (contractEnd === undefined || daysBeforeContractEnd === undefined) return since + days * MILLISECONDS_PER_DAY;
  return contractEnd - daysBeforeContractEnd * MILLISECONDS_PER_DAY;
}
