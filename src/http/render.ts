import { hash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { StoredResponse } from '../services/context.js';
import type { Names, ReadNames } from '../services/names.js';
import {
  type FileAnswer,
  type Operation,
  type OperationRequest,
  type Presented,
  successStatuses,
} from './operations.js';
import { contentTag, etagOf } from './plugins/preconditions.js';

type Serialize = (body: unknown) => string;
type Fields = Record<string, unknown>;
export type AnyRequest = OperationRequest<Fields, Fields, unknown>;

export interface Answer {
  stored: StoredResponse;
  /** The tag of the resource, also where the answer does not show it. */
  etag: string | undefined;
  /** Sent in place of the body of `stored`. */
  file?: FileAnswer | undefined;
  nextPage?: string | undefined;
}

const JSON_UTF8 = 'application/json; charset=utf-8';

/** Turns a result into the answer, with the names that belong beside its ids. */
export function presenterOf<S>(
  operation: Operation<S>,
  { names }: { names: Names },
  input: AnyRequest,
  reply: FastifyReply,
) {
  const serialize = reply.getSerializationFunction('2xx') as Serialize | undefined;
  const { workspaceId } = input.principal;
  const present = (result: unknown, missing: Set<string>): Presented<unknown> => {
    const lookup = names.lookup(workspaceId, missing);
    let shown = '';
    const presented = operation.present(result, {
      ...input,
      names: (id) => {
        const name = lookup(id);
        if (name !== undefined) shown += `${name}\0`;
        return name;
      },
    });
    // Without a version there is no tag to distinguish: lists and batches show many names.
    if (shown === '' || presented.version === undefined) return presented;
    return { ...presented, variant: withNames(presented.variant, shown) };
  };
  const render = (result: unknown): Answer => renderAnswer(operation, present(result, new Set()), serialize);
  return {
    /** With the names that are known. */
    render,
    async renderNamed(result: unknown): Promise<Answer> {
      const missing = new Set<string>();
      const presented = present(result, missing);
      if (missing.size === 0) return renderAnswer(operation, presented, serialize);
      await names.load(workspaceId, missing);
      return render(result);
    },
    async loadNames(result: unknown, read: ReadNames): Promise<void> {
      const missing = new Set<string>();
      present(result, missing);
      if (missing.size > 0) await names.load(workspaceId, missing, read);
    },
  };
}

/** A name may change without a new version of the resource that shows it: another answer, so another tag. */
function withNames(variant: string | undefined, shown: string): string {
  return `${variant ?? ''}${hash('sha256', shown, 'hex').slice(0, 8)}`;
}

function renderFile(file: FileAnswer, status: number): Answer {
  const { name, contentType, bytes, tag } = file;
  const etag = tag === undefined ? undefined : `"${tag}"`;
  const headers = {
    'content-type': contentType,
    'content-disposition': `attachment; filename="${name}"`,
    ...(bytes !== undefined && { 'content-length': String(bytes) }),
    ...(etag !== undefined && { etag }),
  };
  return { stored: { status, headers, body: '' }, etag, file };
}

function renderAnswer<S>(
  operation: Operation<S>,
  presented: Presented<unknown>,
  serialize: Serialize | undefined,
): Answer {
  const status = presented.status ?? successStatuses(operation)[0] ?? 200;
  const headers: Record<string, string> = {};
  const etag = presented.version === undefined ? undefined : etagOf(presented.version, presented.variant);
  if (etag !== undefined && operation.concurrency === 'etag') headers.etag = etag;
  if (presented.location !== undefined) headers.location = presented.location;
  if (presented.file !== undefined) return renderFile(presented.file, status);
  const { nextPage } = presented;
  if (serialize === undefined) return { stored: { status, headers, body: '' }, etag, nextPage };
  headers['content-type'] = JSON_UTF8;
  const body = serialize(presented.body);
  if (operation.validator !== 'content') return { stored: { status, headers, body }, etag, nextPage };
  headers.etag = contentTag(body);
  return { stored: { status, headers, body }, etag: headers.etag };
}
