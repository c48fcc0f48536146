import { ClusterSession } from './cluster-session.ts';
import type { CallName, FromWorker, ToWorker, WorkerCalls, WorkerProgress } from './worker-messages.ts';

// The worker that holds the cluster. Readings and runs come one after another; questions about what is there already are
// answered in between.

interface Scope {
  postMessage(message: FromWorker): void;
  addEventListener(type: 'message', listener: (event: { readonly data: ToWorker }) => void): void;
}
const scope = self as unknown as Scope;

let session: ClusterSession | undefined;
let queue: Promise<void> = Promise.resolve();
const running = new Map<number, AbortController>();

scope.addEventListener('message', ({ data }) => {
  if ('cancel' in data) {
    running.get(data.cancel)?.abort();
    return;
  }
  const { id, call, asked } = data;
  const controller = new AbortController();
  running.set(id, controller);
  const work = () => answer(id, call, asked, controller.signal).finally(() => running.delete(id));
  if (oneAfterAnother.has(call)) queue = queue.then(work);
  else void work();
});

const oneAfterAnother: ReadonlySet<CallName> = new Set(['read', 'readSample', 'continueWithRest', 'run']);

async function answer(id: number, call: CallName, asked: unknown, signal: AbortSignal): Promise<void> {
  try {
    signal.throwIfAborted();
    const given = await handle(call, asked as never, signal, (progress) => scope.postMessage({ id, progress }));
    scope.postMessage({ id, answer: given });
  } catch (error) {
    if (signal.aborted) scope.postMessage({ id, cancelled: true });
    else scope.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

type Handlers = {
  readonly [Name in CallName]: (
    session: ClusterSession,
    asked: WorkerCalls[Name]['asked'],
    signal: AbortSignal,
    onProgress: (progress: WorkerProgress) => void,
  ) => WorkerCalls[Name]['answer'] | Promise<WorkerCalls[Name]['answer']>;
};

const handlers: Handlers = {
  start: () => undefined,
  read: (to, { files }, signal, onProgress) => to.read(files, signal, onProgress),
  readSample: (to, _, signal, onProgress) => to.readSample(signal, onProgress),
  continueWithRest: (to) => to.continueWithRest(),
  checkPolicy: (to, { text, version }) => to.checkPolicy(text, version),
  run: (to, { key, policy, options }, signal, onProgress) => to.run(key, policy, options, signal, onProgress),
  victims: (to, { key, query }) => to.victims(key, query),
  refusals: (to, { key, group, ...query }) => to.refusals(key, group, query),
  node: (to, { key, node }) => to.node(key, node),
  pod: (to, { key, victim }) => to.pod(key, victim),
  compare: (to, { one, other }) => to.compare(one, other),
  exportReport: (to, { keys, format }) => to.exportReport(keys, format),
};

function handle<Name extends CallName>(
  call: Name,
  asked: WorkerCalls[Name]['asked'],
  signal: AbortSignal,
  onProgress: (progress: WorkerProgress) => void,
): WorkerCalls[Name]['answer'] | Promise<WorkerCalls[Name]['answer']> {
  if (call === 'start') session = new ClusterSession((asked as WorkerCalls['start']['asked']).language, Date.now());
  if (!session) throw new Error('the worker has not been started');
  return handlers[call](session, asked, signal, onProgress);
}
