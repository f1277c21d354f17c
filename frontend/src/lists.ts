import htmx from "htmx.org";

/** Partial refreshes of lists. Without this script the same links and forms load whole pages. */
export function lists(swapped: (root: ParentNode) => void): void {
  htmx.config.includeIndicatorStyles = false;
  htmx.config.allowEval = false;
  htmx.config.historyCacheSize = 0; // pages may hold people's names: keep none in the browser's storage
  htmx.config.refreshOnHistoryMiss = true;
  htmx.config.timeout = 30_000;
  document.addEventListener("htmx:load", (event) => {
    const root = event.target as HTMLElement;
    if (root !== document.body) swapped(root);
  });
  // A failed refresh leaves the rows as they were: say so rather than pretend.
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => document.getElementById("offline")?.removeAttribute("hidden"));
  }
  document.addEventListener("htmx:afterOnLoad", () => document.getElementById("offline")?.setAttribute("hidden", ""));
}
