import type { ReassignCommand, RerunCommand } from '../../core/assignment/commands/reassign.js';
import type { Job, JobStep, LeadJobKind } from '../../core/jobs/job.js';
import type { RescoreCommand } from '../../core/leads/commands/rescore.js';
import type { Step } from '../jobs/kinds.js';
import { LeaseLost } from '../jobs/step.js';
import type { Outcome, Transactions } from '../transactions/request.js';

type StepCommand = RescoreCommand | ReassignCommand | RerunCommand;

/** What a command on behalf of a job names, with the lead after which it passes this one. */
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

/** Passes a slice of leads on behalf of a job, in one transaction: the job comes as far as its commands, or nothing happens. */
export async function passLeads<Kind extends LeadJobKind>(
  transactions: Transactions,
  step: Step<Kind>,
  commands: readonly StepCommand[],
): Promise<void> {
  const job = await transactions.run<StepCommand, Job | undefined>({
    context: step.context,
    commands,
    mode: 'partial',
    finish: jobAfter,
  });
  if (job === undefined) throw new LeaseLost();
  step.advanced(job);
}

/** Refused is the first command, and with it all others. */
function jobAfter(outcomes: readonly Outcome<StepCommand>[]): Job | undefined {
  const last = outcomes.at(-1);
  return last && 'result' in last ? last.result.job : undefined;
}
