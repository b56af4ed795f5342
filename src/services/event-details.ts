import { comparedDetails, type EventDetails } from '../core/conditions/event-details.js';
import { comparesTouches } from '../core/conditions/touches.js';
import type { TouchFact } from '../core/leads/touch.js';
import type { Repositories } from '../db/repositories/repositories.js';

/** Details of the events of the leads, where one of the documents compares them, published or not; else undefined. */
export async function readDetails(
  read: Repositories,
  leadIds: readonly string[],
  documents: readonly unknown[],
): Promise<ReadonlyMap<string, EventDetails> | undefined> {
  return comparedDetails(documents) === undefined ? undefined : read.engagement.detailsOf(leadIds);
}

/** The touches of the leads, where one of the documents compares them, published or not; else undefined. */
export async function readTouches(
  read: Repositories,
  leadIds: readonly string[],
  documents: readonly unknown[],
): Promise<ReadonlyMap<string, readonly TouchFact[]> | undefined> {
  return comparesTouches(documents) ? read.touches.factsOf(leadIds) : undefined;
}
