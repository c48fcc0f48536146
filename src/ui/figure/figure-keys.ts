import { type Speed, speeds } from './control-bar.tsx';

export interface FigureKeyActions {
  readonly cursor: number;
  readonly lastIndex: number;
  readonly playing: boolean;
  readonly speed: Speed;
  readonly onMove: (index: number) => void;
  readonly onPlay: (playing: boolean) => void;
  readonly onSpeed: (speed: Speed) => void;
}

/** Does what the control bar does, by keyboard: Space, arrows, Home, End, and `[` and `]` for the speed. Says whether the key
 *  was one of them. Fields keep their keys, and a button keeps Space. */
export function handleFigureKey(event: KeyboardEvent, actions: FigureKeyActions): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return false;
  const target = event.target instanceof Element ? event.target : undefined;
  if (target?.closest('input, select, textarea, [contenteditable], .fig-editor')) return false;
  const { cursor, lastIndex, playing, speed, onMove, onPlay, onSpeed } = actions;
  switch (event.key) {
    case ' ':
      if (target?.closest('button, summary, a')) return false;
      onPlay(!playing);
      return true;
    case 'ArrowLeft':
      onMove(cursor - 1);
      return true;
    case 'ArrowRight':
      onMove(cursor + 1);
      return true;
    case 'Home':
      onMove(0);
      return true;
    case 'End':
      onMove(lastIndex);
      return true;
    case '[':
    case ']': {
      const next = speeds[speeds.indexOf(speed) + (event.key === ']' ? 1 : -1)];
      if (next) onSpeed(next);
      return true;
    }
    default:
      return false;
  }
}
