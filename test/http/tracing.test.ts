/** Traces and metrics that a collector gets: here a receiver of OTLP over HTTP on this machine. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { openTestApp } from '../support/app.js';

interface ReceivedSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  status: { code?: number };
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}
interface Received {
  spans: ReceivedSpan[];
  metrics: { name: string; sum?: { dataPoints: unknown[] }; histogram?: { dataPoints: { count: number }[] } }[];
  services: string[];
}
interface Exported {
  resource: { attributes: { key: string; value: { stringValue?: string } }[] };
  scopeSpans?: { spans: ReceivedSpan[] }[];
  scopeMetrics?: { metrics: Received['metrics'] }[];
}

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';

async function startReceiver(t: Test): Promise<{ url: string; received: Received }> {
  const received: Received = { spans: [], metrics: [], services: [] };
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, Exported[]>;
    for (const { resource, scopeSpans = [], scopeMetrics = [] } of Object.values(body).flat()) {
      const service = resource.attributes.find(({ key }) => key === 'service.name');
      received.services.push(service?.value.stringValue ?? '');
      received.spans.push(...scopeSpans.flatMap(({ spans }) => spans));
      received.metrics.push(...scopeMetrics.flatMap(({ metrics }) => metrics));
    }
    response.setHeader('content-type', 'application/json').end('{}');
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  t.teardown(() => receiver.close());
  return { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`, received };
}

const attributeOf = ({ attributes }: ReceivedSpan, name: string) =>
  attributes.find(({ key }) => key === name)?.value.stringValue;

t.test('a request, its transaction and the job that it caused are one trace of the caller', async (t) => {
  const { url, received } = await startReceiver(t);
  Object.assign(process.env, { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_RESOURCE_ATTRIBUTES: 'deployment.name=test' });
  const { openTelemetry } = await import('../../src/telemetry.js');
  const faults: object[] = [];
  const telemetry = openTelemetry((fields) => faults.push(fields));
  const app = await openTestApp(t, { tracing: telemetry.tracing, jobsEveryMs: 20 });
  telemetry.exportMetrics(app.metrics);
  const call = (method: 'GET' | 'POST', path: string, payload?: object, traceparent?: string) =>
    app.server.inject({
      ...{ method, url: path },
      headers: { authorization: `Bearer ${app.adminKey}`, ...(traceparent && { traceparent }) },
      ...(payload && { payload }),
    });

  await call('POST', '/v1/leads', { email: 'ada@trace.example' }, `00-${TRACE}-${CALLER}-01`);
  const { document } = (await call('GET', '/v1/classification-policies/1')).json<{ document: object }>();
  await call('POST', '/v1/classification-policies', { name: 'The same', document });
  const published = await call('POST', '/v1/classification-policies/2/publish', undefined, `00-${TRACE}-${CALLER}-01`);
  const { rescoreId } = published.json<{ rescoreId: string }>();
  const isDone = async () => {
    const { state } = (await call('GET', `/v1/operations/${rescoreId}`)).json<{ state: string }>();
    return state === 'succeeded';
  };
  for (let tries = 0; tries < 500 && !(await isDone()); tries++) await new Promise((next) => setTimeout(next, 20));
  await call('POST', '/v1/leads', { email: 'none' }, 'nonsense');
  await telemetry.close();

  t.same(faults, [], 'everything was exported');

  const spanOf = (name: string) => {
    const span = received.spans.find((found) => found.name === name);
    if (span === undefined) throw new Error(`no span ${name} among ${received.spans.map((found) => found.name)}`);
    return span;
  };
  const childrenOf = (parent: ReceivedSpan) =>
    received.spans.filter(({ parentSpanId }) => parentSpanId === parent.spanId).map(({ name }) => name);
  const create = spanOf('POST /v1/leads');
  t.match(create, { traceId: TRACE, parentSpanId: CALLER });
  t.same(childrenOf(create), ['transaction']);
  const publish = spanOf('POST /v1/classification-policies/:version/publish');
  t.match(publish, { traceId: TRACE, parentSpanId: CALLER });
  t.same([...new Set(childrenOf(publish))].sort(), ['job rescore', 'transaction']);
  t.equal(spanOf('job rescore').traceId, TRACE);
  t.not(spanOf('POST /v1/classification-policies').traceId, TRACE, 'without a traceparent a trace begins');
  const refused = received.spans.find((span) => span.name === 'POST /v1/leads' && span.traceId !== TRACE);
  t.ok(refused, 'a malformed traceparent begins one too');

  const events = (await call('GET', '/v1/events?type=operation.succeeded')).json<{ data: { requestId: string }[] }>();
  t.equal(attributeOf(publish, 'headwater.request_id'), events.data.at(-1)?.requestId, 'events lead to their trace');
  t.same([...new Set(received.services)], ['headwater']);
  const metric = (name: string) => received.metrics.find((found) => found.name === name);
  t.ok(metric('headwater_events_total')?.sum?.dataPoints.length, 'metrics are exported');
  t.ok(metric('http_server_request_duration_seconds')?.histogram?.dataPoints.every(({ count }) => count > 0));
  t.notMatch(JSON.stringify(received), /trace\.example/, 'nothing personal');
});

t.test('a collector that does not answer is one line in the log', async (t) => {
  Object.assign(process.env, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_EXPORTER_OTLP_TIMEOUT: '200' });
  t.teardown(() => delete process.env.OTEL_EXPORTER_OTLP_TIMEOUT);
  const { openTelemetry } = await import('../../src/telemetry.js');
  const lines: { fields: object; text: string }[] = [];
  const telemetry = openTelemetry((fields, text) => lines.push({ fields, text }));
  for (const name of ['first', 'second']) {
    telemetry.tracing.start(name, { kind: 'request', parent: undefined, attributes: {} }).end();
  }
  await telemetry.close();
  t.match(lines, [{ fields: { fault: /ECONNREFUSED|9/ }, text: /do not reach the OpenTelemetry collector/ }]);
});
