import type { Funnel } from '../lifecycle/funnel.js';
import { DEFAULT_RETURNING } from '../lifecycle/returning-rules.js';

/** Published in every new workspace: each category is one stage, a lead may be recycled three times, and buyers who come back are served. */
export const DEFAULT_FUNNEL: Funnel = {
  stages: [
    { key: 'suspect', name: 'Suspect', category: 'suspect' },
    { key: 'lead', name: 'Lead', category: 'lead' },
    { key: 'mql', name: 'Marketing qualified', category: 'mql' },
    { key: 'sql', name: 'Sales qualified', category: 'sql' },
    { key: 'prospect', name: 'Prospect', category: 'prospect' },
    { key: 'customer', name: 'Customer', category: 'customer' },
    { key: 'parked', name: 'Parked', category: 'parked' },
    { key: 'disqualified', name: 'Disqualified', category: 'disqualified' },
    { key: 'lost', name: 'Lost', category: 'lost' },
  ],
  recycling: { maxCycles: 3, cooldownDays: 30 },
  returning: DEFAULT_RETURNING,
};
