type Json = Record<string, unknown>;

export interface SharedExamples {
  /** The example beside a schema, as a reference to a component. Equal examples of one schema are one component. */
  refer(schema: string, operationId: string, example: unknown): Json;
  components(): Json;
}

/**
 * Examples as components of the document. The first example of a schema has the schema's name, as in `Lead`; each other
 * one names its operation as well, as in `Lead-takeLead`, and a second one of that operation is `Lead-takeLead-2`.
 */
export function sharedExamples(): SharedExamples {
  const names = new Map<string, string>();
  const components = new Map<string, Json>();
  return {
    refer: (schema, operationId, example) => {
      const key = `${schema} ${JSON.stringify(example)}`;
      const own = `${schema}-${operationId}`;
      const free = [schema, own, `${own}-2`].find((name) => !components.has(name));
      const name = names.get(key) ?? free ?? `${own}-3`;
      names.set(key, name);
      components.set(name, { value: example });
      return { example: { $ref: `#/components/examples/${name}` } };
    },
    components: () => Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
