import type { Operation } from '../src/http/operations.js';
import { validatorCompiler } from '../src/http/validation.js';

/** Examples that are not valid against the schema they stand beside. */
export function exampleFaults(operations: readonly Operation[]): string[] {
  const { violations } = validatorCompiler(operations);
  const now = Date.now();
  return operations.flatMap(({ id, body, bodyExample, success }) => {
    const request = body === undefined ? [] : violations(body, bodyExample, now);
    const answer = success.schema === undefined ? [] : violations(success.schema, success.example, now);
    return [
      ...request.map(({ pointer, detail }) => `${id}: request example ${pointer} ${detail}`),
      ...answer.map(({ pointer, detail }) => `${id}: answer example ${pointer} ${detail}`),
    ];
  });
}
