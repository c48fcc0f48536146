import type { Channel } from '../../kernel/channel.ts';

/** An API request without its transport: what is left when HTTP, TLS and credentials are taken away. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';
  /** The decoded path without query, such as `/api/v1/namespaces/default/pods`. */
  readonly path: string;
  /** Query parameters; a parameter that is given several times keeps all its values. */
  readonly query?: Readonly<Record<string, readonly string[]>>;
  /** Header names in lower case; `accept` decides about Tables, `content-type` about the kind of patch. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body as it came, undecoded: a text, or for protobuf one character a byte. */
  readonly body?: string;
  /** Who asks; absent for somebody without credentials. */
  readonly user?: { readonly name: string; readonly groups: readonly string[] };
}

/** One line of a watch. `object` is a whole object, a Table with one row, a bookmark or a Status. */
export interface WatchEvent<Object = unknown> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: Object;
}

/** The answer to a request: either complete, or a stream that the client reads until one side closes it. */
export type ApiResponse =
  | {
      readonly type: 'complete';
      readonly code: number;
      readonly headers: Readonly<Record<string, string>>;
      /** Plain JSON, or text when the content type is not JSON, or bytes when it is protobuf. */
      readonly body: unknown;
    }
  | {
      readonly type: 'watch';
      readonly code: 200;
      readonly headers: Readonly<Record<string, string>>;
      readonly events: Channel<WatchEvent>;
      /** Stops the watch; the client calls it when it is done or gone. */
      readonly close: () => void;
    }
  | {
      /** Text that grows, such as the log of a container that is followed. */
      readonly type: 'stream';
      readonly code: 200;
      readonly headers: Readonly<Record<string, string>>;
      readonly chunks: Channel<string>;
      readonly close: () => void;
    };
