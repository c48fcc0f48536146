import { createGenerated, generatedName, splitAtDash } from '../create/create-object.ts';
import { CommandError } from '../errors.ts';
import type { Subcommand } from '../invocation.ts';
import { changeFlags } from '../output.ts';

/** @models staging/src/k8s.io/kubectl/pkg/cmd/run/run.go RunOptions.Run
 *  @simplifies attaching (`-i`, `-t`, `--rm`) and `--expose` are refused. */
export const runCommand: Subcommand = {
  name: 'run',
  usage:
    'run NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--command] -- [COMMAND] [args...]',
  required: ['image'],
  flags: [
    ...changeFlags,
    { name: 'image', type: 'string' },
    { name: 'image-pull-policy', type: 'string' },
    { name: 'restart', type: 'string', default: 'Always' },
    { name: 'labels', short: 'l', type: 'list' },
    { name: 'annotations', type: 'repeated' },
    { name: 'env', type: 'repeated' },
    { name: 'port', type: 'string' },
    { name: 'command', type: 'bool' },
    { name: 'stdin', short: 'i', type: 'bool' },
    { name: 'tty', short: 't', type: 'bool' },
    { name: 'rm', type: 'bool' },
    { name: 'attach', type: 'bool' },
    { name: 'quiet', short: 'q', type: 'bool' },
  ],
  *run(k) {
    const { before, command } = splitAtDash(k);
    if (before === 0) throw k.usageError('NAME is required for run');
    const name = generatedName(k, before);
    for (const flag of ['stdin', 'tty', 'rm', 'attach']) {
      if (k.flags.bool(flag))
        throw new CommandError(
          `--${flag} is not available here: nothing can be attached to a container of this cluster`,
        );
    }
    const restartPolicy = k.flags.string('restart');
    if (!['Always', 'OnFailure', 'Never'].includes(restartPolicy))
      throw k.usageError(`invalid restart policy: ${restartPolicy}`);
    const labels = k.flags.changed('labels') ? pairs(k.flags.list('labels')) : { run: name };
    const env = Object.entries(pairs(k.flags.list('env'))).map(([key, value]) => ({ name: key, value }));
    const port = k.flags.string('port');
    const pullPolicy = k.flags.string('image-pull-policy');
    const container = {
      name,
      image: k.flags.string('image'),
      ...(pullPolicy === '' ? {} : { imagePullPolicy: pullPolicy }),
      ...(command.length === 0 ? {} : k.flags.bool('command') ? { command } : { args: command }),
      ...(env.length > 0 ? { env } : {}),
      ...(port === '' ? {} : { ports: [{ containerPort: Number(port) }] }),
      resources: {},
    };
    const annotations = pairs(k.flags.list('annotations'));
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        labels,
        ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
        creationTimestamp: null as unknown as string,
      },
      spec: { containers: [container], restartPolicy, dnsPolicy: 'ClusterFirst' },
      status: {},
    };
    return yield* createGenerated(k, pod);
  },
};

function pairs(list: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    list.map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 1) throw new CommandError(`unexpected label spec: ${pair}`);
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}
