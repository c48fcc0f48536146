import { Channel } from 'kind-wasm-shim/kernel/channel.ts';
import { race, sleep, type Task } from 'kind-wasm-shim/kernel/effect.ts';
import type { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import type { Scenario } from 'kind-wasm-shim/kernel/simulation.ts';

/** What reaches a crowd from outside. */
export type CrowdInput = { type: 'shout'; text: string } | { type: 'dismiss'; who: number };

/** A scenario without any Kubernetes: workers that sleep, hand each other numbers, race, spawn and are dismissed, all
 *  as their random streams say. It touches everything that the kernel promises. */
export const crowd: Scenario<Crowd, CrowdInput> = {
  name: 'crowd',
  version: 1,
  build: (kernel) => new Crowd(kernel),
  apply: (world, input) => world.apply(input),
};

class Crowd {
  private readonly kernel: Kernel;
  private readonly belt: Channel<number>;
  private readonly workers;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.belt = new Channel<number>(kernel, 3);
    this.workers = Array.from({ length: 6 }, (_, who) => kernel.spawn(`worker-${who}`, this.work(who)));
  }

  apply(input: CrowdInput): void {
    if (input.type === 'dismiss') this.workers[input.who]?.cancel();
    else this.kernel.spawn('shouter', this.shout(input.text));
  }

  private *work(who: number): Task {
    const random = this.kernel.random(`worker-${who}`);
    for (let round = 0; round < 40; round++) {
      yield* sleep(random.integer(0, 50));
      if (random.fraction() < 0.5) {
        const put = yield* race({ put: this.belt.put(round), tired: sleep(20) });
        this.kernel.append('note', { text: `${who} ${put.first}` });
      } else {
        const got = yield* race({ item: this.belt.take(), bored: sleep(random.integer(1, 30)) });
        this.kernel.append('note', { text: `${who} ${got.first} ${got.value ?? ''}` });
      }
      if (random.fraction() < 0.1) this.kernel.spawn(`child of ${who}`, this.shout(`child of ${who}`), { owned: true });
    }
  }

  private *shout(text: string): Task {
    for (const character of text) {
      yield* sleep(1.5);
      this.kernel.append('note', { text: character });
    }
  }
}
