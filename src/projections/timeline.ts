/** A moment of the log that a view stops at. */
export interface Moment {
  /** The log entry after which the view is shown. */
  readonly seq: number;
  readonly atMs: number;
}

/** Where moments stand along a line that shows events, not seconds: each takes the same width, and a stretch in which
 *  nothing happens is folded to a break with its length written on it. Positions run from 0 to 1. */
export interface TimelineView {
  readonly marks: readonly { readonly at: number }[];
  readonly folds: readonly TimelineFold[];
}

export interface TimelineFold {
  /** The moment after which nothing happens for `lengthMs`. */
  readonly after: number;
  readonly lengthMs: number;
  /** Where the break begins and ends. */
  readonly from: number;
  readonly to: number;
}

/** From this length on an idle stretch is folded. */
export const foldedFromMs = 1_000;
const foldWidth = 3;
const pauseWidth = 1.5;
const stepWidth = 1;

/** Lays moments, in the order of the log, out along a line. */
export function layOutTimeline(moments: readonly Moment[]): TimelineView {
  const places: number[] = [];
  const folds: { after: number; lengthMs: number; from: number; to: number }[] = [];
  let x = stepWidth / 2;
  moments.forEach((moment, index) => {
    const before = moments[index - 1];
    if (before) {
      const lengthMs = moment.atMs - before.atMs;
      if (lengthMs >= foldedFromMs) {
        folds.push({ after: index - 1, lengthMs, from: x + stepWidth / 2, to: x + foldWidth - stepWidth / 2 });
        x += foldWidth;
      } else {
        x += lengthMs > 0 ? pauseWidth : stepWidth;
      }
    }
    places.push(x);
  });
  const width = x + stepWidth / 2;
  return {
    marks: places.map((place) => ({ at: place / width })),
    folds: folds.map((fold) => ({ ...fold, from: fold.from / width, to: fold.to / width })),
  };
}

/** The moment nearest to a place on the line, -1 on a line without moments. */
export function momentNear(view: TimelineView, at: number): number {
  let nearest = -1;
  let least = Number.POSITIVE_INFINITY;
  view.marks.forEach((mark, index) => {
    const distance = Math.abs(mark.at - at);
    if (distance < least) {
      least = distance;
      nearest = index;
    }
  });
  return nearest;
}

/** The last moment at or before a log entry; 0 when the entry comes before them all. */
export function momentOf(moments: readonly Moment[], seq: number): number {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle] as Moment).seq <= seq) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
