import { useState } from 'preact/hooks';
import type { Speed } from './control-bar.tsx';
import { usePlayer } from './use-player.ts';

/** What a control bar and the keys of a figure do. */
export interface Controls {
  readonly cursor: number;
  readonly lastIndex: number;
  readonly playing: boolean;
  readonly speed: Speed;
  readonly onSpeed: (speed: Speed) => void;
  readonly onMove: (index: number) => void;
  readonly onPlay: (playing: boolean) => void;
}

/** A place in a run, and how to get to another. */
export interface Playable {
  readonly cursor: number;
  readonly lastIndex: number;
  /** Whether there is a run to step through; playing waits for it. */
  readonly ready: boolean;
  readonly move: (index: number) => void;
  readonly wake?: () => void;
}

/** How a run is being played, and which of its moments is being asked about. */
export interface Playback {
  readonly controls: Controls;
  readonly selectedMoment: number | undefined;
  readonly onSelectMoment: (index: number | undefined) => void;
  /** Stops, with no moment asked about: another run is to come. */
  readonly still: () => void;
}

/** Plays a run from where it stands. */
export function usePlayback({ cursor, lastIndex, ready, move, wake }: Playable, firstSpeed: Speed = 1): Playback {
  const [playing, setPlaying] = useState(false);
  const [speed, onSpeed] = useState<Speed>(firstSpeed);
  const [selectedMoment, onSelectMoment] = useState<number>();
  usePlayer(playing && ready, cursor, lastIndex, speed, move, () => setPlaying(false));
  const controls: Controls = {
    ...{ cursor, lastIndex, playing, speed, onSpeed },
    onMove(index) {
      setPlaying(false);
      move(index);
    },
    onPlay(start) {
      wake?.();
      if (start && cursor >= lastIndex) move(0);
      setPlaying(start);
    },
  };
  return {
    controls,
    selectedMoment,
    onSelectMoment,
    still() {
      setPlaying(false);
      onSelectMoment(undefined);
    },
  };
}
