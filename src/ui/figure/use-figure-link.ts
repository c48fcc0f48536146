import { useEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { figureWords, type LinkWords } from './figure-words.ts';

export type LinkCopied = 'no' | 'yes' | 'failed';

/** How the states of a kind of figure are written into the page's address and read from it. */
export interface StateInAddress<State> {
  fragmentOf(figure: string, state: State): Promise<string>;
  /** The state that a fragment holds for this figure, what is wrong with it in words, or neither when it has nothing for it. */
  stateInFragment(
    figure: string,
    fragment: string,
    words: LinkWords,
  ): Promise<State | { readonly problem: string } | undefined>;
}

/** A figure's part of the page's address. */
export interface FigureAddress<State> {
  /** What is wrong with the link that the page was opened with, in words. */
  readonly problem: string | undefined;
  readonly copied: LinkCopied;
  readonly copy: (state: State) => Promise<void>;
  /** Takes the figure's link out of the address, and what was wrong with it. */
  readonly clear: () => void;
}

const feedbackMs = 2_500;

/** Follows the links of a figure, when the page is opened and when its address changes, and makes them. */
export function useFigureLink<State extends object>(
  id: string,
  language: Language,
  { fragmentOf, stateInFragment }: StateInAddress<State>,
  onFollow: (state: State) => void,
): FigureAddress<State> {
  const [problem, setProblem] = useState<string>();
  const [copied, setCopied] = useState<LinkCopied>('no');
  const follow = useRef(onFollow);
  follow.current = onFollow;

  useEffect(() => {
    const look = async () => {
      const found = await stateInFragment(id, location.hash, figureWords[language].link);
      if (!found) return;
      setProblem('problem' in found ? found.problem : undefined);
      if (!('problem' in found)) follow.current(found);
    };
    const onChange = () => void look();
    void look();
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, [id, language]);

  return {
    problem,
    copied,
    async copy(state) {
      history.replaceState(null, '', await fragmentOf(id, state));
      try {
        await navigator.clipboard.writeText(location.href);
        setCopied('yes');
      } catch {
        // Without leave to write to the clipboard the address bar still has the link.
        setCopied('failed');
      }
      setTimeout(() => setCopied('no'), feedbackMs);
    },
    clear() {
      setProblem(undefined);
      if (location.hash.startsWith(`#${id}=`)) history.replaceState(null, '', location.pathname + location.search);
    },
  };
}
