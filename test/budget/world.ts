import type { Store } from '../../src/db/store.js';
import { type ContractOperation, type Resolve, resolver } from '../contract/document.js';
import { addressOf, type Contract, contractOf } from '../contract/exchange.js';
import {
  addLeadHistory,
  type Fixtures,
  insertFixtures,
  insertPredictionModels,
  operationOf,
} from '../contract/fixtures.js';
import type { TestApp } from '../support/app.js';
import { type Cost, costOf } from './meter.js';
import type { Attack } from './rows.js';
import type { Sender } from './sender.js';

/** A workspace with one of everything, that requests are sent to and measured in. */
export interface World {
  contract: Contract;
  resolve: Resolve;
  store: Store;
  workspaceId: string;
  fixtures: Fixtures;
  /** Sends what must succeed; answers the body. */
  make(operationId: string, body?: unknown, params?: Fixtures): Promise<Made>;
  measure(operation: ContractOperation, attack: Attack): Promise<Cost>;
}

export interface Made {
  id: string;
  version: number;
  lead: { id: string };
}

export async function openWorld(app: TestApp, sender: Sender, sandbox = false): Promise<World> {
  const { workspaceId, adminKey: key } = await app.makeWorkspace('World', sandbox);
  const contract = contractOf(JSON.parse((await app.server.inject('/openapi.json')).body));
  const resolve = resolver(contract.document);
  const fixtures = await insertFixtures(contract, app.server, resolve, { key, workspaceId });
  await addLeadHistory(contract, app.server, { key, fixtures });
  await insertPredictionModels(app.store, workspaceId, 5);
  const request = (operation: ContractOperation, { body, query, params }: Omit<Attack, 'what'>) => {
    const made = body?.();
    const url = addressOf(operation, { params: { ...fixtures, ...params }, ...(query === undefined ? {} : { query }) });
    const headers: Record<string, string> = { authorization: `Bearer ${key}` };
    if (made !== undefined) headers['content-type'] = 'application/json';
    return {
      method: operation.method,
      path: url,
      headers,
      payload: made === undefined ? undefined : JSON.stringify(made),
    };
  };
  return {
    ...{ contract, resolve, workspaceId, fixtures, store: app.store },
    async make(operationId, body, params) {
      const attack = {
        ...(body === undefined ? {} : { body: () => body }),
        ...(params === undefined ? {} : { params }),
      };
      const { path: url, payload, ...sent } = request(operationOf(contract, operationId), attack);
      const answer = await app.server.inject({ url, ...sent, ...(payload === undefined ? {} : { payload }) });
      if (answer.statusCode >= 300) throw new Error(`${operationId}: ${answer.body}`);
      return JSON.parse(answer.body) as Made;
    },
    measure(operation, attack) {
      const sent = request(operation, attack);
      return costOf(() => sender.send(sent));
    },
  };
}
