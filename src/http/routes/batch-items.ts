import type { FieldError } from '../../services/errors.js';
import type { ItemResult } from '../../services/transactions/items.js';
import { problemBody } from '../problems.js';

/** The answers for the items of a batch, in the order of the request. */
export function itemsOut<Value, Out extends { status: number }>(
  results: readonly ItemResult<Value>[],
  { path, requestId }: { path: string; requestId: string },
  outOf: (value: Value) => Out,
) {
  return results.map((result, index) => {
    if ('value' in result) return { index, ...outOf(result.value) };
    const problem = problemBody(result.error, path, requestId);
    return { index, status: problem.status, problem };
  });
}

/** How many answers refuse an item because its person is on the suppression list. */
export const suppressedAmong = (results: readonly object[]): number =>
  results.filter((result) => 'problem' in result && (result.problem as { code?: string }).code === 'suppressed').length;

/** The items of a batch, with what the form of each violates. */
export function itemsOf<Item, Input>(
  items: readonly Item[],
  invalidItems: ReadonlyMap<number, readonly FieldError[]>,
  inputOf: (item: Item) => Input,
) {
  return items.map((item, index) => {
    const invalid = invalidItems.get(index);
    return invalid ? { invalid } : { input: inputOf(item) };
  });
}
