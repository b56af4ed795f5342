import { submitRefusal } from '../leads/commands/submit.js';
import { submissionReads } from '../lifecycle/commands/returning.js';
import { submitStatement, submittedLeads, submittedReads } from './customer-consent.js';
import { RECORD_HISTORY } from './history-links.js';

/** The commands by which a lead becomes known. */
export const ARRIVALS = {
  submission: {
    reads: submissionReads,
    readsNext: submittedReads,
    leadsOf: submittedLeads,
    refuse: submitRefusal,
    apply: submitStatement,
  },
  record_history: RECORD_HISTORY,
};
