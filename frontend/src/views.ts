/** Blocks with two views, a picture and its table (`data-views`): one button, or the key `t`, changes over. */
export function views(root: ParentNode): void {
  for (const block of root.querySelectorAll<HTMLElement>("[data-views]")) {
    const button = block.querySelector<HTMLButtonElement>("[data-view-toggle]");
    if (!button) continue;
    button.hidden = false;
    button.addEventListener("click", () => turn(block));
    turn(block, "picture");
  }
}

export function turnAll(): void {
  document.querySelectorAll<HTMLElement>("[data-views]").forEach((block) => turn(block));
}

function turn(block: HTMLElement, to?: "picture" | "table"): void {
  const view = to ?? (block.dataset.view === "picture" ? "table" : "picture");
  block.dataset.view = view;
  block.querySelector("[data-view-toggle]")?.setAttribute("aria-pressed", String(view === "table"));
  block.querySelector<HTMLElement>("[data-picture]")!.hidden = view === "table";
  block.querySelector<HTMLElement>("[data-table]")!.hidden = view !== "table";
  if (view === "picture") dispatchEvent(new Event("resize"));
}
