import type { AttributionQuestion } from '../../core/attribution/question.js';
import { type CostsOfGroups, costsOfGroups } from '../../core/attribution/returns.js';
import { parseMoney } from '../../core/money.js';
import type { QuestionContext } from '../../db/repositories/report-queries.js';
import type { AttributionRead } from './journeys.js';

/**
 * The costs of the days of the period in the groups of a question; of a cohort those of the days on which its leads were created. Undefined
 * where the question has a condition on leads: costs have none of their fields.
 */
export async function costsOf(
  read: AttributionRead,
  question: AttributionQuestion,
  context: QuestionContext,
): Promise<CostsOfGroups | undefined> {
  if (question.where !== undefined) return undefined;
  const [{ survivors }, groups] = await Promise.all([read.origins(), read.costs(question, context)]);
  return costsOfGroups(
    groups.map(({ keys, currency, amount }) => ({
      keys: keys.map((key) => key && (survivors.get(key) ?? key)),
      ...{ currency, units: parseMoney(amount) ?? 0n },
    })),
  );
}
