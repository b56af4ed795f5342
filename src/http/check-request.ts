import type { FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import type { Principal } from '../services/context.js';
import { AppError, type FieldError } from '../services/errors.js';
import type { WorkspaceTime } from '../services/workspace-time.js';
import type { Operation } from './operations.js';
import { MALFORMED_QUERY } from './query.js';
import type { Validators } from './validation.js';

type Fields = Record<string, unknown>;

/** The parts of a request, with their violations at the instant `now`. */
export interface CheckedRequest {
  principal: Principal;
  query: Fields;
  body: unknown;
  violations: readonly FieldError[];
  invalidItems: ReadonlyMap<number, readonly FieldError[]>;
  now: number;
  /** Checks the same request at another instant. */
  at(now: number): Promise<CheckedRequest>;
}

export async function checkRequest(
  operation: Operation<unknown>,
  validators: Validators,
  request: FastifyRequest,
  now: number,
): Promise<CheckedRequest> {
  const { principal, params } = request;
  if (principal === undefined) throw new AppError('unauthenticated', 'An operation was reached without a key.');
  const query = request.query as Fields;
  if (MALFORMED_QUERY in query)
    throw new AppError('invalid_encoding', 'The query is not UTF-8, has NUL, or has more than 100 parameters.');
  const body = readBody(operation, request);
  const at = async (instant: number): Promise<CheckedRequest> => {
    const violations = validators.check({ params, query, body }, instant);
    const invalidItems = await validators.checkItems(body, instant);
    return { principal, query, body, violations, invalidItems, now: instant, at };
  };
  return at(now);
}

/** Whether an instant lies too far ahead of real time. A sandbox whose clock was moved may still accept it. */
export function hasTooLateInstant({ violations, invalidItems }: CheckedRequest): boolean {
  const late = ({ code }: FieldError) => code === 'too_late';
  return violations.some(late) || [...invalidItems.values()].some((errors) => errors.some(late));
}

/** Checks the request again at the time of its workspace, if that is ahead of real time. */
export async function checkAtWorkspaceTime(
  checked: CheckedRequest,
  { timeOf }: { timeOf: WorkspaceTime },
): Promise<CheckedRequest> {
  const now = await timeOf(checked.principal.workspaceId);
  return now > checked.now ? checked.at(now) : checked;
}

function readBody(operation: { body?: TSchema; upload?: string }, request: FastifyRequest): unknown {
  if (operation.upload !== undefined) return undefined;
  const { body } = request;
  if (body instanceof AppError) throw body;
  if (operation.body === undefined) {
    if (body === undefined || request.method === 'GET' || isEmptyObject(body)) return undefined;
    throw new AppError('validation_failed', 'This operation takes no body.', {
      errors: [{ pointer: '', code: 'unknown_field', detail: 'must be absent' }],
    });
  }
  if (body === undefined) {
    throw new AppError('validation_failed', 'This operation needs a JSON body.', {
      errors: [{ pointer: '', code: 'required', detail: 'is required' }],
    });
  }
  return body;
}

function isEmptyObject(body: unknown): boolean {
  return typeof body === 'object' && body !== null && !Array.isArray(body) && Object.keys(body).length === 0;
}
