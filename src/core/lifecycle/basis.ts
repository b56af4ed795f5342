import type { CompiledHandoffPolicy } from '../handoffs/policy.js';
import type { CompiledPlaybook } from '../playbooks/choose.js';
import type { CompiledSlaPolicy } from '../sla/policy.js';
import type { CompiledFunnel } from './funnel.js';

/** The published documents that the lifecycle of leads rests on. */
export interface LifecyclePolicies {
  funnel: CompiledFunnel;
  handoff: CompiledHandoffPolicy;
  sla: CompiledSlaPolicy;
  playbook: CompiledPlaybook;
}

export interface LifecycleBasis extends LifecyclePolicies {
  /** Whether any document asks for something of leads without a lifecycle: while none does, creating one costs nothing. */
  reacts: boolean;
}

export function lifecycleBasis(policies: LifecyclePolicies): LifecycleBasis {
  const { funnel, handoff, sla, playbook } = policies;
  const promises = handoff.automatic.size > 0 || sla.document.rules.length > 0;
  return { ...policies, reacts: !funnel.isPlain || playbook.hasAutomatic || promises };
}
