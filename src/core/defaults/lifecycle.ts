import { compileHandoffPolicy } from '../handoffs/policy.js';
import { type LifecycleBasis, lifecycleBasis } from '../lifecycle/basis.js';
import { compileFunnel } from '../lifecycle/funnel.js';
import { compilePlaybook } from '../playbooks/choose.js';
import { compileSequence, sequencesOf } from '../sequences/compile.js';
import { compileSlaPolicy } from '../sla/policy.js';
import { DEFAULT_FUNNEL } from './funnel.js';
import { DEFAULT_HANDOFF_POLICY } from './handoff-policy.js';
import { DEFAULT_PLAYBOOK } from './playbook.js';
import { DEFAULT_SEQUENCE } from './sequence.js';
import { DEFAULT_SLA_POLICY } from './sla-policy.js';

const NO_PLACES = { zoneOf: () => undefined, holidays: new Set<number>() };

/** The lifecycle documents of a new workspace. */
export const DEFAULT_LIFECYCLE: LifecycleBasis = lifecycleBasis({
  funnel: compileFunnel(DEFAULT_FUNNEL, 1),
  handoff: compileHandoffPolicy(DEFAULT_HANDOFF_POLICY, 1),
  sla: compileSlaPolicy(DEFAULT_SLA_POLICY, 1, NO_PLACES),
  playbook: compilePlaybook(DEFAULT_PLAYBOOK, 1),
  sequences: sequencesOf([compileSequence(DEFAULT_SEQUENCE, { version: 1, name: 'Education' }, NO_PLACES)]),
});
