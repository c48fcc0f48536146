import { useEffect } from 'preact/hooks';
import type { Speed } from './control-bar.tsx';

const stepMs = 900;

/** Steps on while playing, and stops at the end. */
export function usePlayer(
  playing: boolean,
  cursor: number,
  lastIndex: number,
  speed: Speed,
  onStep: (index: number) => void,
  onEnd: () => void,
): void {
  useEffect(() => {
    if (!playing) return;
    if (cursor >= lastIndex) {
      onEnd();
      return;
    }
    const timer = setTimeout(() => onStep(cursor + 1), stepMs / speed);
    return () => clearTimeout(timer);
  }, [playing, cursor, lastIndex, speed]);
}
