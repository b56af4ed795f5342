import { DEFAULT_FUNNEL } from '../defaults/funnel.js';
import { type CompiledFunnel, compileFunnel } from './funnel.js';

/** The published documents that the lifecycle of leads rests on. */
export interface LifecyclePolicies {
  funnel: CompiledFunnel;
}

export interface LifecycleBasis extends LifecyclePolicies {
  /** Whether any document asks for something of leads without a lifecycle: while none does, creating one costs nothing. */
  reacts: boolean;
}

export function lifecycleBasis(policies: LifecyclePolicies): LifecycleBasis {
  return { ...policies, reacts: !policies.funnel.isPlain };
}

/** What a new workspace has. */
export const DEFAULT_LIFECYCLE: LifecycleBasis = lifecycleBasis({ funnel: compileFunnel(DEFAULT_FUNNEL, 1) });
