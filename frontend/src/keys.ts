import { turnAll } from "./views";

/**
 * Shortcuts: `/` to the filter, `?` shows the list, `t` turns pictures into tables, `n` and `p` turn pages,
 * `g` then a letter goes to a page of the navigation (its link carries `data-key`).
 */
export function shortcuts(): void {
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (performance.now() < going) {
      going = 0;
      return follow(`.wz-nav [data-key="${CSS.escape(event.key)}"]`, event);
    }
    switch (event.key) {
      case "g":
        going = performance.now() + 1500;
        return;
      case "/":
        return focus("[data-filter-first]", event);
      case "?":
        document.querySelector<HTMLDialogElement>("#shortcuts")?.showModal();
        return;
      case "t":
        return turnAll();
      case "n":
        return follow("a[rel=next]", event);
      case "p":
        return follow("a[rel=prev]", event);
    }
  });
  document.querySelectorAll<HTMLElement>("[data-open]").forEach((button) =>
    button.addEventListener("click", () => document.querySelector<HTMLDialogElement>(button.dataset.open!)?.showModal()),
  );
  // Menus are <details>: a click elsewhere or Escape closes them.
  document.addEventListener("click", (event) => closeMenus(event.target as Node));
  document.addEventListener("keydown", (event) => event.key === "Escape" && closeMenus(null));
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function follow(selector: string, event: Event): void {
  const link = document.querySelector<HTMLAnchorElement>(selector);
  if (!link) return;
  event.preventDefault();
  link.click();
}

function focus(selector: string, event: Event): void {
  const field = document.querySelector<HTMLInputElement>(selector);
  if (!field) return;
  event.preventDefault();
  field.closest("details")?.setAttribute("open", "");
  field.focus();
}

function closeMenus(except: Node | null): void {
  document.querySelectorAll<HTMLDetailsElement>("details.wz-menu[open]").forEach((menu) => {
    if (!except || !menu.contains(except)) menu.open = false;
  });
}
