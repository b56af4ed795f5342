import type { IncomingHttpHeaders } from 'node:http';
import type { Connector } from '../../core/connectors/connector.js';
import { AppError } from '../errors.js';
import { challengeResponse, isSameSecret, isSigned, isSignedByLinkedIn } from './signatures.js';

/** A request to the address of a connector. */
export interface InboundRequest {
  bytes: Uint8Array;
  headers: IncomingHttpHeaders;
}

/** Refuses a body that is not signed by who has the secret. Google signs nothing: see `verifyKey`. */
export function verify(connector: Connector, request: InboundRequest): void {
  const { kind, signatureHeader, signatureAlgorithm: algorithm } = connector;
  const secret = connector.secret ?? '';
  const header = kind === 'meta_lead_ads' ? 'X-Hub-Signature-256' : signatureHeader;
  const isRight =
    kind === 'linkedin_lead_gen'
      ? isSignedByLinkedIn(request, secret)
      : header === null || isSigned(request, { header, algorithm, secret });
  const named = kind === 'linkedin_lead_gen' ? 'X-LI-Signature' : header;
  if (!isRight) throw new AppError('unauthenticated', `The header ${named} does not have the signature of the body.`);
}

/** Refuses a lead of a Google form without the key of the form. */
export function verifyKey({ kind, secret }: Connector, document: unknown): void {
  if (kind !== 'google_lead_form') return;
  const key = typeof document === 'object' && document !== null ? Reflect.get(document, 'google_key') : undefined;
  if (!isSameSecret(key, secret ?? ''))
    throw new AppError('unauthenticated', '`google_key` is not the key of this connector.');
}

export type Handshake = { text: string } | { json: object };

const CHALLENGE = /^[\x21-\x7e]{1,500}$/;
/** A UUID. The signature of a body is made by the same key over `hmacsha256=` and the body: no challenge may be such a text. */
const LINKEDIN_CHALLENGE = /^[A-Za-z0-9-]{1,100}$/;

/**
 * The answer with which a platform learns that the address is ours: Meta sends the secret part of the address as verify token, LinkedIn a
 * challenge that is signed. Undefined: it is no such request.
 */
export function handshakeOf(
  { kind, secret }: Connector,
  query: Readonly<Record<string, unknown>>,
  token: string,
): Handshake | undefined {
  const of = (name: string): string | undefined => {
    const value = Object.hasOwn(query, name) ? query[name] : undefined;
    return typeof value === 'string' && CHALLENGE.test(value) ? value : undefined;
  };
  if (kind === 'meta_lead_ads') {
    const challenge = of('hub.challenge');
    if (of('hub.mode') !== 'subscribe' || challenge === undefined) return undefined;
    return isSameSecret(of('hub.verify_token'), token) ? { text: challenge } : undefined;
  }
  const challengeCode = kind === 'linkedin_lead_gen' ? of('challengeCode') : undefined;
  if (challengeCode === undefined || !LINKEDIN_CHALLENGE.test(challengeCode) || secret === null) return undefined;
  return { json: { challengeCode, challengeResponse: challengeResponse(challengeCode, secret) } };
}
