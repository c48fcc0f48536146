import { type ComponentChildren, createContext } from 'preact';
import { useCallback, useContext, useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Explanation } from '../../projections/explanation.ts';

interface Asking {
  readonly asked: string | undefined;
  /** The id of the element that holds the answer. */
  readonly answerId: string;
  ask(about: string, target: HTMLElement): void;
  release(): void;
}

const AskingContext = createContext<Asking>({ asked: undefined, answerId: '', ask: () => {}, release: () => {} });

interface AskableProps {
  /** How a number is called to `explain`. */
  readonly about: string;
  readonly class?: string;
  /** Something else that a click does, beside the answer. */
  readonly onChoose?: () => void;
  readonly children: ComponentChildren;
}

/** A number that can be asked how it came about: by hovering, by focus, or by a tap. */
export function Askable({ about, class: className, onChoose, children }: AskableProps) {
  const { asked, answerId, ask, release } = useContext(AskingContext);
  return (
    <button
      type="button"
      class={className ? `fig-number ${className}` : 'fig-number'}
      data-asked={asked === about}
      aria-describedby={asked === about ? answerId : undefined}
      onPointerEnter={(event) => {
        if (event.pointerType === 'mouse') ask(about, event.currentTarget);
      }}
      onPointerLeave={(event) => {
        if (event.pointerType === 'mouse') release();
      }}
      onFocus={(event) => ask(about, event.currentTarget)}
      onBlur={release}
      onClick={(event) => {
        ask(about, event.currentTarget);
        onChoose?.();
      }}
    >
      {children}
    </button>
  );
}

/** Answers numbers within it. The answer stands below or above the number, within the figure's width, and goes on Escape. */
export function AnswersNumbers({
  explain,
  children,
}: {
  readonly explain: (about: string) => Explanation | undefined;
  readonly children: ComponentChildren;
}) {
  const [open, setOpen] = useState<{ about: string; target: HTMLElement }>();
  const frame = useRef<HTMLDivElement>(null);
  const closing = useRef<ReturnType<typeof setTimeout>>();

  const ask = useCallback((about: string, target: HTMLElement) => {
    clearTimeout(closing.current);
    setOpen({ about, target });
  }, []);
  // The pointer may travel from the number into the answer, to select text in it.
  const release = useCallback(() => {
    clearTimeout(closing.current);
    closing.current = setTimeout(() => setOpen(undefined), 160);
  }, []);
  useEffect(() => () => clearTimeout(closing.current), []);
  // A number that was only pointed at has no focus: Escape reaches its answer from wherever the keys go.
  useEffect(() => {
    if (!open) return undefined;
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      setOpen(undefined);
    };
    document.addEventListener('keydown', close, { capture: true });
    return () => document.removeEventListener('keydown', close, { capture: true });
  }, [open]);

  const answerId = useId();
  const explanation = open && explain(open.about);
  return (
    <AskingContext.Provider value={{ asked: open?.about, answerId, ask, release }}>
      <div ref={frame} class="fig-answers">
        {children}
        {open && explanation ? (
          <Answer
            id={answerId}
            explanation={explanation}
            target={open.target}
            frame={frame.current}
            onEnter={() => clearTimeout(closing.current)}
            onLeave={release}
          />
        ) : null}
      </div>
    </AskingContext.Provider>
  );
}

interface AnswerProps {
  readonly id: string;
  readonly explanation: Explanation;
  readonly target: HTMLElement;
  readonly frame: HTMLElement | null;
  readonly onEnter: () => void;
  readonly onLeave: () => void;
}

function Answer({ id, explanation, target, frame, onEnter, onLeave }: AnswerProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!box.current || !frame) return;
    const within = frame.getBoundingClientRect();
    const number = target.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = box.current;
    const left = Math.max(0, Math.min(number.left - within.left, within.width - offsetWidth));
    const below = number.bottom - within.top + 6;
    const fitsBelow = number.bottom + offsetHeight + 12 < document.documentElement.clientHeight;
    const top = fitsBelow || number.top < offsetHeight + 12 ? below : number.top - within.top - offsetHeight - 6;
    box.current.style.translate = `${Math.round(left)}px ${Math.round(top)}px`;
  }, [explanation, target, frame]);
  return (
    <div ref={box} id={id} class="fig-answer" role="tooltip" onPointerEnter={onEnter} onPointerLeave={onLeave}>
      <p class="fig-answer-name">{explanation.name}</p>
      {explanation.steps.map((step) => (
        <p class="fig-answer-step" key={step}>
          {step}
        </p>
      ))}
      {explanation.note ? <p class="fig-answer-note">{explanation.note}</p> : null}
      {explanation.source ? <p class="fig-answer-source">{explanation.source}</p> : null}
    </div>
  );
}
