import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { handleFigureKey } from './figure-keys.ts';
import type { Controls } from './use-playback.ts';

interface FigureFrameProps {
  /** Tells the figures of a page apart in its address. */
  readonly id?: string;
  readonly label: string;
  readonly controls: Controls;
  readonly ready: boolean;
  readonly busy?: boolean;
  /** Called when the reader first shows interest. */
  readonly wake?: () => void;
  readonly children: ComponentChildren;
}

/** What every figure stands in. It takes the keys of its control bar itself, so that they work wherever in it the focus is. */
export function FigureFrame({ id, label, controls, ready, busy = false, wake, children }: FigureFrameProps) {
  // Interest that came before there was anything to hear it counts too.
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    if (frame.current?.matches(':hover, :focus-within')) wake?.();
  }, []);
  return (
    <section
      ref={frame}
      class="fig not-content"
      id={id}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      data-busy={busy}
      data-ready={ready}
      onPointerEnter={wake}
      onFocusIn={wake}
      onTouchStart={wake}
      onKeyDown={(event) => {
        if (handleFigureKey(event, controls)) event.preventDefault();
      }}
    >
      {children}
    </section>
  );
}
