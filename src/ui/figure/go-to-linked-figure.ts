// A figure wakes when it is seen, so a link brings the reader to its figure first.
function goToLinkedFigure(): void {
  const [id = '', state] = location.hash.slice(1).split('=', 2);
  if (state !== undefined) document.getElementById(id)?.scrollIntoView();
}

goToLinkedFigure();
addEventListener('hashchange', goToLinkedFigure);
