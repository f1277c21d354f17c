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
  // Whoever goes by keys sees both sides too; the page moves only where the text has a frame of its own.
  document.addEventListener("focusin", (event) => {
    const target = event.target as Element;
    if (!target.matches(":focus-visible")) return;
    const link = target.closest<HTMLAnchorElement>("a[data-span]");
    const label = link?.dataset.span ?? target.closest("[data-entry], [data-problem]")?.id;
    if (!label || document.getElementById(label)?.classList.contains("is-lit")) return;
    if (!link || !text.contains(link)) return show(text, label, false);
    lit(text, label);
    if (text.scrollHeight > text.clientHeight) document.getElementById(label)?.scrollIntoView({ block: "nearest" });
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

function lit(text: HTMLElement, label: string): Element[] {
  document.querySelectorAll(".is-lit").forEach((lit) => lit.classList.remove("is-lit"));
  const part = document.getElementById(label);
  const pieces = text.querySelectorAll(`[data-of~="${CSS.escape(label)}"]`);
  for (const one of [part, ...pieces]) one?.classList.add("is-lit");
  return [...pieces];
}

function show(text: HTMLElement, label: string, fromText: boolean): void {
  const piece = lit(text, label)[0] as HTMLElement | undefined;
  if (fromText) {
    const part = document.getElementById(label);
    part?.scrollIntoView({ block: "nearest" });
    part?.focus({ preventScroll: true });
    if (part) keepInView(part);
  }
  // The text scrolls inside its own frame on a wide screen, with the page on a phone.
  else if (text.scrollHeight > text.clientHeight) text.scrollTop = (piece?.offsetTop ?? 0) - text.clientHeight / 3;
  else piece?.scrollIntoView({ block: "center" });
}

let letGo = (): void => undefined;

const QUIET = 3000;

/**
 * Keep a part in view until somebody moves or the page, all there, has been quiet for a while: entries above it, of a
 * height only estimated before, may push it out, and the browser goes to the address's own place once more at its load.
 */
function keepInView(part: HTMLElement): void {
  letGo();
  const stay = (): void => {
    const { top, bottom } = part.getBoundingClientRect();
    if (bottom <= 0 || top >= innerHeight) part.scrollIntoView({ block: "center" });
    clearTimeout(quiet);
    // Nothing tells of a hand at the scroll bar: it must not be worked against for long.
    if (document.readyState === "complete") quiet = setTimeout(() => letGo(), QUIET);
  };
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const seen = new IntersectionObserver(stay);
  const grown = new ResizeObserver(stay);
  seen.observe(part);
  grown.observe(document.body);
  const own = new AbortController();
  addEventListener("load", stay, { signal: own.signal });
  letGo = () => {
    clearTimeout(quiet);
    own.abort();
    seen.disconnect();
    grown.disconnect();
  };
  for (const act of ["wheel", "touchmove", "pointerdown", "keydown"])
    addEventListener(act, () => letGo(), { signal: own.signal, passive: true, capture: true });
}
