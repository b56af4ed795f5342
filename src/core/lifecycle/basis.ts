import { DEFAULT_FUNNEL } from '../defaults/funnel.js';
import { DEFAULT_PLAYBOOK } from '../defaults/playbook.js';
import { type CompiledPlaybook, compilePlaybook } from '../playbooks/choose.js';
import { type CompiledFunnel, compileFunnel } from './funnel.js';

/** The published documents that the lifecycle of leads rests on. */
export interface LifecyclePolicies {
  funnel: CompiledFunnel;
  playbook: CompiledPlaybook;
}

export interface LifecycleBasis extends LifecyclePolicies {
  /** Whether any document asks for something of leads without a lifecycle: while none does, creating one costs nothing. */
  reacts: boolean;
}

export function lifecycleBasis(policies: LifecyclePolicies): LifecycleBasis {
  return { ...policies, reacts: !policies.funnel.isPlain || policies.playbook.hasAutomatic };
}

/** What a new workspace has. */
export const DEFAULT_LIFECYCLE: LifecycleBasis = lifecycleBasis({
  funnel: compileFunnel(DEFAULT_FUNNEL, 1),
  playbook: compilePlaybook(DEFAULT_PLAYBOOK, 1),
});
