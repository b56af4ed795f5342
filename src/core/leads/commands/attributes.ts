import {
  attributePointer,
  checkAttributes,
  referencesOf,
  uniqueValues,
  withDefaults,
} from '../../attributes/declared.js';
import type { Batch } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import type { Refusal } from '../../refusals.js';
import type { FieldViolation } from '../../violations.js';
import type { LeadFacts } from '../facts.js';
import { ATTRIBUTE_LIMITS } from '../limits.js';

type Attributes = LeadFacts['attributes'];

/** The facts with declared attributes in their stored form, where they differ from those of `known`. */
export function withDeclared<Facts extends Partial<LeadFacts>>(batch: Batch, facts: Facts, known?: LeadFacts): Facts {
  const { attributes: declared } = batch.basis;
  const { attributes } = facts;
  if (declared === undefined || attributes === undefined || attributes === known?.attributes) return facts;
  return { ...facts, attributes: checkAttributes(declared, attributes, known?.attributes).attributes };
}

/** Reads the owners of unique values that the lead gets or loses, and the records that attributes name. */
export function attributeReads(batch: Batch, attributes: Attributes, known: Attributes): Reads {
  const { attributes: declared } = batch.basis;
  if (declared === undefined) return {};
  const references = referencesOf(declared, attributes, known);
  const idsOf = (kind: string) => references.flatMap((one) => (one.kind === kind ? [one.id] : []));
  const customerIds = idsOf('customer');
  return {
    keys: [...uniqueValues(declared, known), ...uniqueValues(declared, attributes)].map(({ key }) => key),
    leadIds: idsOf('lead'),
    sales: customerIds.length === 0 ? undefined : { customerIds },
  };
}

/** Refuses values that do not fit their definitions and, unless `comparesRecords` is false, that name no record or belong to another lead. */
export function attributeRefusal(
  batch: Batch,
  attributes: Attributes,
  lead: { id?: string; attributes: Attributes },
  comparesRecords = true,
): Refusal | undefined {
  const { attributes: declared } = batch.basis;
  if (declared === undefined || attributes === undefined || attributes === lead.attributes) return undefined;
  const { violations, attributes: normal } = checkAttributes(declared, attributes, lead.attributes);
  for (const { name, kind, id } of comparesRecords ? referencesOf(declared, normal, lead.attributes) : []) {
    if (violations.some(({ pointer }) => pointer === attributePointer(name)) || hasRecord(batch, kind, id)) continue;
    violations.push({
      pointer: attributePointer(name),
      code: 'reference_not_found',
      detail: `the attribute "${name}" names a ${kind} that is not in this workspace`,
    });
  }
  if (comparesRecords) violations.push(...takenValues(batch, normal, lead.id));
  if (violations.length === 0) return undefined;
  return { code: 'rule_refused', detail: 'Some attributes do not fit their definitions.', errors: violations };
}

function takenValues(batch: Batch, attributes: Attributes, leadId: string | undefined): FieldViolation[] {
  return uniqueValues(batch.basis.attributes, attributes).flatMap(({ name, key }) => {
    const owner = batch.leads.byKey(key.kind, key.value);
    if (owner === undefined || owner.id === leadId) return [];
    const detail = `the attribute "${name}" is unique, and another lead (${owner.id}) already has this value`;
    return [{ pointer: attributePointer(name), code: 'value_taken', detail }];
  });
}

/** Whether the record that an attribute names is there, as far as it is loaded. */
export const hasRecord = (
  { leads, sales, assignment }: Batch,
  kind: 'lead' | 'customer' | 'rep',
  id: string,
): boolean => {
  if (kind === 'lead') return leads.find(id) !== undefined;
  return kind === 'rep' ? assignment.rep(id) !== undefined : sales.customers.find(id) !== undefined;
};

/** The facts without unique values of other leads. */
export function withoutTaken<Facts extends Partial<LeadFacts>>(batch: Batch, facts: Facts, leadId?: string): Facts {
  const taken = uniqueValues(batch.basis.attributes, facts.attributes).filter(({ key }) => {
    const owner = batch.leads.byKey(key.kind, key.value);
    return owner !== undefined && owner.id !== leadId;
  });
  if (taken.length === 0) return facts;
  const attributes = { ...facts.attributes };
  for (const { name } of taken) delete attributes[name];
  return { ...facts, attributes };
}

/** The facts without references to records that are not in the workspace. */
export function withoutUnknownReferences<Facts extends Partial<LeadFacts>>(
  batch: Batch,
  facts: Facts,
  known?: LeadFacts,
): Facts {
  const unknown = referencesOf(batch.basis.attributes, facts.attributes, known?.attributes).filter(
    ({ kind, id }) => !hasRecord(batch, kind, id),
  );
  if (unknown.length === 0) return facts;
  const attributes = { ...facts.attributes };
  for (const { name } of unknown) delete attributes[name];
  return { ...facts, attributes };
}

/** The facts of a new lead, with the defaults of declared attributes. */
export function withAttributeDefaults(batch: Batch, facts: LeadFacts): LeadFacts {
  const { attributes: declared } = batch.basis;
  if (declared === undefined || declared.defaults.length === 0) return facts;
  return { ...facts, attributes: withDefaults(declared, facts.attributes, ATTRIBUTE_LIMITS.names) };
}

/** Makes the unique values of a lead its keys, instead of those it had before. */
export function claimUniqueValues(batch: Batch, leadId: string, attributes: Attributes, before?: Attributes): void {
  const { attributes: declared } = batch.basis;
  if (declared?.hasUnique !== true || attributes === before) return;
  const keys = uniqueValues(declared, attributes).map(({ key }) => key);
  const isKept = (value: string) => keys.some((key) => key.value === value);
  const lost = uniqueValues(declared, before).flatMap(({ key }) => (isKept(key.value) ? [] : [key]));
  batch.leads.releaseKeys(leadId, lost);
  batch.leads.claimKeys(leadId, keys);
}
