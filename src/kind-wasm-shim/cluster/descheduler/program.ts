import type { Task } from '../../kernel/effect.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { buildsProfilesAtStart } from '../../kubernetes/descheduler/framework/differences.ts';
import type { LoadedPolicy } from '../../kubernetes/descheduler/framework/load-policy.ts';
import type { Registry } from '../../kubernetes/descheduler/framework/plugin.ts';
import { newProfile, ProfileError } from '../../kubernetes/descheduler/framework/profile.ts';
import { type DeschedulerVersion, deschedulerVersions } from '../../kubernetes/descheduler/framework/release.ts';
import { setupPlugins } from '../../kubernetes/descheduler/plugins/registry.ts';
import type { PodProcess } from '../container-programs.ts';
import { type DeschedulerFlags, readDeschedulerFlags } from './flags.ts';
import { klogLine, serverError } from './log.ts';
import { type DeschedulerOptions, readPolicy, runDescheduler, runDeschedulerCycle } from './run.ts';

export { type DeschedulerOptions, runDescheduler };

export const deschedulerImage = 'registry.k8s.io/descheduler/descheduler';

/** The descheduler's image as a container's program: reads its flags and, from its mounts, its policy; runs one cycle, or one
 *  every `--descheduling-interval`. The image's tag says which release it is.
 *  @models cmd/descheduler/app/server.go NewDeschedulerCommand
 *  @simplifies nobody is elected leader: with `--leader-elect` every replica runs. Metrics and traces are not served. */
export function deschedulerProgram(kernel: Kernel): (process: PodProcess) => Task<number> {
  return function* descheduler(process: PodProcess): Task<number> {
    const words = [...process.command.slice(1), ...process.args];
    const refuse = (line: string): number => {
      process.print(line, 'stderr');
      return 1;
    };
    const version = versionOfImage(process.image);
    if (version === undefined) return refuse(unknownImage(process.image));
    const commandLine = readDeschedulerFlags(words);
    switch (commandLine.kind) {
      case 'refused':
        return refuse(`Error: ${commandLine.error}`);
      case 'version':
        process.print(`Descheduler version ${version}`);
        return 0;
      case 'help':
        process.print('The descheduler evicts pods which may be bound to less desired nodes');
        return 0;
      case 'run':
        return yield* serve(kernel, process, commandLine.flags, setupPlugins(version));
    }
  };
}

/** The release of an image by its tag, undefined when that release is not modelled. */
function versionOfImage(image: string): DeschedulerVersion | undefined {
  const tag = /:([^/:@]+)(@.*)?$/.exec(image)?.[1];
  return deschedulerVersions.find((version) => version === tag);
}

function unknownImage(image: string): string {
  const expected = deschedulerVersions.map((version) => `${deschedulerImage}:${version}`).join(' or ');
  return `${image}: this release of the descheduler is not modelled here: expected ${expected}`;
}

/** @models pkg/descheduler/descheduler.go Run, RunDeschedulerStrategies; staging/src/k8s.io/apimachinery/pkg/util/wait/backoff.go
 *  NonSlidingUntil */
function* serve(kernel: Kernel, process: PodProcess, flags: DeschedulerFlags, registry: Registry): Task<number> {
  const fail = (error: string): number => {
    for (const message of serverError(error)) process.print(klogLine(message, kernel.nowMs), 'stderr');
    return 1;
  };
  const { policyConfigFile: policyFile, verbosity, dryRun, leaderElect, deschedulingIntervalMs: intervalMs } = flags;
  if (policyFile === '') return fail('deschedulerPolicy is nil');
  const policy = process.files.get(policyFile);
  if (policy === undefined) {
    const why = `open ${policyFile}: no such file or directory`;
    return fail(`failed to read policy config file ${JSON.stringify(policyFile)}: ${why}`);
  }
  const print = (line: string) => process.print(line, 'stderr');
  const { client } = process;
  const options: DeschedulerOptions = { kernel, client, policy, policyFile, registry, verbosity, dryRun, print };
  const loaded = readPolicy(options);
  if (loaded === undefined) return 1;
  if (leaderElect && intervalMs === 0) return fail('leaderElection must be used with deschedulingInterval');
  const error = buildsProfilesAtStart(registry.version) ? profileError(loaded, registry) : undefined;
  if (error !== undefined) return fail(error);
  yield* process.sleep(kernel.random('descheduler/latency').integer(20, 60));
  for (;;) {
    const startedAtMs = kernel.nowMs;
    // A cycle that fails is logged and ends the loop, and the program ends as if all were well.
    if ((yield* runDeschedulerCycle(loaded, options)) === 'failed' || intervalMs === 0) break;
    // The interval counts from the start of a cycle: after one that took longer the next follows at once.
    yield* process.sleep(Math.max(0, startedAtMs + intervalMs - kernel.nowMs));
  }
  // Its informers and its metrics server are stopped first, which takes the process a moment.
  yield* process.sleep(kernel.random('descheduler/shutdown').integer(200, 500));
  return 0;
}

/** Why the descheduler cannot start, undefined when it can.
 *  @models pkg/descheduler/descheduler.go bootstrapDescheduler, newDescheduler */
function profileError({ policy }: LoadedPolicy, registry: Registry): string | undefined {
  for (const profile of policy.profiles) {
    try {
      newProfile(profile, registry);
    } catch (error) {
      if (!(error instanceof ProfileError)) throw error;
      const why = `unable to create ${JSON.stringify(profile.name)} profile: ${error.message}`;
      return `failed to create new descheduler: ${why}`;
    }
  }
  return undefined;
}
