import {
  type Attributes,
  type Context,
  DiagLogLevel,
  diag,
  type Span as OtelSpan,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Registry } from 'prom-client';
import { otelMetrics } from './otel-metrics.js';
import type { Span, Tracing } from './services/tracing.js';
import { VERSION } from './version.js';

export interface Telemetry {
  tracing: Tracing;
  /** Exports the metrics of `/metrics` once a minute. */
  exportMetrics(registry: Registry): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** A collector that is down fails every five seconds: one line a minute is enough. */
const REPORT_EVERY_MS = 60_000;
/** A process that ends does not wait longer for a collector. */
const CLOSE_TIMEOUT_MS = 2_000;
const TRACE_PARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/**
 * Sends traces and metrics to an OpenTelemetry collector. The SDK reads the variables `OTEL_*`: addresses, headers, sampling,
 * batching, attributes of the resource. A failed export is reported to `error`, at most once a minute.
 */
export function openTelemetry(error: (fields: object, text: string) => void): Telemetry {
  const report = reporter(error);
  const ignore = () => undefined;
  const logger = { error: report, warn: ignore, info: ignore, debug: ignore, verbose: ignore };
  diag.setLogger(logger, { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true });
  const named = resourceFromAttributes({ 'service.name': 'headwater', 'service.version': VERSION });
  const resource = defaultResource()
    .merge(named)
    .merge(detectResources({ detectors: [envDetector] }));
  const spanProcessors = [new BatchSpanProcessor(new OTLPTraceExporter())];
  const provider = new BasicTracerProvider({ resource, spanProcessors });
  const closing = [() => provider.shutdown()];
  return {
    tracing: tracingOf(provider.getTracer('headwater', VERSION)),
    exportMetrics(registry) {
      const collect = () => otelMetrics(registry, resource);
      const exporter = new OTLPMetricExporter();
      const reader = new PeriodicExportingMetricReader({ exporter, metricProducers: [{ collect }] });
      const meters = new MeterProvider({ resource, readers: [reader] });
      closing.push(() => meters.shutdown());
    },
    async close() {
      const late = new Promise((resolve) => setTimeout(resolve, CLOSE_TIMEOUT_MS).unref());
      await Promise.race([
        Promise.all(closing.map((close) => close().catch((fault: unknown) => report(String(fault))))),
        late,
      ]);
    },
  };
}

/** Reports the first of the faults of a minute. */
function reporter(error: (fields: object, text: string) => void): (fault: string) => void {
  let next = 0;
  return (fault) => {
    if (performance.now() < next) return;
    next = performance.now() + REPORT_EVERY_MS;
    error({ fault: fault.slice(0, 500) }, 'traces or metrics do not reach the OpenTelemetry collector');
  };
}

function tracingOf(tracer: Tracer): Tracing {
  return {
    start(name, { kind, parent, attributes }) {
      const spanKind = kind === 'request' ? SpanKind.SERVER : SpanKind.CONSUMER;
      const context = contextOf(parent);
      return spanOf(tracer, tracer.startSpan(name, { kind: spanKind, attributes }, context), context);
    },
  };
}

function spanOf(tracer: Tracer, span: OtelSpan, context: Context): Span {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    traceParent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
    child(name) {
      const inside = trace.setSpan(context, span);
      return spanOf(tracer, tracer.startSpan(name, {}, inside), inside);
    },
    set: (attributes) => void span.setAttributes({ ...attributes } satisfies Attributes),
    end(error) {
      if (error !== undefined) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
      }
      span.end();
    },
  };
}

/** The context of a `traceparent`; a new trace begins where it is absent or malformed. */
function contextOf(traceParent: string | undefined): Context {
  const [, traceId, spanId, flags = '00'] = TRACE_PARENT.exec(traceParent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags, 16);
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}
