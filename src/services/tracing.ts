/** A span of a trace: one piece of work with a beginning and an end. */
export interface Span {
  /** The W3C trace context (`traceparent`) of this span. */
  readonly traceParent: string;
  /** Starts a part of this work. */
  child(name: string): Span;
  set(attributes: SpanAttributes): void;
  /** With an error the span counts as failed. Only the name of the error is recorded: a message may hold personal data. */
  end(error?: unknown): void;
}

export type SpanAttributes = Readonly<Record<string, string | number>>;

/** Starts spans. Absent where no collector is configured: nothing is recorded then. */
export interface Tracing {
  /** `parent` is the trace context of the work that caused this; without one a trace begins. */
  start(name: string, options: SpanOptions): Span;
}

export interface SpanOptions {
  kind: 'request' | 'job';
  parent: string | undefined;
  attributes: SpanAttributes;
}
