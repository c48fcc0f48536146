import { FigureClient, type FigureWorker } from 'kind-wasm-shim/hosts/browser/figure-client.ts';
import { type FigureRequest, serveFigure } from 'kind-wasm-shim/hosts/browser/figure-worker.ts';
import { SimulationError } from 'kind-wasm-shim/kernel/limits.ts';
import { expect, test } from 'vitest';

/** A worker that answers when it is told to. */
class HandWorker implements FigureWorker {
  readonly asked: FigureRequest[] = [];
  ended = false;
  onmessage: FigureWorker['onmessage'] = null;
  onerror: FigureWorker['onerror'] = null;
  onmessageerror: FigureWorker['onmessageerror'] = null;

  postMessage(request: FigureRequest): void {
    this.asked.push(request);
  }

  terminate(): void {
    this.ended = true;
  }

  answer(result: string, id = this.asked.at(-1)?.id): void {
    this.onmessage?.({ data: { id, result } } as MessageEvent);
  }
}

function client() {
  const workers: HandWorker[] = [];
  const heard: unknown[] = [];
  const figure = new FigureClient<string, string>(
    () => {
      const worker = new HandWorker();
      workers.push(worker);
      return worker;
    },
    (run, outcome) => heard.push([run, outcome]),
  );
  return { figure, workers, heard };
}

test('while a run is under way only the latest of the others waits', () => {
  const { figure, workers, heard } = client();
  for (const run of ['20 %', '21 %', '22 %', '23 %']) figure.run(run);
  expect(workers[0]?.asked.map(({ run }) => run)).toEqual(['20 %']);
  workers[0]?.answer('one');
  workers[0]?.answer('two');
  expect(heard).toEqual([
    ['20 %', { result: 'one' }],
    ['23 %', { result: 'two' }],
  ]);
  expect(workers).toHaveLength(1);
});

test('an answer to something that was not asked is passed over', () => {
  const { figure, workers, heard } = client();
  figure.run('now');
  workers[0]?.answer('stray', 99);
  expect(heard).toEqual([]);
  workers[0]?.answer('mine');
  workers[0]?.answer('twice');
  expect(heard).toEqual([['now', { result: 'mine' }]]);
});

test('a worker that breaks is replaced, and the run that it had says why', () => {
  const { figure, workers, heard } = client();
  figure.run('first');
  workers[0]?.onerror?.({ message: '' } as ErrorEvent);
  expect(heard).toEqual([['first', { failure: { message: 'the worker could not be loaded' } }]]);
  expect(workers[0]?.ended).toBe(true);
  figure.run('second');
  workers[1]?.answer('done');
  expect(heard[1]).toEqual(['second', { result: 'done' }]);
});

test('the worker answers with what a run gives, or with why and where it stopped', () => {
  const said: unknown[] = [];
  let listener: (event: { data: unknown }) => void = () => {};
  const scope = {
    postMessage: (message: unknown) => said.push(message),
    addEventListener: (_type: 'message', heard: typeof listener) => {
      listener = heard;
    },
  };
  serveFigure(scope, (run) => {
    if (run === 'stuck') throw new SimulationError('too much', { scenario: 'hot', seed: 3, atMs: 1_500 });
    if (run === 'wrong') throw new TypeError('preset: expected one of hot-node, found cold');
    return `${run} done`;
  });
  for (const data of [
    { id: 1, run: 'fine' },
    { id: 2, run: 'stuck' },
    { id: 3, run: 'wrong' },
    null,
    'noise',
    { run: 'fine' },
  ]) {
    listener({ data });
  }
  expect(said).toEqual([
    { id: 1, result: 'fine done' },
    {
      id: 2,
      failure: {
        message: 'too much (scenario hot, seed 3, at 1.5s). Replay: npm run -s sim -- hot --seed 3 --until 1.5s',
        atMs: 1_500,
      },
    },
    { id: 3, failure: { message: 'preset: expected one of hot-node, found cold' } },
  ]);
});
