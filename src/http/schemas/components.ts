import Type, { type Static, type TOptional, type TProperties, type TSchema, type TUnsafe } from 'typebox';

/** A schema with a name: it becomes `#/components/schemas/<name>` and one type in every generated client. */
export type Component<S extends TSchema> = S & { readonly $id: string };

const components = new Map<string, TSchema>();

/** Names a schema. Names are PascalCase, unique, and stable: renaming one breaks generated clients. */
export function component<S extends TSchema>(name: string, schema: S): Component<S> {
  if (!/^[A-Z][A-Za-z0-9]{2,63}$/.test(name)) throw new Error(`Component name ${name} is not PascalCase`);
  if (components.has(name)) throw new Error(`Two components are named ${name}`);
  if ('$id' in schema) throw new Error(`Component ${name} has a name already: ${String(schema.$id)}`);
  const named = Object.assign(schema, { $id: name });
  components.set(name, named);
  return named;
}

/** Refers to a component by name, with its type. */
export function Ref<S extends TSchema>(schema: Component<S>): TUnsafe<Static<S>> {
  return Type.Unsafe<Static<S>>({ $ref: schema.$id });
}

/** One of a closed list of words, which comes from the core. */
export function enumOf<const T extends readonly string[]>(
  values: T,
  options: { description: string },
): TUnsafe<T[number]> {
  return Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...options });
}

/** The scalar, or null. Objects are left out rather than null. */
export function nullable<S extends TSchema>(schema: S): TUnsafe<Static<S> | null> {
  const plain: { type?: unknown; enum?: readonly unknown[] } = { ...schema };
  if (typeof plain.type !== 'string') throw new Error('Only a schema of one scalar type can be made nullable');
  return Type.Unsafe<Static<S> | null>({
    ...plain,
    type: [plain.type, 'null'],
    ...(plain.enum === undefined ? {} : { enum: [...plain.enum, null] }),
  });
}

type PatchFields<Fields extends TProperties> = {
  [Name in keyof Fields]: TOptional<TUnsafe<Static<Fields[Name]> | null>>;
};

/** The fields of a patch, each optional: null removes a scalar; a list is replaced as a whole, and emptied by []. */
export function patchFields<Fields extends TProperties>(fields: Fields): PatchFields<Fields> {
  const patched = Object.entries(fields).map(([name, schema]) => {
    const { type }: PropertySchema = schema;
    return [name, Type.Optional(type === 'array' ? schema : nullable(schema))];
  });
  // `Object.fromEntries` forgets which field has which schema.
  return Object.fromEntries(patched) as PatchFields<Fields>;
}

/** The keywords that the checks and the document read of a property. */
interface PropertySchema {
  $ref?: string;
  type?: unknown;
  enum?: readonly string[];
  const?: string;
  items?: TSchema & { $ref?: string };
}

/** The properties of an object schema. */
export function propertiesOf(schema: TSchema): Record<string, PropertySchema> {
  const { properties = {} }: { properties?: Record<string, PropertySchema> } = schema;
  return properties;
}

/** One of several components, distinguished by a required property that is a one-word enum in each. */
export function oneOfBy<S extends Component<TSchema>[]>(
  propertyName: string,
  variants: [...S],
  options: { description: string },
): TUnsafe<Static<S[number]>> {
  return Type.Unsafe<Static<S[number]>>({
    type: 'object',
    required: [propertyName],
    discriminator: { propertyName },
    oneOf: variants.map((variant) => ({ $ref: variant.$id })),
    ...options,
  });
}

/** The component of that name. */
export function getComponent(name: string): TSchema {
  const found = components.get(name);
  if (found === undefined) throw new Error(`No component is named ${name}`);
  return found;
}

/** The components reached from these schemas by reference, sorted by name. */
export function reachableComponents(roots: readonly unknown[]): [string, TSchema][] {
  const reached = new Map<string, TSchema>();
  const pending: unknown[] = [...roots];
  while (pending.length > 0) {
    const node = pending.pop();
    if (typeof node !== 'object' || node === null) continue;
    for (const [key, value] of Object.entries(node)) {
      if ((key === '$ref' || key === '$id') && typeof value === 'string') {
        if (reached.has(value)) continue;
        reached.set(value, getComponent(value));
        pending.push(getComponent(value));
      } else pending.push(value);
    }
  }
  return [...reached].sort(([a], [b]) => (a < b ? -1 : 1));
}
