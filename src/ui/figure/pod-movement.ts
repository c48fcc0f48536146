/** Where the blocks of the pods stand within the board, by `pod resource`. */
export type PodPlaces = ReadonlyMap<string, { readonly left: number; readonly top: number }>;

const movementMs = 200;

/** Pods by their places, as every board has them. */
export interface PlacedPods {
  readonly pending: readonly MovingPod[];
  readonly nodes: readonly { readonly pods: readonly MovingPod[] }[];
}

interface MovingPod {
  readonly key: string;
  /** The evicted pod that this one stands in for. */
  readonly replaces?: string;
}

/** Measures where the blocks stand now. */
export function placesOfPods(board: HTMLElement): PodPlaces {
  const places = new Map<string, { left: number; top: number }>();
  const frame = board.getBoundingClientRect();
  for (const block of board.querySelectorAll<HTMLElement>('[data-pod]')) {
    const { left, top } = block.getBoundingClientRect();
    places.set(placeKey(block), { left: left - frame.left, top: top - frame.top });
  }
  return places;
}

function placeKey(block: HTMLElement): string {
  return `${block.dataset.pod} ${block.dataset.resource}`;
}

/** Lets every block that stands elsewhere now glide there from where it stood, so that it can be recognized; a pod that
 *  stands in for another comes from that one's place. Who asked for less motion gets none. */
export function movePods(board: HTMLElement, before: PodPlaces, now: PodPlaces, view: PlacedPods): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const origins = new Map<string, string>();
  for (const pod of [...view.pending, ...view.nodes.flatMap((node) => node.pods)]) {
    if (pod.replaces !== undefined) origins.set(pod.key, pod.replaces);
  }
  const moves: (() => void)[] = [];
  for (const block of board.querySelectorAll<HTMLElement>('[data-pod]')) {
    const { pod = '', resource = '' } = block.dataset;
    const to = now.get(placeKey(block));
    const from =
      before.get(`${pod} ${resource}`) ?? before.get(`${pod} cpu`) ?? before.get(`${origins.get(pod)} ${resource}`);
    if (!from || !to) continue;
    const x = from.left - to.left;
    const y = from.top - to.top;
    if (Math.abs(x) < 1 && Math.abs(y) < 1) continue;
    // Blocks are not drawn anew while all their first frames are still being measured.
    moves.push(() => {
      block.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: 'none' }], {
        duration: movementMs,
        easing: 'cubic-bezier(0.2, 0, 0, 1)',
      });
    });
  }
  for (const move of moves) move();
}
