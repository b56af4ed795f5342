import { createdState, type HistoryEvent, type ReplayedLead, type ReplayState, stateAfter } from './replay.js';

/**
 * The states of a lead after each of its events, one by one. The engagement and the touches of a state are valid until the next state is
 * requested: they grow in place.
 */
export function* replayStates(
  leadId: string,
  history: readonly HistoryEvent[],
): Generator<{ event: HistoryEvent; state: ReplayedLead }> {
  let state: ReplayState | undefined;
  for (const event of history) {
    if (event.type === 'lead.created') state = createdState(leadId, event);
    else if (event.type === 'lead.deleted') state = undefined;
    else if (state) state = stateAfter(state, event);
    if (state) yield { event, state };
  }
}
