import type { Task } from '../kernel/effect.ts';
import type { ApiClient } from '../kubernetes/apiserver/client.ts';
import { fullReference } from '../kubernetes/cri/image-store.ts';
import { type ContainerProcess, pause } from '../kubernetes/cri/program.ts';
import { busybox } from '../kubernetes/cri/shell-program.ts';

/** The process of a container together with what its pod gives it: the API, as its service account. */
export interface PodProcess extends ContainerProcess {
  readonly client: ApiClient;
  readonly namespace: string;
  readonly pod: string;
}

/** What an image runs in a cluster. The result is the exit code. */
export type ContainerProgram = (process: PodProcess) => Task<number>;

/** Programs by the repository of their image, whatever the tag. */
export class ContainerPrograms {
  private readonly programs = new Map<string, ContainerProgram>();

  constructor() {
    for (const image of ['busybox', 'alpine', 'debian', 'ubuntu']) this.register(image, busybox);
    this.register('registry.k8s.io/pause', pause);
  }

  register(image: string, program: ContainerProgram): void {
    this.programs.set(repository(image), program);
  }

  /** The program of an image, undefined for an image that is not known. */
  find(image: string): ContainerProgram | undefined {
    return this.programs.get(repository(image));
  }
}

function repository(image: string): string {
  const reference = fullReference(image).split('@')[0] ?? '';
  const colon = reference.lastIndexOf(':');
  return colon > reference.lastIndexOf('/') ? reference.slice(0, colon) : reference;
}
