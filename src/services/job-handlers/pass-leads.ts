import type { ReassignCommand, RerunCommand } from '../../core/assignment/commands/reassign.js';
import type { AttributeChangeCommand } from '../../core/commands/attribute-change.js';
import type { BulkCommand } from '../../core/commands/bulk.js';
import type { JobStep, LeadJob, LeadJobKind } from '../../core/jobs/job.js';
import type { RescoreCommand } from '../../core/leads/commands/rescore.js';
import type { Step } from '../jobs/kinds.js';
import { LeaseLost } from '../jobs/step.js';
import type { Outcome, Transactions } from '../transactions/request.js';

type StepCommand = AttributeChangeCommand | BulkCommand | RescoreCommand | ReassignCommand | RerunCommand;

/** The job fields of a command, with the lead that precedes this one in the pass. */
export const stepOf = <Kind extends LeadJobKind>(
  { id, holder }: Step<Kind>,
  leadId: string,
  afterId: string,
): JobStep => ({
  jobId: id,
  holder,
  leadId,
  afterId,
});

/** Applies the commands of a job for a slice of leads in one transaction: the job's progress is saved with their effects, or nothing is. */
export async function passLeads<Kind extends LeadJobKind>(
  transactions: Transactions,
  step: Step<Kind>,
  commands: readonly StepCommand[],
): Promise<void> {
  const job = await transactions.run<StepCommand, LeadJob | undefined>({
    context: step.context,
    commands,
    mode: 'partial',
    answer: jobAfter,
  });
  if (job === undefined) throw new LeaseLost();
  step.advanced(job);
}

/** When the first command is refused, all others are too. */
function jobAfter(outcomes: readonly Outcome<StepCommand>[]): LeadJob | undefined {
  const last = outcomes.at(-1);
  return last && 'result' in last ? last.result.job : undefined;
}
