import { DEFAULT_FUNNEL } from '../defaults/funnel.js';
import { DEFAULT_HANDOFF_POLICY } from '../defaults/handoff-policy.js';
import { DEFAULT_PLAYBOOK } from '../defaults/playbook.js';
import { DEFAULT_SLA_POLICY } from '../defaults/sla-policy.js';
import { type CompiledHandoffPolicy, compileHandoffPolicy } from '../handoffs/policy.js';
import { type CompiledPlaybook, compilePlaybook } from '../playbooks/choose.js';
import { type CompiledSlaPolicy, compileSlaPolicy } from '../sla/policy.js';
import { type CompiledFunnel, compileFunnel } from './funnel.js';

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

/** What a new workspace has. */
export const DEFAULT_LIFECYCLE: LifecycleBasis = lifecycleBasis({
  funnel: compileFunnel(DEFAULT_FUNNEL, 1),
  handoff: compileHandoffPolicy(DEFAULT_HANDOFF_POLICY, 1),
  sla: compileSlaPolicy(DEFAULT_SLA_POLICY, 1, { zoneOf: () => undefined, holidays: new Set() }),
  playbook: compilePlaybook(DEFAULT_PLAYBOOK, 1),
});
