import { Channel } from 'kind-wasm-shim/kernel/channel.ts';
import { sleep, type Task } from 'kind-wasm-shim/kernel/effect.ts';
import { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import { type Measurement, median, rounds, secondsOf } from './measurement.ts';

const unlimited = { events: Number.MAX_SAFE_INTEGER, eventsAtOneInstant: Number.MAX_SAFE_INTEGER };

/** How many queue entries the kernel executes in a second: of processes that sleep for random times, and of a writer
 *  and a reader on one channel. */
export function measureKernel(): Measurement[] {
  const perSecond = (run: () => number) => median(rounds(5, () => eventsPerSecond(run)));
  return [
    {
      what: 'kernel, 100 sleeping processes',
      value: perSecond(() => sleepers(1_000_000)),
      unit: 'events/s',
      budget: { atLeast: 1_000_000 },
    },
    {
      what: 'kernel, writer and reader on a channel',
      value: perSecond(() => conveyor(300_000)),
      unit: 'events/s',
      budget: { atLeast: 1_000_000 },
    },
  ];
}

function eventsPerSecond(run: () => number): number {
  let events = 0;
  const seconds = secondsOf(() => {
    events = run();
  });
  return events / seconds;
}

function sleepers(events: number): number {
  const kernel = new Kernel({ scenario: 'bench', seed: 1, limits: unlimited });
  for (let i = 0; i < 100; i++) kernel.spawn(`sleeper-${i}`, sleepForEver(kernel));
  while (kernel.eventsExecuted < events) kernel.run(kernel.nowMs + 1_000);
  return kernel.eventsExecuted;
}

function* sleepForEver(kernel: Kernel): Task {
  const random = kernel.random('sleepers');
  for (;;) yield* sleep(random.integer(1, 100));
}

function conveyor(items: number): number {
  const kernel = new Kernel({ scenario: 'bench', seed: 1, limits: unlimited });
  const channel = new Channel<number>(kernel, 16);
  kernel.spawn('writer', write(channel, items));
  kernel.spawn('reader', readAll(channel));
  kernel.run(0);
  return kernel.eventsExecuted;
}

function* write(channel: Channel<number>, items: number): Task {
  for (let i = 0; i < items; i++) yield* channel.put(i);
  channel.close();
}

function* readAll(channel: Channel<number>): Task {
  while ((yield* channel.take()) !== undefined);
}
