import type { SlaPolicy } from '../sla/policy.js';

/** Published in every new workspace: no service levels. */
export const DEFAULT_SLA_POLICY: SlaPolicy = { rules: [] };
