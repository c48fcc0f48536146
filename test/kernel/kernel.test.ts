import { Channel, ChannelClosed } from 'kind-wasm-shim/kernel/channel.ts';
import { callHost, periodically, race, sleep, type Task } from 'kind-wasm-shim/kernel/effect.ts';
import { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import { SimulationError } from 'kind-wasm-shim/kernel/limits.ts';
import { describe, expect, test } from 'vitest';

const newKernel = (limits = {}) => new Kernel({ scenario: 'a-test', seed: 7, limits });
const notes = (kernel: Kernel) =>
  kernel.log.entries.map((entry) => [entry.atMs, (entry.data as { text: string }).text] as const);

/** Logs a text, for stories that only care about what happened when. */
const note = (kernel: Kernel, text: string) => kernel.append('note', { text });

describe('the clock', () => {
  test('moves to each due time in order, whatever order things were scheduled in', () => {
    const kernel = newKernel();
    for (const ms of [30, 10, 20]) kernel.schedule(ms, () => note(kernel, `after ${ms}`));
    kernel.run(25);
    expect(notes(kernel)).toEqual([
      [10, 'after 10'],
      [20, 'after 20'],
    ]);
    expect(kernel.nowMs).toBe(25);
  });

  test('breaks a tie by who was scheduled first', () => {
    const kernel = newKernel();
    for (const name of ['first', 'second', 'third']) kernel.schedule(5, () => note(kernel, name));
    kernel.run(5);
    expect(notes(kernel).map(([, text]) => text)).toEqual(['first', 'second', 'third']);
  });

  test('refuses a delay that is negative, infinite or not a number', () => {
    const kernel = newKernel();
    for (const delay of [-1, Number.POSITIVE_INFINITY, Number.NaN]) {
      expect(() => kernel.schedule(delay, () => {})).toThrow(RangeError);
    }
  });

  test('never runs what was withdrawn', () => {
    const kernel = newKernel();
    const entry = kernel.schedule(5, () => note(kernel, 'ran'));
    kernel.withdraw(entry);
    kernel.withdraw(entry);
    kernel.run(10);
    expect(kernel.log.entries).toEqual([]);
    expect(kernel.isQuiet).toBe(true);
  });
});

describe('a process', () => {
  test('sleeps in virtual time and returns what it found', () => {
    const kernel = newKernel();
    const process = kernel.spawn('napper', nap(kernel));
    kernel.run(1_000);
    expect(notes(kernel)).toEqual([[250, 'awake']]);
    expect(process.result).toEqual({ status: 'done', value: 'rested' });
  });

  test('that is cancelled runs its finally blocks, which may still wait', () => {
    const kernel = newKernel();
    const process = kernel.spawn(
      'tidy',
      (function* (): Task {
        try {
          yield* sleep(1_000);
        } finally {
          yield* sleep(50);
          note(kernel, 'tidied up');
        }
      })(),
    );
    kernel.run(100);
    process.cancel();
    kernel.run(2_000);
    expect(notes(kernel)).toEqual([[150, 'tidied up']]);
    expect(process.result?.status).toBe('cancelled');
  });

  test('that is cancelled takes with it the processes that it owns, and no others', () => {
    const kernel = newKernel();
    const parent = kernel.spawn(
      'parent',
      (function* (): Task {
        kernel.spawn('owned', noteLater(kernel, 100, 'owned ran'), { owned: true });
        kernel.spawn('free', noteLater(kernel, 100, 'free ran'));
        yield* sleep(1_000);
      })(),
    );
    kernel.run(50);
    parent.cancel();
    kernel.run(500);
    expect(notes(kernel)).toEqual([[100, 'free ran']]);
  });

  test('that cancels itself stops at its next wait', () => {
    const kernel = newKernel();
    let cancelSelf = () => {};
    const process = kernel.spawn(
      'quitter',
      (function* (): Task {
        yield* sleep(1);
        cancelSelf();
        note(kernel, 'still here');
        yield* sleep(1);
        note(kernel, 'never reached');
      })(),
    );
    cancelSelf = () => process.cancel();
    kernel.run(10);
    expect(notes(kernel)).toEqual([[1, 'still here']]);
    expect(process.result?.status).toBe('cancelled');
  });

  test('that fails stops the simulation with scenario, seed, time and the command that replays it', () => {
    const kernel = newKernel();
    kernel.spawn(
      'broken',
      (function* (): Task {
        yield* sleep(1_500);
        throw new Error('invariant broken');
      })(),
    );
    const run = () => kernel.run(5_000);
    expect(run).toThrow(SimulationError);
    expect(run).toThrow(
      'process broken failed: Error: invariant broken (scenario a-test, seed 7, at 1.5s). ' +
        'Replay: npm run -s sim -- a-test --seed 7 --until 1.5s',
    );
  });

  test('whose end is awaited hands its failure to whoever waits', () => {
    const kernel = newKernel();
    const broken = kernel.spawn(
      'broken',
      (function* (): Task {
        yield* sleep(1);
        throw new Error('expected');
      })(),
    );
    const joiner = kernel.spawn(
      'joiner',
      (function* (): Task<string> {
        return (yield* broken.join()).status;
      })(),
    );
    kernel.run(10);
    expect(joiner.result).toEqual({ status: 'done', value: 'failed' });
  });
});

describe('a channel', () => {
  test('gives items in the order they came, to takers in the order they waited', () => {
    const kernel = newKernel();
    const channel = new Channel<number>(kernel);
    for (const name of ['a', 'b']) kernel.spawn(name, takeOne(kernel, name, channel));
    kernel.schedule(10, () => {
      channel.offer(1);
      channel.offer(2);
    });
    kernel.run(20);
    expect(notes(kernel).map(([, text]) => text)).toEqual(['a took 1', 'b took 2']);
  });

  test('loses nothing when its taker is cancelled at the instant the item comes', () => {
    const kernel = newKernel();
    const channel = new Channel<number>(kernel);
    const first = kernel.spawn('first', takeOne(kernel, 'first', channel));
    kernel.spawn('second', takeOne(kernel, 'second', channel));
    kernel.schedule(10, () => {
      channel.offer(1);
      first.cancel();
    });
    kernel.run(20);
    expect(notes(kernel).map(([, text]) => text)).toEqual(['second took 1']);
  });

  test('with a capacity makes its writer wait, and tells it when the reader has gone', () => {
    const kernel = newKernel();
    const channel = new Channel<number>(kernel, 2);
    const writer = kernel.spawn('writer', writeForEver(channel));
    kernel.run(10);
    expect(channel.size).toBe(2);
    kernel.spawn('witness', witness(kernel, writer));
    kernel.schedule(0, () => channel.close());
    kernel.run(20);
    expect(notes(kernel)).toEqual([[10, 'ChannelClosed']]);
  });

  test('carries the cause of whoever put the item, not of whoever waited for it', () => {
    const kernel = newKernel();
    const channel = new Channel<string>(kernel);
    kernel.spawn('reader', takeOne(kernel, 'reader', channel));
    kernel.schedule(5, () => {
      note(kernel, 'unrelated');
    });
    kernel.schedule(6, () => {
      note(kernel, 'written');
      channel.offer('news');
    });
    kernel.run(10);
    const took = kernel.log.entries.at(-1);
    expect(kernel.log.causesOf(took?.seq ?? 0).map((entry) => (entry.data as { text: string }).text)).toEqual([
      'reader took news',
      'written',
    ]);
  });
});

describe('a race', () => {
  test('is won by whoever is first, and the loser takes nothing', () => {
    const kernel = newKernel();
    const channel = new Channel<number>(kernel);
    const racer = kernel.spawn(
      'racer',
      (function* (): Task<unknown> {
        return yield* race({ item: channel.take(), timeout: sleep(10) });
      })(),
    );
    kernel.schedule(11, () => channel.offer(1));
    kernel.run(20);
    expect(racer.result).toEqual({ status: 'done', value: { first: 'timeout', value: undefined } });
    expect(channel.size).toBe(1);
  });
});

describe('quiescence', () => {
  test('means that nothing is due but periodic work', () => {
    const kernel = newKernel();
    kernel.spawn('heartbeat', beatForEver());
    kernel.spawn('work', noteLater(kernel, 300, 'done'));
    expect(kernel.runUntilQuiet(10_000)).toBe('quiet');
    expect(kernel.nowMs).toBe(300);
  });

  test('is not reached by a loop that is not periodic', () => {
    const kernel = newKernel();
    kernel.spawn(
      'poller',
      (function* (): Task {
        for (;;) yield* sleep(100);
      })(),
    );
    expect(kernel.runUntilQuiet(10_000)).toBe('time');
    expect(kernel.nowMs).toBe(10_000);
  });
});

describe('a host call', () => {
  test('stops virtual time and everything else until it is answered', () => {
    const kernel = newKernel();
    const caller = kernel.spawn(
      'caller',
      (function* (): Task<string> {
        yield* sleep(5);
        return yield* callHost<string>('upper', 'text');
      })(),
    );
    kernel.spawn('other', noteLater(kernel, 6, 'other went on'));
    expect(kernel.run(100)).toBe('hostCall');
    expect(kernel.pendingHostCall).toEqual({ name: 'upper', input: 'text' });
    expect([kernel.nowMs, notes(kernel)]).toEqual([5, []]);
    kernel.answerHostCall({ value: 'TEXT' });
    kernel.run(100);
    expect(caller.result).toEqual({ status: 'done', value: 'TEXT' });
    expect(notes(kernel)).toEqual([[6, 'other went on']]);
  });

  test('that fails throws where it was called', () => {
    const kernel = newKernel();
    const caller = kernel.spawn(
      'caller',
      (function* (): Task<string> {
        try {
          return yield* callHost<string>('upper', 'text');
        } catch (error) {
          return `caught ${(error as Error).message}`;
        }
      })(),
    );
    kernel.run(0);
    kernel.answerHostCall({ error: new Error('no such function') });
    kernel.run(0);
    expect(caller.result).toEqual({ status: 'done', value: 'caught no such function' });
  });
});

describe('limits', () => {
  test('stop a loop that never lets the clock move', () => {
    const kernel = newKernel({ eventsAtOneInstant: 1_000 });
    kernel.spawn(
      'spinner',
      (function* (): Task {
        for (;;) yield* sleep(0);
      })(),
    );
    expect(() => kernel.run(1)).toThrow(
      'more than 1000 queue entries were executed without the clock moving (limit eventsAtOneInstant) ' +
        '(scenario a-test, seed 7, at 0s)',
    );
  });

  test('stop a log, a queue and a crowd of processes that grow for ever', () => {
    const log = newKernel({ logEntries: 3 });
    expect(() => {
      for (;;) note(log, 'again');
    }).toThrow('more than 3 log entries were written (limit logEntries)');
    const queue = newKernel({ queueEntries: 3 });
    expect(() => {
      for (;;) queue.schedule(1, () => {});
    }).toThrow('more than 3 queue entries are waiting (limit queueEntries)');
    const crowd = newKernel({ processes: 3 });
    expect(() => {
      for (;;) crowd.spawn('one more', beatForEver());
    }).toThrow('more than 3 processes are under way (limit processes)');
  });
});

function* nap(kernel: Kernel): Task<string> {
  yield* sleep(250);
  note(kernel, 'awake');
  return 'rested';
}

function* noteLater(kernel: Kernel, ms: number, text: string): Task {
  yield* sleep(ms);
  note(kernel, text);
}

function* takeOne(kernel: Kernel, name: string, channel: Channel<unknown>): Task {
  note(kernel, `${name} took ${yield* channel.take()}`);
}

function* writeForEver(channel: Channel<number>): Task {
  for (let i = 0; ; i++) yield* channel.put(i);
}

function* witness(kernel: Kernel, writer: ReturnType<Kernel['spawn']>): Task {
  const result = yield* writer.join();
  if (result.status === 'failed' && result.error instanceof ChannelClosed) note(kernel, result.error.name);
}

function* beatForEver(): Task {
  for (;;) yield* periodically(100);
}
