/** How something gets to the app, over a socket or by signed HTTP: the same three kinds of envelope either way. */
import type { JsonObject } from '../validate/walk.ts';

export interface Envelope {
  kind: 'slash_commands' | 'interactive' | 'events_api';
  payload: JsonObject;
  /** Whether the app's answer may carry something. */
  takesAnswer: boolean;
  retry?: { attempt: number; reason: string };
}

export type Delivery =
  | { ok: true; answer: unknown }
  | {
      ok: false;
      /** What people read: `/render failed with the error "operation_timeout"`. */
      error: 'operation_timeout' | 'dispatch_failed' | 'http_client_error' | 'http_service_error';
      /** What the app is told when it is tried again. */
      retryReason: 'timeout' | 'http_timeout' | 'http_error' | 'connection_failed';
      /** The app asked not to be told again. */
      isFinal?: boolean;
    };

export interface Transport {
  deliver(envelope: Envelope): Promise<Delivery>;
  close(): void;
}
