import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOutTimeline, momentNear, momentOf } from '../../src/projections/timeline.ts';

const moments = [
  { seq: 90, atMs: 60_000 },
  { seq: 91, atMs: 60_000 },
  { seq: 95, atMs: 60_020 },
  { seq: 99, atMs: 90_020 },
];

test('a wait of thirty seconds takes the width of three events, and its length stands on it', () => {
  const view = layOutTimeline(moments);
  expect(view.marks.map(({ at }) => (at * 6.5).toFixed(2))).toEqual(['0.50', '1.50', '3.00', '6.00']);
  expect(view.folds).toHaveLength(1);
  expect(view.folds[0]).toMatchObject({ after: 2, lengthMs: 30_000 });
});

test('an hour of waiting is no wider than a minute', () => {
  const minute = layOutTimeline([moments[0], { seq: 2, atMs: 120_000 }].filter((moment) => moment !== undefined));
  const hour = layOutTimeline([moments[0], { seq: 2, atMs: 3_660_000 }].filter((moment) => moment !== undefined));
  expect(hour.marks).toEqual(minute.marks);
});

test('marks rise from left to right, and the nearest mark of a mark is itself', () => {
  const steps = fc.array(fc.constantFrom(0, 1, 20, 999, 1_000, 60_000), { maxLength: 80 });
  fc.assert(
    fc.property(steps, (pauses) => {
      let atMs = 0;
      const view = layOutTimeline(pauses.map((pause, index) => ({ seq: index + 1, atMs: (atMs += pause) })));
      view.marks.forEach((mark, index) => {
        expect(mark.at).toBeGreaterThan(index === 0 ? 0 : (view.marks[index - 1]?.at ?? 1));
        expect(mark.at).toBeLessThan(1);
        expect(momentNear(view, mark.at)).toBe(index);
      });
      for (const fold of view.folds) {
        expect(fold.from).toBeGreaterThan(view.marks[fold.after]?.at ?? 1);
        expect(fold.to).toBeLessThan(view.marks[fold.after + 1]?.at ?? 0);
      }
    }),
  );
});

test('a log entry between two moments belongs to the earlier one', () => {
  expect([1, 90, 92, 95, 96, 1_000].map((seq) => momentOf(moments, seq))).toEqual([0, 0, 1, 2, 2, 3]);
  expect(momentNear(layOutTimeline([]), 0.5)).toBe(-1);
});
