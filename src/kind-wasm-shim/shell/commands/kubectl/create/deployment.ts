import { CommandError } from '../errors.ts';
import type { Subcommand } from '../invocation.ts';
import { createFlags, createGenerated, generatedName, splitAtDash } from './create-object.ts';

/** @models staging/src/k8s.io/kubectl/pkg/cmd/create/create_deployment.go CreateDeploymentOptions */
export const createDeployment: Subcommand = {
  name: 'deployment',
  aliases: ['deploy'],
  usage: 'create deployment NAME --image=image -- [COMMAND] [args...]',
  required: ['image'],
  flags: [
    ...createFlags,
    { name: 'image', type: 'list' },
    { name: 'replicas', short: 'r', type: 'int', default: '1' },
    { name: 'port', type: 'int', default: '-1' },
  ],
  *run(k) {
    const { before, command } = splitAtDash(k);
    const name = generatedName(k, before);
    const images = k.flags.list('image');
    if (images.length > 1 && command.length > 0)
      throw k.usageError('cannot specify multiple --image options and command');
    const port = k.flags.int('port');
    const labels = { app: name };
    const containers = images.map((image, index) => ({
      name: containerName(image),
      image,
      ...(command.length > 0 ? { command } : {}),
      ...(index === 0 && port >= 0 ? { ports: [{ containerPort: port }] } : {}),
      resources: {},
    }));
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, labels, creationTimestamp: null as unknown as string },
      spec: {
        replicas: k.flags.int('replicas'),
        selector: { matchLabels: labels },
        strategy: {},
        template: { metadata: { labels, creationTimestamp: null }, spec: { containers } },
      },
      status: {},
    };
    return yield* createGenerated(k, deployment, 'failed to create deployment');
  },
};

/** The last word of an image, without tag and digest. */
function containerName(image: string): string {
  const word = (image.split('/').at(-1) ?? image).replace(/[@:].*$/, '');
  if (word === '') throw new CommandError(`invalid image name ${JSON.stringify(image)}`);
  return word.replaceAll('_', '-').toLowerCase();
}
