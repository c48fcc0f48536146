import { bashLibrary, loadBashLibrary } from '../bash-library.ts';
import { LabEngine } from './lab-engine.ts';
import { type LabFailure, type LabMessage, readLabRequest } from './lab-messages.ts';

/** The side of a worker that this needs. */
export interface LabScope {
  postMessage(message: LabMessage): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

const busyTurnMs = 8;
const idleTurnMs = 100;

/** Runs a lab in a worker. When it fails it says where and waits for a new start. */
export function serveLab(scope: LabScope): void {
  let engine: LabEngine | undefined;
  const post = (message: LabMessage) => scope.postMessage(message);
  const fail = (failure: LabFailure) => {
    engine = undefined;
    post({ type: 'failed', failure });
  };
  const guarded = (body: (current: LabEngine) => void) => {
    const current = engine;
    if (!current) return;
    try {
      body(current);
    } catch (error) {
      fail(current.failureOf(error));
    }
  };

  scope.addEventListener('message', ({ data }) => {
    const request = readLabRequest(data);
    if ('problem' in request) {
      fail({ message: `the page asked for something odd: ${request.problem}`, scenario: 'lab', seed: 0, atMs: 0 });
      return;
    }
    if (request.type !== 'start') {
      guarded((current) => current.handle(request));
      return;
    }
    const { bootstrap } = request;
    try {
      engine = new LabEngine({ bootstrap, post, now: () => performance.now(), functions: bashLibrary });
      // The parser is on its way while the reader looks at the prompt.
      void loadBashLibrary();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      fail({ message, scenario: `labs/${bootstrap.slug}`, seed: bootstrap.seed, atMs: 0 });
    }
  });

  const loop = async () => {
    const current = engine;
    try {
      await current?.turn();
    } catch (error) {
      if (current && engine === current) fail(current.failureOf(error));
    }
    setTimeout(loop, engine?.isBusy ? busyTurnMs : idleTurnMs);
  };
  void loop();
}
