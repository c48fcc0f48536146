import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { movePods, type PlacedPods, type PodPlaces, placesOfPods } from './pod-movement.ts';

/** For a board: lets its pods glide from where they stood in the view before. */
export function usePodMovement(view: PlacedPods): RefObject<HTMLDivElement> {
  const board = useRef<HTMLDivElement>(null);
  const places = useRef<PodPlaces>();
  useLayoutEffect(() => {
    if (!board.current) return;
    const before = places.current;
    places.current = placesOfPods(board.current);
    if (before) movePods(board.current, before, places.current, view);
  }, [view]);
  return board;
}
