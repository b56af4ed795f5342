import type { Connector } from '../../core/connectors/connector.js';
import { PLATFORMS } from '../../core/connectors/platforms.js';
import type { WebhookSender } from '../webhooks/sending.js';

/** Why nothing was read. `status` and `refusal` are what the platform answered, where it did. */
export interface FetchProblem {
  problem: string;
  status?: number | null;
  refusal?: unknown;
  retryAfterMs?: number | undefined;
}

/** Reads a path of the API of a platform. */
export type FetchLead = (connector: Connector, path: string) => Promise<{ document: unknown } | FetchProblem>;

/** The monthly version of the API of LinkedIn. */
const LINKEDIN_VERSION = '202606';

/** Requests to platforms, with the access token of the connector. The address is checked as that of a webhook. */
export function createFetch(sender: WebhookSender): FetchLead {
  return async (connector, path) => {
    const { kind, accessToken, baseUrl } = connector;
    const base = baseUrl ?? PLATFORMS[kind].fetch?.baseUrl;
    if (accessToken === null || base === undefined) return { problem: 'The connector has no `accessToken`.' };
    const url = new URL(base.replace(/\/$/, '') + path);
    const headers: Record<string, string> = { accept: 'application/json' };
    if (kind === 'meta_lead_ads') url.searchParams.set('access_token', accessToken);
    else {
      headers.authorization = `Bearer ${accessToken}`;
      headers['linkedin-version'] = LINKEDIN_VERSION;
      headers['x-restli-protocol-version'] = '2.0.0';
    }
    const sent = await sender.send({ method: 'GET', url: url.href, headers, body: '' });
    const { status, error, answer, retryAfterMs } = sent;
    if (error === 'status')
      return { problem: `The platform answered ${status}.`, status, refusal: parsed(answer), retryAfterMs };
    if (error !== null) return { problem: `The platform could not be reached: ${error}.` };
    const document = parsed(answer);
    return document === undefined ? { problem: 'The platform answered something else than JSON.' } : { document };
  };
}

function parsed(text: string | null): unknown {
  try {
    const document: unknown = JSON.parse(text ?? '');
    return typeof document === 'object' && document !== null ? document : undefined;
  } catch {
    return undefined;
  }
}
