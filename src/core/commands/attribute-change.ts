import { stepReads } from '../assignment/commands/reassign.js';
import type { AttributeKind, AttributeType } from '../attributes/kind.js';
import { exactNumber, normalValue } from '../attributes/normal-values.js';
import type { Batch } from '../batch/batch.js';
import type { Reads } from '../batch/reads.js';
import { isDecimalText } from '../conditions/attribute-bounds.js';
import { type JobStep, type LeadJobOf, stepRefusal } from '../jobs/job.js';
import { MAX_UNFIT_SAMPLES } from '../leads/attribute-change.js';
import { hasRecord } from '../leads/commands/attributes.js';
import { type PatchCommand, patch, patchReads } from '../leads/commands/patch.js';
import type { Lead } from '../leads/lead.js';
import type { Refusal } from '../refusals.js';
import { type AttributeValue, sameValue } from '../values.js';

/** One step of a change of an attribute's type: converts the value of a lead, or finds out whether it fits. */
export interface AttributeChangeCommand extends JobStep {
  type: 'attribute_change';
  name: string;
  /** What values have to be. */
  kind: AttributeKind;
  /** The type before. */
  from?: AttributeType | undefined;
  /** Only finds out what would happen. */
  dryRun: boolean;
}

export interface AttributeChangeResult {
  changed: boolean;
  job: LeadJobOf<'attribute_change'>;
}

const jobOf = (batch: Batch, jobId: string): LeadJobOf<'attribute_change'> | undefined => {
  const job = batch.jobs.find(jobId);
  return job?.kind === 'attribute_change' ? job : undefined;
};

const attributeOf = (lead: Lead | undefined, name: string): AttributeValue | undefined => {
  const { attributes } = lead?.facts ?? {};
  return attributes !== undefined && Object.hasOwn(attributes, name) ? attributes[name] : undefined;
};

/** The value in its new form; undefined: it does not fit. A reference has to name a record, as far as it is loaded. */
function convertedValue(
  { kind, from }: Pick<AttributeChangeCommand, 'kind' | 'from'>,
  value: Exclude<AttributeValue, null>,
): AttributeValue | undefined {
  // Of a text "1.234" may be 1234; of a decimal it is not.
  if (kind.type === 'number' && from === 'decimal' && isDecimalText(value)) return exactNumber(value);
  const normal = normalValue(kind, value);
  return 'problem' in normal ? undefined : (normal.value ?? value);
}

type ReferenceType = Extract<AttributeType, 'lead' | 'customer' | 'rep'>;
const isReference = (type: AttributeType): type is ReferenceType =>
  type === 'lead' || type === 'customer' || type === 'rep';

/** The correction that gives the lead the converted value. */
const correctionTo = ({ leadId, name }: AttributeChangeCommand, value: AttributeValue): PatchCommand => ({
  type: 'patch',
  leadId,
  cause: 'attribute_change',
  apply: (facts) => ({ ...facts, attributes: { ...facts.attributes, [name]: value } }),
});

/** What the correction needs, and the record that the converted value names. */
function conversionReads(batch: Batch, command: AttributeChangeCommand): Reads {
  const { leadId, name, kind, dryRun } = command;
  const value = attributeOf(batch.leads.find(leadId), name);
  const converted = value === undefined || value === null ? undefined : convertedValue(command, value);
  if (converted === undefined) return {};
  const reads = dryRun ? {} : patchReads(batch, correctionTo(command, converted));
  if (typeof converted !== 'string') return reads;
  if (kind.type === 'lead') return { ...reads, leadIds: [converted] };
  return kind.type === 'customer' ? { ...reads, sales: { customerIds: [converted] } } : reads;
}

function refuseStep(batch: Batch, command: AttributeChangeCommand): Refusal | undefined {
  const job = jobOf(batch, command.jobId);
  return stepRefusal(job, job?.cursor, command);
}

type Outcome = 'converted' | 'unchanged' | 'unfit';

function convert(batch: Batch, command: AttributeChangeCommand): Outcome {
  const { leadId, name, kind, dryRun } = command;
  const value = attributeOf(batch.leads.find(leadId), name);
  if (value === undefined || value === null) return 'unchanged';
  const converted = convertedValue(command, value);
  if (converted === undefined) return 'unfit';
  if (typeof converted === 'string' && isReference(kind.type) && !hasRecord(batch, kind.type, converted))
    return 'unfit';
  if (sameValue(converted, value)) return 'unchanged';
  if (!dryRun) patch(batch, correctionTo(command, converted));
  return 'converted';
}

function apply(batch: Batch, command: AttributeChangeCommand): AttributeChangeResult {
  const { jobId, leadId, dryRun } = command;
  const before = jobOf(batch, jobId);
  if (before === undefined) throw new Error(`the change of an attribute ${jobId} is not loaded`);
  const outcome = convert(batch, command);
  const { cursor } = before;
  const isSample = outcome === 'unfit' && cursor.unfitSampleIds.length < MAX_UNFIT_SAMPLES;
  const job = {
    ...before,
    done: before.done + 1,
    cursor: {
      ...cursor,
      [outcome]: cursor[outcome] + 1,
      unfitSampleIds: isSample ? [...cursor.unfitSampleIds, leadId] : cursor.unfitSampleIds,
      afterId: leadId,
    },
  };
  batch.jobs.put(job);
  return { changed: outcome === 'converted' && !dryRun, job };
}

export const ATTRIBUTE_CHANGE = { reads: stepReads, readsNext: conversionReads, refuse: refuseStep, apply };
