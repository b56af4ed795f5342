import { createHmac, timingSafeEqual } from 'node:crypto';

/** Cursors hold the sort values of a page's last row. They are opaque to callers, authenticated, and bound to their query. */
export interface CursorCodec {
  /** `binding` names workspace, list, filter and sort; a cursor is refused under any other binding. */
  encode(binding: string, position: readonly (string | number)[]): string;
  decode(binding: string, cursor: string): (string | number)[] | undefined;
}

const TAG_BYTES = 16;

export function createCursorCodec(secret: string): CursorCodec {
  const tag = (binding: string, body: Buffer) =>
    createHmac('sha256', secret).update(`${binding}\n`).update(body).digest().subarray(0, TAG_BYTES);
  return {
    encode(binding, position) {
      const body = Buffer.from(JSON.stringify(position));
      return Buffer.concat([tag(binding, body), body]).toString('base64url');
    },
    decode(binding, cursor) {
      const bytes = Buffer.from(cursor, 'base64url');
      // Node's decoder skips characters outside base64url: only an issued text encodes to itself.
      if (bytes.length <= TAG_BYTES || bytes.toString('base64url') !== cursor) return undefined;
      const body = bytes.subarray(TAG_BYTES);
      if (!timingSafeEqual(tag(binding, body), bytes.subarray(0, TAG_BYTES))) return undefined;
      return JSON.parse(body.toString()) as (string | number)[];
    },
  };
}
