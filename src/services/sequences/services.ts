import type { Store } from '../../db/store.js';
import { guardService } from '../guard.js';
import type { Transactions } from '../transactions/request.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { type LeadSequencesService, leadSequencesService } from './lead-sequences.js';
import { type SequencesService, sequencesService } from './sequences.js';

export interface SequenceServices {
  leadSequences: LeadSequencesService;
  sequences: SequencesService;
}

/** Sequences, and the leads in them. */
export function sequenceServices(options: {
  store: Store;
  transactions: Transactions;
  timeOf: WorkspaceTime;
}): SequenceServices {
  const { store, timeOf } = options;
  return {
    leadSequences: guardService(store, leadSequencesService(options)),
    sequences: guardService(store, sequencesService(store, timeOf)),
  };
}
