import type { RoutingPolicy } from '../assignment/policy.js';

/** Published in every new workspace, which has no teams yet: every lead is queued, with that reason. */
export const DEFAULT_ROUTING_POLICY: RoutingPolicy = { rules: [] };
