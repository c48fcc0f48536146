import { sleep, type Task } from '../../kernel/effect.ts';
import type { RandomStream } from '../../kernel/random.ts';
import { StatusError } from '../api/errors.ts';
import type { ApiClient } from '../apiserver/client.ts';
import type { Faults, FaultyCall } from '../cri/faults.ts';

/** Reaches the API server as over a network: there and back take a little time, and may fail. */
export class ApiAccess {
  readonly client: ApiClient;
  private readonly stream: RandomStream;
  private readonly faults: Faults;

  constructor(client: ApiClient, node: string, faults: Faults) {
    this.client = client;
    this.stream = client.server.kernel.random(`kubelet/api/${node}`);
    this.faults = faults;
  }

  /** Carries a request out at the server, between its way there and the way back. */
  *call<Result>(fault: FaultyCall, subject: string, request: (client: ApiClient) => Result): Task<Result> {
    yield* sleep(this.stream.integer(1, 3));
    const misfortune = this.faults.meet(fault, subject);
    if (misfortune && misfortune.slowMs > 0) yield* sleep(misfortune.slowMs);
    if (misfortune?.error !== undefined) {
      throw new StatusError({ code: 500, reason: 'InternalError', message: misfortune.error });
    }
    const result = request(this.client);
    yield* sleep(this.stream.integer(1, 4));
    return result;
  }
}
