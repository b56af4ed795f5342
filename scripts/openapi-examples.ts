import { exampleOf, type Operation, successStatuses } from '../src/http/operations.js';
import { Problem } from '../src/http/schemas/problems.js';
import { validatorCompiler } from '../src/http/validation.js';

interface Examples {
  components: { examples: Record<string, { value: unknown }> };
}

/** Examples that do not match their schema: of requests, of successes, and of problems. */
export function exampleFaults(operations: readonly Operation[], document: object): string[] {
  const { violations } = validatorCompiler(operations);
  const now = Date.now();
  const { examples } = (document as Examples).components;
  const problems = Object.entries(examples).filter(([name]) => name.split('-')[0] === Problem.$id);
  const wrong = problems.flatMap(([name, { value }]) =>
    violations(Problem, value, now).map(({ pointer, detail }) => `${name} ${pointer} ${detail}`),
  );
  if (problems.length === 0) wrong.push('the document has no example of a problem');
  const ofOperations = operations.flatMap((operation) => {
    const { id, body, bodyExample, success } = operation;
    const { schema } = success;
    const request = body === undefined ? [] : violations(body, bodyExample, now);
    const response =
      schema === undefined
        ? []
        : successStatuses(operation).flatMap((status) => violations(schema, exampleOf(operation, status), now));
    return [
      ...request.map(({ pointer, detail }) => `${id}: request example ${pointer} ${detail}`),
      ...response.map(({ pointer, detail }) => `${id}: answer example ${pointer} ${detail}`),
    ];
  });
  return [...wrong, ...ofOperations];
}
