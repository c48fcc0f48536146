import type { Container, PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { Task } from '../../../../kernel/effect.ts';
import { StatusError } from '../../../../kubernetes/api/errors.ts';
import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { threeWayPatch } from '../apply/three-way-patch.ts';
import { CommandError, throwCollected } from '../errors.ts';
import type { FlagSpec } from '../flags.ts';
import { collectLeniently, fileFlags, type Info, infoPath, printedName, selectorFlags } from '../infos.ts';
import type { Invocation, Subcommand } from '../invocation.ts';
import { typeOf } from '../mapping.ts';
import { changeFlags, changeQuery, dryRun, formatResult, outputFormat } from '../output.ts';

/** Changes one container's copy. */
type ContainerChange = (container: Container) => void;

interface Plan {
  readonly resources: readonly string[];
  /** What to do with a container, by its name; undefined leaves it alone. */
  changeFor(name: string): ContainerChange | undefined;
  /** Containers that must be there. */
  readonly required: readonly string[];
}

function setCommand(
  name: string,
  usage: string,
  done: string,
  flags: readonly FlagSpec[],
  plan: (k: Invocation) => Plan,
): Subcommand {
  return {
    name,
    usage,
    flags: [...fileFlags, ...selectorFlags, ...changeFlags, ...flags],
    *run(k) {
      const { resources, changeFor, required } = plan(k);
      const { infos, errors } = yield* collectLeniently(k, resources, { fetch: true });
      for (const info of infos) {
        try {
          yield* changeOne(k, info, done, changeFor, required);
        } catch (error) {
          if (!(error instanceof StatusError || error instanceof CommandError)) throw error;
          errors.push(error);
        }
      }
      throwCollected(errors);
      return 0;
    },
  };
}

function* changeOne(
  k: Invocation,
  info: Info,
  done: string,
  changeFor: Plan['changeFor'],
  required: readonly string[],
): Task {
  const before = info.object ?? {};
  const after = structuredClone(before);
  const containers = containersOf(after, info);
  for (const name of required) {
    if (!containers.some((one) => one.name === name))
      throw new CommandError(`unable to find container named ${JSON.stringify(name)}`);
  }
  for (const container of containers) changeFor(container.name)?.(container);
  const fields = (object: KubernetesObject) => object as Record<string, unknown>;
  const patch = threeWayPatch(typeOf(info.mapping), fields(before), fields(after), fields(before));
  if (Object.keys(patch).length === 0) return;
  const query = changeQuery(k, 'kubectl-set');
  const result =
    dryRun(k) === 'client'
      ? after
      : k.connection.patch(infoPath(info), 'application/strategic-merge-patch+json', JSON.stringify(patch), query);
  yield* k.out(formatResult(k, outputFormat(k), result, printedName(info), done));
}

function containersOf(object: KubernetesObject, info: Info): Container[] {
  const spec = (object.spec ?? {}) as { template?: PodTemplateSpec; containers?: Container[] };
  const containers = spec.template?.spec?.containers ?? spec.containers;
  if (!containers) throw new CommandError(`${printedName(info)} has no pod template`);
  return containers;
}

/** `a=b` arguments, apart from those that name resources. */
function pairsOf(k: Invocation): { resources: string[]; pairs: [string, string][] } {
  const pairs = k.args
    .filter((arg) => arg.includes('='))
    .map((arg): [string, string] => [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)]);
  return { resources: k.args.filter((arg) => !arg.includes('=')), pairs };
}

/** @models staging/src/k8s.io/kubectl/pkg/cmd/set/set_image.go SetImageOptions.Run */
const image = setCommand(
  'image',
  'set image (-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  'image updated',
  [],
  (k) => {
    const { resources, pairs } = pairsOf(k);
    if (pairs.length === 0) throw new CommandError('at least one image update is required');
    const images = new Map(pairs);
    const everywhere = images.get('*');
    return {
      resources,
      required: [...images.keys()].filter((name) => name !== '*'),
      changeFor: (name) => {
        const wanted = images.get(name) ?? everywhere;
        return wanted === undefined ? undefined : (container) => void (container.image = wanted);
      },
    };
  },
);

/** @models staging/src/k8s.io/kubectl/pkg/cmd/set/set_env.go EnvOptions.RunEnv
 *  @simplifies values only; `--from` and `--list` are refused as unknown flags. */
const env = setCommand(
  'env',
  'set env RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  'env updated',
  [{ name: 'containers', short: 'c', type: 'string', default: '*' }],
  (k) => {
    const { resources, pairs } = pairsOf(k);
    const removed = resources.filter((arg) => arg.endsWith('-') && !arg.includes('/')).map((arg) => arg.slice(0, -1));
    const wanted = k.flags.string('containers');
    if (pairs.length + removed.length === 0)
      throw new CommandError('at least one environment variable must be provided');
    return {
      resources: resources.filter((arg) => !(arg.endsWith('-') && !arg.includes('/'))),
      required: [],
      changeFor: (name) =>
        wanted !== '*' && wanted !== name
          ? undefined
          : (container) => {
              const kept = (container.env ?? []).filter((one) => !removed.includes(one.name));
              for (const [key, value] of pairs) {
                const there = kept.find((one) => one.name === key);
                if (there) there.value = value;
                else kept.push({ name: key, value });
              }
              container.env = kept;
            },
    };
  },
);

/** @models staging/src/k8s.io/kubectl/pkg/cmd/set/set_resources.go SetResourcesOptions.Run */
const resources = setCommand(
  'resources',
  'set resources (-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]',
  'resource requirements updated',
  [
    { name: 'containers', short: 'c', type: 'string', default: '*' },
    { name: 'limits', type: 'string' },
    { name: 'requests', type: 'string' },
  ],
  (k) => {
    const read = (flag: string) =>
      Object.fromEntries(
        k.flags
          .string(flag)
          .split(',')
          .filter(Boolean)
          .map((pair) => pair.split('='))
          .map(([key = '', value = '']) => [key, value]),
      );
    const [limits, requests] = [read('limits'), read('requests')];
    if (!k.flags.changed('limits') && !k.flags.changed('requests'))
      throw new CommandError('you must specify an update to requests or limits (in the form of --requests/--limits)');
    const wanted = k.flags.string('containers');
    return {
      resources: k.args,
      required: [],
      changeFor: (name) =>
        wanted !== '*' && wanted !== name
          ? undefined
          : (container) => {
              const before = container.resources ?? {};
              container.resources = {
                ...before,
                ...(k.flags.changed('limits') ? { limits: { ...before.limits, ...limits } } : {}),
                ...(k.flags.changed('requests') ? { requests: { ...before.requests, ...requests } } : {}),
              };
            },
    };
  },
);

export const setCommands: Subcommand = {
  name: 'set',
  usage: 'set SUBCOMMAND',
  flags: [],
  children: [env, image, resources],
};
