import type { RoutingPolicy } from '../assignment/policy.js';
import { field } from '../conditions/build.js';

/**
 * Published in every new workspace, which has no teams yet: an SQL goes to one of the reps, any other lead stays with marketing and
 * waits.
 */
export const DEFAULT_ROUTING_POLICY: RoutingPolicy = {
  rules: [],
  anyRep: { when: field('category', 'eq', 'sql') },
};
