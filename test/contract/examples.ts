import type { ContractOperation, Resolve, Schema } from './document.js';

const referenceOf = ({ answers }: ContractOperation, status: number) =>
  `#/components/schemas/${answers.get(status)?.component}`;

/** Formats of values that differ from answer to answer. */
const VARYING = new Set(['uuid', 'date-time', 'date', 'uri-reference']);
/** Ids also stand in texts: a group of a report, the key that requested something. */
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** Texts that the service makes up, and paths with an id in them. */
const MADE_UP = /\/(links\/\w+|group|displayId|createdBy|token|secret|stamp|address|nextCursor)$/;
const DAY = /\d{4}-\d\d-\d\d/g;
/** Lists show one item in the document. */
const FURTHER_ITEMS = /^\/data\/[1-9]/;

/**
 * What the documented answer and the real one to the documented request have different: fields, words and texts. Ids, instants,
 * paths and numbers vary.
 */
export function exchangeFaults(
  operation: ContractOperation,
  { status, text }: { status: number; text: string },
  resolve: Resolve,
): string[] {
  const documented = operation.answers.get(status);
  if (documented?.component === undefined) return status < 300 ? [] : [`${operation.id}: ${status} ${text}`];
  const reference = { $ref: referenceOf(operation, status) };
  const [shown, real] = [documented.example, JSON.parse(text)].map((value) => {
    const leaves = new Map<string, string>();
    addLeaves(leaves, '', reference, value, resolve);
    return leaves;
  });
  const paths = new Set([...(shown?.keys() ?? []), ...(real?.keys() ?? [])]);
  return [...paths].flatMap((path) => {
    const [documentedAs, is] = [shown?.get(path), real?.get(path)];
    return documentedAs === is || FURTHER_ITEMS.test(path)
      ? []
      : [`${operation.id} ${status}: ${path} is ${is ?? 'not there'}, documented as ${documentedAs ?? 'nothing'}`];
  });
}

function addLeaves(
  leaves: Map<string, string>,
  path: string,
  reference: Schema,
  value: unknown,
  resolve: Resolve,
): void {
  const schema = { ...resolve(reference), ...reference };
  if (Array.isArray(value)) {
    leaves.set(path, value.length === 0 ? 'empty' : 'a list');
    value.forEach((item, index) => {
      addLeaves(leaves, `${path}/${index}`, schema.items ?? {}, item, resolve);
    });
    return;
  }
  if (typeof value !== 'object' || value === null) {
    const isId = typeof value === 'string' && ID.test(value);
    const varies = typeof value === 'number' || isId || VARYING.has(schema.format ?? '') || MADE_UP.test(path);
    leaves.set(path, value !== null && varies ? `any ${typeof value}` : JSON.stringify(value).replace(DAY, 'a day'));
    return;
  }
  for (const [name, child] of Object.entries(value)) {
    const open = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
    addLeaves(leaves, `${path}/${name}`, schema.properties?.[name] ?? open, child, resolve);
  }
}
