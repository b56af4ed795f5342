import type { CompiledHandoffPolicy } from '../handoffs/policy.js';
import type { CompiledPlaybook } from '../playbooks/choose.js';
import type { ConditionSettings } from '../segments/stored-conditions.js';
import type { Sequences } from '../sequences/compile.js';
import type { CompiledSlaPolicy } from '../sla/policy.js';
import type { CompiledFunnel } from './funnel.js';

/** The published documents that the lifecycle of leads depends on. */
export interface LifecyclePolicies {
  funnel: CompiledFunnel;
  handoff: CompiledHandoffPolicy;
  sla: CompiledSlaPolicy;
  playbook: CompiledPlaybook;
  sequences: Sequences;
  /** What wake conditions are read by. Absent: no segments, and the days of UTC. */
  conditions?: ConditionSettings | undefined;
}

export interface LifecycleBasis extends LifecyclePolicies {
  /** Whether a document applies to leads without a lifecycle section. While none does, a new lead needs no reactions. */
  reacts: boolean;
}

export function lifecycleBasis(policies: LifecyclePolicies): LifecycleBasis {
  const { funnel, handoff, sla, playbook, sequences } = policies;
  const hasPromises = handoff.automatic.size > 0 || sla.document.rules.length > 0;
  const isActing = playbook.hasAutomatic || sequences.entering.length > 0;
  return { ...policies, reacts: !funnel.isPlain || isActing || hasPromises };
}
