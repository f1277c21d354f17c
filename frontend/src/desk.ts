import htmx from "htmx.org";

import { light } from "./spans";

/**
 * The plan desk: `n` and `p` go through the open problems, `j` and `k` through the entries, Enter corrects what has
 * the focus, Escape shuts a form; words marked in the text become a measure. Without this script every form has a
 * page of its own.
 */
export function desk(): void {
  const place = document.querySelector<HTMLElement>("[data-desk]");
  if (!place) return;
  const next = document.querySelector<HTMLElement>("[data-next-problem]");
  next?.removeAttribute("hidden");
  next?.addEventListener("click", () => step(place, "[data-problem]", 1));
  document.addEventListener("keydown", (event) => key(place, event));
  document.addEventListener("click", (event) => {
    const edit = (event.target as Element).closest<HTMLAnchorElement>("a[data-edit]");
    if (edit && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      void htmx.ajax("get", edit.getAttribute("href")!, { target: `#${edit.dataset.edit}`, swap: "innerHTML" });
    }
    const cancel = (event.target as Element).closest<HTMLElement>("[data-shut]");
    if (cancel && shut(cancel)) event.preventDefault();
  });
  document.addEventListener("htmx:afterSwap", (event) => opened(event.target as HTMLElement));
  document.addEventListener("input", (event) => spare(event.target as HTMLElement));
  const text = place.querySelector<HTMLElement>("[data-text]");
  const choice = place.querySelector<HTMLElement>("[data-mark]");
  if (text && choice) marking(text, choice);
}

function key(place: HTMLElement, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  const target = event.target as HTMLElement;
  if (event.key === "Escape") {
    if (shut(target)) event.preventDefault();
    return;
  }
  if (/^(INPUT|TEXTAREA|SELECT|BUTTON|A|SUMMARY)$/.test(target.tagName)) {
    if (!/^[npjk]$/.test(event.key) || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
  }
  switch (event.key) {
    case "n":
      return step(place, "[data-problem]", 1);
    case "p":
      return step(place, "[data-problem]", -1);
    case "j":
      return step(place, "[data-entry]", 1);
    case "k":
      return step(place, "[data-entry]", -1);
    case "Enter": {
      const here = target.closest<HTMLElement>("[data-problem], [data-entry]");
      const edit = here && [...here.querySelectorAll<HTMLElement>("[data-edit]")].find((link) => own(link) === here);
      if (edit) {
        event.preventDefault();
        edit.click();
      }
    }
  }
}

/** The entry or problem that a link belongs to itself, not to one inside it. */
function own(link: HTMLElement): HTMLElement | null {
  return link.closest<HTMLElement>("[data-problem], [data-entry]");
}

/** Focus the next thing of a kind in the order of the page, beginning again behind the last. */
function step(place: HTMLElement, selector: string, by: 1 | -1): void {
  const all = [...place.querySelectorAll<HTMLElement>(selector)];
  if (!all.length) return;
  const here = document.activeElement?.closest<HTMLElement>(selector) ?? place.querySelector<HTMLElement>(`.is-lit${selector}`);
  const at = here ? all.indexOf(here) : by > 0 ? -1 : 0;
  const found = all[(at + by + all.length) % all.length]!;
  found.focus({ preventScroll: true });
  found.scrollIntoView({ block: "center" });
  light(found.id);
}

/** Take an inline form away again; false where the form has a page of its own. */
function shut(inside: HTMLElement): boolean {
  const form = inside.closest<HTMLElement>("[data-inline]");
  const slot = form?.parentElement;
  if (!form || !slot || !/^(at|adding)-/.test(slot.id)) return false;
  const owner = slot.closest<HTMLElement>("[data-problem], [data-entry], section");
  slot.replaceChildren();
  owner?.focus();
  return true;
}

function opened(slot: HTMLElement): void {
  if (!/^(at|adding)-/.test(slot.id)) return;
  const owner = slot.closest<HTMLElement>("[data-problem], [data-entry]");
  if (owner) light(owner.id);
  slot.scrollIntoView({ block: "nearest" });
  slot.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea")?.focus();
}

/** A list of names always keeps an empty line at its end. */
function spare(field: HTMLElement): void {
  const lines = field.closest<HTMLElement>("[data-names]");
  if (!lines || field !== lines.lastElementChild || !(field as HTMLInputElement).value) return;
  const line = field.cloneNode() as HTMLInputElement;
  line.value = "";
  line.removeAttribute("id");
  lines.append(line);
}

/** While words of the text are marked, offer what they can be added as; the form opens with them. */
function marking(text: HTMLElement, choice: HTMLElement): void {
  let mark = "";
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const range = selection?.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    if (!range || !text.contains(range.commonAncestorContainer)) {
      // A click on the choice ends the selection: what was marked stays known until then.
      choice.hidden = !choice.contains(document.activeElement);
      return;
    }
    mark = `${offset(range.startContainer, range.startOffset)}-${offset(range.endContainer, range.endOffset)}`;
    choice.hidden = false;
  });
  choice.addEventListener("pointerdown", (event) => event.preventDefault());
  choice.addEventListener("click", (event) => {
    const link = (event.target as Element).closest("a");
    if (!link) return;
    event.preventDefault();
    choice.hidden = true;
    const target = `#adding-${link.dataset.part}`;
    void htmx.ajax("get", `${link.getAttribute("href")}?mark=${mark}`, { target, swap: "innerHTML" });
  });
}

/** Where a point of the selection stands in the text, in characters as Python counts them. */
function offset(node: Node, at: number): number {
  const element = node instanceof HTMLElement ? node : node.parentElement!;
  const piece = element.closest<HTMLElement>("[data-at]") ?? following(node, at);
  if (!piece) return Number.MAX_SAFE_INTEGER;
  if (!piece.contains(node)) return Number(piece.dataset.at);
  const before = document.createRange();
  before.setStart(piece, 0);
  before.setEnd(node, at);
  return Number(piece.dataset.at) + [...before.toString()].length;
}

/** The first piece at or behind a child of the text itself. */
function following(node: Node, at: number): HTMLElement | null {
  let child: Node | null = node.childNodes[at] ?? null;
  while (child && !(child instanceof HTMLElement && child.dataset.at)) child = child.nextSibling;
  return child as HTMLElement | null;
}
