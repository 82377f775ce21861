import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request that reached a faulty proxy. */
export interface SeenRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** One request on its way, for a fault to deal with. */
export interface Exchange {
  readonly request: SeenRequest;
  readonly response: ServerResponse;
  /** Asks the real server, with some headers changed; its answer has yet to be read. */
  forward(headers?: Readonly<Record<string, string>>): Promise<IncomingMessage>;
  /** Sends the real server the start of the request and hangs up. */
  forwardHalf(): Promise<void>;
  /** Refuses connections from here on, and breaks those that are open. */
  goDown(): void;
}

/** What a proxy does with one request in place of passing it on. */
export type Fault = (exchange: Exchange) => void | Promise<void>;
