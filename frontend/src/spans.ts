/**
 * Two sides of one reading: a click on a part lights it up on both sides and brings the other side into view.
 * Without this script the same links jump there.
 */
export function spans(): void {
  const text = document.querySelector<HTMLElement>("[data-text]");
  if (!text) return;
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-span]");
    if (!link) return;
    event.preventDefault();
    if (getSelection()?.isCollapsed === false) return; // words are being marked
    show(text, link.dataset.span!, text.contains(link));
    history.replaceState(null, "", `#${link.dataset.span}`);
  });
  if (location.hash.length > 1) {
    show(text, location.hash.slice(1), true);
    light(location.hash.slice(1));
  }
}

/** Light a part on both sides and show where the text says it. */
export function light(label: string): void {
  const text = document.querySelector<HTMLElement>("[data-text]");
  if (text) show(text, label, false);
}

function show(text: HTMLElement, label: string, fromText: boolean): void {
  document.querySelectorAll(".is-lit").forEach((lit) => lit.classList.remove("is-lit"));
  const part = document.getElementById(label);
  const pieces = text.querySelectorAll(`[data-of~="${CSS.escape(label)}"]`);
  for (const lit of [part, ...pieces]) lit?.classList.add("is-lit");
  const piece = pieces[0] as HTMLElement | undefined;
  if (fromText) {
    part?.scrollIntoView({ block: "nearest" });
    part?.focus({ preventScroll: true });
  }
  // The text scrolls inside its own frame on a wide screen, with the page on a phone.
  else if (text.scrollHeight > text.clientHeight) text.scrollTop = (piece?.offsetTop ?? 0) - text.clientHeight / 3;
  else piece?.scrollIntoView({ block: "center" });
}
