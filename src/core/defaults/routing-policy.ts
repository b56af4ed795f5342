import type { RoutingPolicy } from '../assignment/policy.js';

/** Published in every new workspace, which has no teams yet, so every lead is queued. */
export const DEFAULT_ROUTING_POLICY: RoutingPolicy = { rules: [] };
