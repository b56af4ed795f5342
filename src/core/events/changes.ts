import { changesBetween } from '../values.js';

/** A record as it was and is; without `before` it is new, without `after` it is removed. */
export type RecordChange<Noun> =
  | { before: Noun; after: Noun }
  | { before?: undefined; after: Noun }
  | { before: Noun; after?: undefined };

/** The values of an event: all of a new or removed record, and what has changed of another. */
export function eventValues<Values extends object>(before: Values | undefined, after: Values | undefined) {
  return before && after ? changesBetween(before, after) : { before, after };
}
