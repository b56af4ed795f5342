import type { Operation } from '../src/http/operations.js';
import { validatorCompiler } from '../src/http/validation.js';

/** Examples that do not match their schema. */
export function exampleFaults(operations: readonly Operation[]): string[] {
  const { violations } = validatorCompiler(operations);
  const now = Date.now();
  return operations.flatMap(({ id, body, bodyExample, success }) => {
    const request = body === undefined ? [] : violations(body, bodyExample, now);
    const response = success.schema === undefined ? [] : violations(success.schema, success.example, now);
    return [
      ...request.map(({ pointer, detail }) => `${id}: request example ${pointer} ${detail}`),
      ...response.map(({ pointer, detail }) => `${id}: answer example ${pointer} ${detail}`),
    ];
  });
}
