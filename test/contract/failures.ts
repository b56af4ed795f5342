import { USUAL_SETTINGS } from '../../src/core/api-keys/api-key.js';
import { SCOPES } from '../../src/core/api-keys/scopes.js';
import { operations, tags } from '../../src/http/api.js';
import { buildServer } from '../../src/http/server.js';
import type { Principal } from '../../src/services/context.js';
import type { Services } from '../../src/services/services.js';
import type { LogLine } from '../support/app.js';
import type { ContractOperation } from './document.js';
import { problemOf } from './exchange.js';
import { type Findings, good, type Scene } from './refusals.js';

/** What an internal fault may log, and must not answer. */
export const SECRET = 'secret-of-the-fault@example.com';

/** The whole HTTP side over services of which every verb fails with an unexpected error. */
export function brokenServer(logged: LogLine[], maxInFlight: number, perMinute = 0) {
  const principal: Principal = {
    ...{ workspaceId: 'none', keyId: 'none', principalId: 'none', kind: 'admin', scopes: new Set(SCOPES) },
    ...{ expiresAt: Infinity, allowedAddresses: [], ...USUAL_SETTINGS },
  };
  const verb = async () => {
    throw new Error(`insert failed for ${SECRET}, "${SECRET}"`);
  };
  const service = new Proxy({}, { get: () => verb });
  const log = (level: LogLine['level']) => (fields: object, message: string) =>
    void logged.push({ level, fields, message });
  return buildServer({
    operations,
    tags,
    services: new Proxy({}, { get: () => service }) as Services,
    authenticate: () => principal,
    health: {},
    config: {
      maxInFlight,
      bodyLimit: 1_048_576,
      rateLimits: { capture: 0, others: perMinute },
      trustedProxies: [],
      corsOrigins: [],
    },
    log: { info: log('info'), error: log('error') },
    clock: Date.now,
    newId: () => '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f',
  });
}

/** Sends a good request that the given server must answer with that status and code. */
export async function failing(
  scene: Scene,
  server: ReturnType<typeof brokenServer>,
  operation: ContractOperation,
  expected: { status: number; code: string },
): Promise<Findings> {
  const answer = await scene.contract.send(server, operation, good(scene, operation));
  const { code, errors } = problemOf(answer);
  const findings: Findings = [];
  if (answer.status !== expected.status || code !== expected.code) findings.push(`${operation.id}: ${answer.text}`);
  if (errors !== undefined || answer.text.includes(SECRET)) findings.push(`${operation.id}: reveals too much`);
  if ([429, 503].includes(expected.status) && !/^[1-9]\d*$/.test(answer.headers['retry-after'] ?? '')) {
    findings.push(`${operation.id}: no Retry-After`);
  }
  return findings;
}
