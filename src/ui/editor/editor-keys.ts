/** The figure around has keys of its own (space plays, arrows step), which typing must not press. */
export function keepKeys(event: KeyboardEvent): void {
  event.stopPropagation();
}

/** Ctrl or ⌘ with Enter, before an editor takes it for something else. */
export function onRunKey(run: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };
}
