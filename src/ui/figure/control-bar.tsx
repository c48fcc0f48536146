import type { ComponentChildren } from 'preact';
import type { Language } from '../../projections/language.ts';
import { controlWords } from './control-words.ts';

/** Speeds that playing can have, as multiples of the usual one. */
export const speeds = [0.5, 1, 2, 4] as const;
export type Speed = (typeof speeds)[number];

export interface ControlBarProps {
  readonly language: Language;
  readonly cursor: number;
  readonly lastIndex: number;
  readonly playing: boolean;
  readonly speed: Speed;
  readonly seed: number;
  readonly linkCopied: 'no' | 'yes' | 'failed';
  readonly onMove: (index: number) => void;
  readonly onPlay: (playing: boolean) => void;
  readonly onSpeed: (speed: Speed) => void;
  readonly onSeed: (seed: number) => void;
  readonly onCopyLink: () => void;
  readonly onReset: () => void;
  readonly timeline: ComponentChildren;
  readonly actions: ComponentChildren;
}

/** The one control bar of all figures, in the same order everywhere: to start, step back, play or pause, step on, to end;
 *  timeline; speed; seed; actions; link; reset. */
export function ControlBar(props: ControlBarProps) {
  const { language, speed, seed, linkCopied } = props;
  const words = controlWords[language];
  return (
    <fieldset class="fig-controls" aria-label={words.controls}>
      <Transport {...props} />
      {props.timeline}
      <div class="fig-settings">
        <label class="fig-setting">
          <span>{words.speed}</span>
          <select
            value={speed}
            onChange={(event) => {
              const chosen = speeds.find((each) => each === Number(event.currentTarget.value));
              if (chosen) props.onSpeed(chosen);
            }}
          >
            {speeds.map((each) => (
              <option value={each} key={each}>
                {each}×
              </option>
            ))}
          </select>
        </label>
        <label class="fig-setting">
          <span>{words.seed}</span>
          <input
            type="number"
            class="fig-seed"
            min={0}
            max={4_294_967_295}
            step={1}
            value={seed}
            onChange={(event) => {
              const next = event.currentTarget.valueAsNumber;
              if (Number.isSafeInteger(next) && next >= 0 && next <= 4_294_967_295) props.onSeed(next);
              else event.currentTarget.value = String(seed);
            }}
          />
        </label>
        {props.actions}
        <span class="fig-end">
          <button type="button" class="fig-button" onClick={props.onCopyLink}>
            {linkCopied === 'yes' ? words.linkCopied : linkCopied === 'failed' ? words.linkInAddress : words.copyLink}
          </button>
          <button type="button" class="fig-button" onClick={props.onReset}>
            {words.reset}
          </button>
        </span>
      </div>
    </fieldset>
  );
}

type TransportProps = Pick<ControlBarProps, 'language' | 'cursor' | 'lastIndex' | 'playing' | 'onMove' | 'onPlay'>;

/** To start, step back, play or pause, step on, to end. */
export function Transport(props: TransportProps) {
  const { language, cursor, lastIndex, playing } = props;
  const words = controlWords[language];
  return (
    <div class="fig-transport">
      <IconButton label={words.toStart} keys="Home" icon="start" off={cursor <= 0} onClick={() => props.onMove(0)} />
      <IconButton
        label={words.stepBack}
        keys="←"
        icon="back"
        off={cursor <= 0}
        onClick={() => props.onMove(cursor - 1)}
      />
      <IconButton
        label={playing ? words.pause : words.play}
        keys={words.space}
        icon={playing ? 'pause' : 'play'}
        main
        onClick={() => props.onPlay(!playing)}
      />
      <IconButton
        label={words.stepOn}
        keys="→"
        icon="on"
        off={cursor >= lastIndex}
        onClick={() => props.onMove(cursor + 1)}
      />
      <IconButton
        label={words.toEnd}
        keys="End"
        icon="end"
        off={cursor >= lastIndex}
        onClick={() => props.onMove(lastIndex)}
      />
    </div>
  );
}

const icons = {
  start: 'M4 3h2v10H4zM14 3v10L7 8z',
  back: 'M4 3h0M12 3v10L5 8z',
  play: 'M4 2.5v11L13 8z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  on: 'M4 3v10l7-5z',
  end: 'M2 3v10l7-5zM10 3h2v10h-2z',
} as const;

interface IconButtonProps {
  readonly label: string;
  readonly keys: string;
  readonly icon: keyof typeof icons;
  readonly main?: boolean;
  readonly off?: boolean;
  readonly onClick: () => void;
}

/** A button that cannot be used keeps the focus, so that a keyboard is never thrown out of the bar. */
function IconButton({ label, keys, icon, main = false, off = false, onClick }: IconButtonProps) {
  return (
    <button
      type="button"
      class={main ? 'fig-icon fig-icon-main' : 'fig-icon'}
      aria-label={label}
      aria-disabled={off}
      title={`${label} (${keys})`}
      onClick={() => {
        if (!off) onClick();
      }}
    >
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d={icons[icon]} fill="currentColor" />
      </svg>
    </button>
  );
}
