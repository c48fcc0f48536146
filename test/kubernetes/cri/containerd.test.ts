import { sleep, type Task } from 'kind-wasm-shim/kernel/effect.ts';
import { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import { Containerd, type Sandbox } from 'kind-wasm-shim/kubernetes/cri/containerd.ts';
import { fullReference } from 'kind-wasm-shim/kubernetes/cri/image-store.ts';
import { busybox } from 'kind-wasm-shim/kubernetes/cri/shell-program.ts';
import { describe, expect, test } from 'vitest';

function runtime(node = 'node-1', kernel = new Kernel({ scenario: 'test', seed: 1 })) {
  const containerd = new Containerd(kernel, {
    node,
    nodeIP: '172.18.0.2',
    nextPodIP: () => '10.244.0.2',
    program: (image) => (image === 'busybox' ? busybox : undefined),
    images: [],
  });
  return { kernel, containerd };
}

/** Runs a line of sh as a container until it ends or `ms` have passed; tells what it printed and how it ended. */
function sh(script: string, ms = 10_000, termAfterMs?: number) {
  const { kernel, containerd } = runtime();
  function* story(): Task {
    yield* containerd.pullImage('busybox');
    const config = { namespace: 'default', pod: 'p', uid: 'u', hostNetwork: false };
    const sandbox: Sandbox = yield* containerd.runPodSandbox(config);
    const container = yield* containerd.createContainer(sandbox, {
      name: 'main',
      image: 'busybox',
      attempt: 0,
      command: ['sh', '-c', script],
      args: [],
      env: { GREETING: 'hello' },
      files: () => new Map(),
      restarts: false,
    });
    yield* containerd.startContainer(container);
    if (termAfterMs === undefined) return;
    yield* sleep(termAfterMs);
    yield* containerd.stopContainer(container, 5);
  }
  kernel.spawn('story', story());
  kernel.runUntilQuiet(60_000 + ms);
  const [container] = containerd.containers.values();
  if (!container) throw new Error('there is no container');
  return {
    lines: container.output.lines.map(({ text }) => text),
    exitCode: container.state === 'exited' ? container.exitCode : undefined,
    ranMs: container.state === 'exited' ? container.finishedAtMs - container.startedAtMs : undefined,
  };
}

describe('a line of sh in a container', () => {
  test.each([
    ['echo hello; exit 3', ['hello'], 3, 0],
    ['sleep 2', [], 0, 2_000],
    ['sleep 1 && echo one && sleep 2; echo two', ['one', 'two'], 0, 3_000],
    ['false && echo never', [], 1, 0],
    ['false || echo "a; b"', ['a; b'], 0, 0],
    ['sleep 3 & wait', [], 0, 3_000],
    ['true', [], 0, 0],
    ['for i in 1 2; do echo line $i; done; echo $GREETING you', ['line 1', 'line 2', 'hello you'], 0, 0],
    ['for i in $(seq 3); do sleep 1; done; echo done >&2', ['done'], 0, 3_000],
  ] as const)('%s', (script, lines, exitCode, ranMs) => {
    expect(sh(script)).toEqual({ lines, exitCode, ranMs });
  });

  test('a loop goes on until it is stopped, and a trap ends it at once', () => {
    const result = sh("trap 'exit 7' TERM; while true; do echo tick; sleep 2; done", 30_000, 5_000);
    expect(result).toEqual({ lines: ['tick', 'tick', 'tick'], exitCode: 7, ranMs: 5_000 });
  });

  test('without a trap SIGTERM is ignored, and SIGKILL makes it 137', () => {
    expect(sh('sleep 3600', 30_000, 1_000)).toEqual({ lines: [], exitCode: 137, ranMs: 6_000 });
  });
});

describe('images', () => {
  test.each([
    ['busybox', 'docker.io/library/busybox:latest'],
    ['busybox:1.35', 'docker.io/library/busybox:1.35'],
    ['kindest/kindnetd:v1', 'docker.io/kindest/kindnetd:v1'],
    ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause:3.10'],
    ['localhost/tool', 'localhost/tool:latest'],
    ['localhost:5000/tool', 'localhost:5000/tool:latest'],
  ])('%s is %s in full', (image, reference) => {
    expect(fullReference(image)).toBe(reference);
  });

  test('an image has the same id on every node', () => {
    const one = runtime('node-1');
    const other = runtime('node-2', one.kernel);
    const ids = [one, other].map(({ containerd }) => containerd.images.add('busybox').id);
    expect(ids[0]).toBe(ids[1]);
  });

  test('fetching it again is quick', () => {
    const { kernel, containerd } = runtime();
    const took: number[] = [];
    function* story(): Task {
      for (let times = 0; times < 2; times++) took.push((yield* containerd.pullImage('busybox')).ms);
    }
    kernel.spawn('story', story());
    kernel.runUntilQuiet(60_000);
    expect(took[0]).toBeGreaterThanOrEqual(700);
    expect(took[1]).toBeLessThanOrEqual(500);
    expect(kernel.log.entries.filter(({ kind }) => kind === 'cri.imagePulled')).toHaveLength(1);
  });
});

test('a container cannot be created in a sandbox that has been stopped', () => {
  const { kernel, containerd } = runtime();
  let refused = '';
  function* story(): Task {
    yield* containerd.pullImage('busybox');
    const sandbox = yield* containerd.runPodSandbox({ namespace: 'default', pod: 'p', uid: 'u', hostNetwork: true });
    expect(sandbox.ip).toBe('172.18.0.2');
    yield* containerd.stopPodSandbox(sandbox);
    try {
      const config = {
        name: 'm',
        image: 'busybox',
        attempt: 0,
        command: [],
        args: [],
        env: {},
        files: () => new Map(),
        restarts: false,
      };
      yield* containerd.createContainer(sandbox, config);
    } catch (error) {
      refused = error instanceof Error ? error.message : '';
    }
  }
  kernel.spawn('story', story());
  kernel.runUntilQuiet(60_000);
  expect(refused).toMatch(/is not ready; a container needs one that is/);
});
