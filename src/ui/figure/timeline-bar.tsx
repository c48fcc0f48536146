import { useRef } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { momentNear, type TimelineView } from '../../projections/timeline.ts';
import { controlWords } from './control-words.ts';

/** A mark as the bar draws it: which part of the cluster acted, and what it did, in words. */
export interface TimelineMark {
  readonly actor: string;
  readonly label: string;
  /** Part of the chain of causes and effects that is being looked at. */
  readonly related: boolean;
}

export interface TimelineBarProps {
  readonly language: Language;
  readonly view: TimelineView;
  readonly marks: readonly TimelineMark[];
  readonly cursor: number;
  readonly onMove: (index: number) => void;
  /** The time and step at the cursor, and what is due next. */
  readonly now: string;
  readonly next: string;
}

/** Events along a line, to be dragged over in both directions with pointer or touch. For assistive technology it is a
 *  slider over the steps. */
export function TimelineBar({ language, view, marks, cursor, onMove, now, next }: TimelineBarProps) {
  const words = controlWords[language];
  const line = useRef<HTMLDivElement>(null);
  const at = view.marks[cursor]?.at ?? 0;

  const moveTo = (event: PointerEvent) => {
    const box = line.current?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    const nearest = momentNear(view, (event.clientX - box.left) / box.width);
    if (nearest >= 0 && nearest !== cursor) onMove(nearest);
  };

  return (
    <div class="fig-timeline">
      <div
        ref={line}
        class="fig-line"
        role="slider"
        tabIndex={0}
        aria-label={words.timeline}
        aria-valuemin={1}
        aria-valuemax={Math.max(1, marks.length)}
        aria-valuenow={cursor + 1}
        aria-valuetext={`${now}. ${marks[cursor]?.label ?? ''}`}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          moveTo(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) moveTo(event);
        }}
      >
        <span class="fig-line-rule" />
        <span class="fig-line-past" style={{ width: `${at * 100}%` }} />
        {view.folds.map((fold) => (
          <span
            class="fig-fold"
            key={fold.after}
            style={{ left: `${fold.from * 100}%`, width: `${(fold.to - fold.from) * 100}%` }}
          >
            <span>{words.duration(fold.lengthMs)}</span>
          </span>
        ))}
        {marks.map((mark, index) => (
          <span
            key={index}
            class="fig-mark"
            data-actor={mark.actor}
            data-related={mark.related}
            data-past={index <= cursor}
            title={mark.label}
            style={{ left: `${(view.marks[index]?.at ?? 0) * 100}%` }}
          />
        ))}
        <span class="fig-playhead" style={{ left: `${at * 100}%` }} />
      </div>
      <p class="fig-now">
        <span class="fig-now-at">{now}</span>
        <span class="fig-now-next">{next}</span>
      </p>
    </div>
  );
}
