import { timingSafeEqual } from 'node:crypto';
import { STAMP_MS } from '../../core/forms/fill-time.js';
import type { Store } from '../../db/store.js';

/** A start stamp, and until when it is valid, in epoch milliseconds. */
export interface StartStamp {
  stamp: string;
  expiresAt: number;
}

/** Instant and signature, which is an HMAC in base64url. */
const STAMP = /^([0-9a-z]{8,9})\.([\w-]{43})$/;

/** Start stamps: signed instants, each for one form. They are stored nowhere. */
export function startStamps(store: Store, clock: () => number) {
  const signatureOf = (workspaceId: string, formId: string, instant: string) =>
    store.read(workspaceId).keyedHashes.of('form_start', `${formId}\n${instant}`);
  return {
    issue(workspaceId: string, formId: string): StartStamp {
      const now = clock();
      const instant = now.toString(36);
      return { stamp: `${instant}.${signatureOf(workspaceId, formId, instant)}`, expiresAt: now + STAMP_MS };
    },
    /** The instant of a stamp; undefined when it is none of this form. */
    read(workspaceId: string, formId: string, text: string | undefined): number | undefined {
      const [, instant, signature] = STAMP.exec(text ?? '') ?? [];
      if (instant === undefined || signature === undefined) return undefined;
      const expected = Buffer.from(signatureOf(workspaceId, formId, instant));
      return timingSafeEqual(expected, Buffer.from(signature)) ? Number.parseInt(instant, 36) : undefined;
    },
  };
}
