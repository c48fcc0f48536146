import type { RandomStream } from '../../kernel/random.ts';

/** An image on a node. */
export interface Image {
  /** The reference that it was asked for by, in full: `docker.io/library/busybox:1.35`. */
  readonly reference: string;
  readonly id: string;
  readonly sizeBytes: number;
}

/** A reference with its registry and tag, as containerd writes it.
 *  @models vendor/github.com/distribution/reference/normalize.go ParseDockerRef */
export function fullReference(image: string): string {
  const [first = '', ...rest] = image.split('/');
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const path = hasRegistry ? image : rest.length > 0 ? `docker.io/${image}` : `docker.io/library/${image}`;
  const last = path.slice(path.lastIndexOf('/') + 1);
  return last.includes(':') || last.includes('@') ? path : `${path}:latest`;
}

/** The images that one node has. An image is the same on every node: its digest comes from a stream of its own. */
export class ImageStore {
  private readonly images = new Map<string, Image>();
  private readonly streamOf: (reference: string) => RandomStream;
  private readonly hasAll: boolean;

  constructor(streamOf: (reference: string) => RandomStream, present: readonly string[] | 'all') {
    this.streamOf = streamOf;
    this.hasAll = present === 'all';
    if (present !== 'all') for (const image of present) this.add(image);
  }

  find(image: string): Image | undefined {
    const reference = fullReference(image);
    return this.images.get(reference) ?? (this.hasAll ? this.add(reference) : undefined);
  }

  list(): readonly Image[] {
    return [...this.images.values()];
  }

  add(image: string): Image {
    const reference = fullReference(image);
    const known = this.images.get(reference);
    if (known) return known;
    const digest = this.streamOf(reference);
    const id = `sha256:${digest.text(64, '0123456789abcdef')}`;
    const added = { reference, id, sizeBytes: digest.integer(700_000, 90_000_000) };
    this.images.set(reference, added);
    return added;
  }
}
