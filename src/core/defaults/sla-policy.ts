import type { SlaPolicy } from '../sla/policy.js';

/** Published in every new workspace: no promise is made until somebody makes one. */
export const DEFAULT_SLA_POLICY: SlaPolicy = { rules: [] };
