/**
 * A clerk's own columns: a column of the sheet is dragged to the place of the value it holds. Each place is a select,
 * so that the same is done by keyboard, and without this script.
 */
export function columns(): void {
  const form = document.querySelector<HTMLFormElement>("[data-columns]");
  if (!form) return;
  let dragged = "";
  document.addEventListener("dragstart", (event) => {
    const column = (event.target as Element).closest<HTMLElement>("[data-column]");
    if (!column || !event.dataTransfer) return;
    dragged = column.dataset.column!;
    event.dataTransfer.effectAllowed = "copy";
    event.dataTransfer.setData("text/plain", dragged);
    form.classList.add("is-dragging");
  });
  document.addEventListener("dragend", () => {
    dragged = "";
    form.classList.remove("is-dragging");
  });
  for (const place of form.querySelectorAll<HTMLElement>("[data-place]")) {
    const select = place.querySelector("select")!;
    place.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      place.classList.add("is-over");
    });
    place.addEventListener("dragleave", () => place.classList.remove("is-over"));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      place.classList.remove("is-over");
      select.value = dragged;
      mark(form);
      select.focus();
    });
    select.addEventListener("change", () => mark(form));
  }
  mark(form);
}

/** Show which columns have their place. */
function mark(form: HTMLFormElement): void {
  const chosen = new Set([...form.querySelectorAll("select")].map((select) => select.value));
  for (const column of document.querySelectorAll<HTMLElement>("[data-column]")) {
    column.classList.toggle("is-placed", chosen.has(column.dataset.column!));
  }
  for (const place of form.querySelectorAll<HTMLElement>("[data-place]")) {
    place.classList.toggle("is-filled", place.querySelector("select")!.value !== "");
  }
}
