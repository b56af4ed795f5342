import type { TestApp } from '../support/app.js';
import type { ContractOperation, Resolve } from './document.js';
import { exchangeFaults } from './examples.js';
import type { Contract } from './exchange.js';
import { type Fixtures, MAKERS, namedBy, operationOf, sampleBody } from './fixtures.js';

/** What the topics share: the service, its document, and the pairs of operation and status that were compared. */
export interface Exchanges {
  app: TestApp;
  contract: Contract;
  resolve: Resolve;
  compared: Set<string>;
  /** Moves the clock of the service forward, in milliseconds. */
  pass(ms: number): void;
}

/** A request: the documented one, with changes of its body or with a query where the state of the workspace needs them. */
export interface Step {
  send: string;
  body?: object | ((fixtures: Fixtures) => object);
  query?: string;
  params?: Fixtures;
  /** Something else that happens first. */
  before?(exchanges: Exchanges, fixtures: Fixtures): unknown;
}

/** The last step is compared with its documented answer. The steps before it are only sent. */
export type Journey = readonly (string | Step)[];

/** What later requests need of an answer. */
interface Made {
  id?: string;
  name?: string;
  version?: number;
  rescoreId?: string;
  touchId?: string;
  referralId?: string;
  lead?: { id: string };
  deal?: { dealId?: string };
  workspace?: { id: string };
  apiKey?: { token: string };
}

/** A workspace whose policy gives every lead to the one rep of the one team, as the examples show. */
export const STAFFED: Journey = [
  'createWorkspace',
  'createRep',
  'createTeam',
  'createRoutingPolicy',
  'publishRoutingPolicy',
];

/** A lead as the examples show it. */
export const WITH_LEAD: Journey = [...STAFFED, 'createLead'];

/** Sends a journey in a new workspace. Returns what its last answer has different from the document. */
export async function journeyFaults(exchanges: Exchanges, journey: Journey): Promise<string[]> {
  const fixtures: Fixtures = {};
  let key = exchanges.app.adminKey;
  let faults: string[] = [];
  for (const [index, step] of journey.entries()) {
    const request = typeof step === 'string' ? { send: step } : step;
    await request.before?.(exchanges, fixtures);
    const operation = operationOf(exchanges.contract, request.send);
    const answer = await sendStep(exchanges, operation, { key, fixtures, request });
    const isLast = index === journey.length - 1;
    if (answer.status >= 300 && !isLast) return [`${request.send}: ${answer.text}`];
    if (isLast) {
      exchanges.compared.add(`${operation.id} ${answer.status}`);
      faults = exchangeFaults(operation, answer, exchanges.resolve);
    }
    if (answer.text === '') continue;
    const made = JSON.parse(answer.text) as Made;
    key = made.apiKey?.token ?? key;
    note(fixtures, request.send, made);
  }
  return faults;
}

function sendStep(
  { app, contract, resolve }: Exchanges,
  operation: ContractOperation,
  { key, fixtures, request }: { key: string; fixtures: Fixtures; request: Step },
) {
  const documented = sampleBody(operation, fixtures, resolve);
  const changes = typeof request.body === 'function' ? request.body(fixtures) : request.body;
  const body = changes === undefined ? documented : { ...(documented as object), ...changes };
  const query = request.query === undefined ? {} : { query: request.query };
  return contract.send(app.server, operation, { key, params: { ...fixtures, ...request.params }, body, ...query });
}

/** Keeps the ids of an answer for the paths and bodies of later requests. */
function note(fixtures: Fixtures, operationId: string, made: Made): void {
  const { id, version, rescoreId, touchId, referralId, lead, deal, workspace } = made;
  const parameter = MAKERS.find(([, maker]) => maker === operationId)?.[0];
  const own =
    parameter === 'version' ? String(version) : parameter === 'leadId' ? lead?.id : namedBy(parameter ?? '', made);
  const noted = {
    ...(parameter !== undefined && own !== undefined && { [parameter]: own }),
    ...(OPERATIONS.has(operationId) && id !== undefined && { operationId: id }),
    ...(rescoreId !== undefined && { operationId: rescoreId }),
    ...(touchId !== undefined && { touchId }),
    ...(referralId !== undefined && { referralId }),
    ...(deal?.dealId !== undefined && { dealId: deal.dealId }),
    ...(workspace !== undefined && { workspaceId: workspace.id }),
  };
  Object.assign(fixtures, noted);
}

const OPERATIONS = new Set(['trainPredictionModel', 'createBacktest', 'reassignLeads', 'reassignRepLeads']);
