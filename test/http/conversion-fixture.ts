import type { Test } from 'tap';
import type { Static } from 'typebox';
import type { ConversionPreview, ConversionResult, ConversionUndone } from '../../src/http/schemas/conversions.js';
import type { CustomerSchema } from '../../src/http/schemas/customers.js';
import type { DealSchema } from '../../src/http/schemas/deals.js';
import { type LeadOut, openService, type Page } from './ingest-fixture.js';

export type Customer = Static<typeof CustomerSchema>;
export type Deal = Static<typeof DealSchema>;
export type Converted = Static<typeof ConversionResult>;
export type Preview = Static<typeof ConversionPreview>;
export type Undone = Static<typeof ConversionUndone>;

export const ENGINES = { currency: 'EUR', products: [{ name: 'Engine', quantity: 3, unitPrice: '0.10' }] };

/** Two instances of the service, and workspaces with the calls that tests of conversion share. */
export async function openConversion(t: Test, options: Parameters<typeof openService>[1] = { instances: 2 }) {
  const service = await openService(t, options);
  let count = 0;
  const makeWorkspace = async () => {
    const { post, patch, get, call, token } = await service.makeWorkspace();
    /** A person of a company of its own, unless said otherwise. */
    const send = async (more: object = {}): Promise<LeadOut> => {
      count++;
      const email = `buyer${count}@company${count}ltd.com`;
      const answer = await post('/v1/leads', {
        name: `Buyer Number ${count}`,
        email,
        organizationName: `Company ${count} Ltd`,
        ...more,
      });
      t.ok(answer.status < 300, answer.text);
      return answer.body.lead;
    };
    const convert = <Body = Converted>(leadId: string, body: object = { deal: ENGINES }, options = {}) =>
      post<Body>(`/v1/leads/${leadId}/conversion`, body, options);
    const preview = <Body = Preview>(leadId: string, body: object = { deal: ENGINES }) =>
      post<Body>(`/v1/leads/${leadId}/conversion/preview`, body);
    const undo = <Body = Undone>(leadId: string, options = {}) =>
      post<Body>(`/v1/leads/${leadId}/conversion/undo`, undefined, options);
    const customer = (id: string | undefined) => get<Customer>(`/v1/customers/${id}`);
    const deal = (id: string | undefined) => get<Deal>(`/v1/deals/${id}`);
    const lead = async (id: string) => (await get(`/v1/leads/${id}`)).body;
    const eventsOf = async (id: string | undefined) => {
      const { body } = await get<Page<{ type: string; cause: string }>>(`/v1/events?subjectId=${id}&limit=200`);
      return body.data.map(({ type }) => type);
    };
    return { send, preview, convert, customer, deal, eventsOf, post, lead, undo, get, patch, token, call };
  };
  return { ...service, makeWorkspace };
}
