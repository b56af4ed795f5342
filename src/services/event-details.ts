import { comparedDetails, type EventDetails } from '../core/conditions/event-details.js';
import type { Repositories } from '../db/repositories/repositories.js';

/** Details of the events of the leads, where one of the documents compares them, published or not; else undefined. */
export async function readDetails(
  read: Repositories,
  leadIds: readonly string[],
  documents: readonly unknown[],
): Promise<ReadonlyMap<string, EventDetails> | undefined> {
  return comparedDetails(documents) === undefined ? undefined : read.engagement.detailsOf(leadIds);
}
