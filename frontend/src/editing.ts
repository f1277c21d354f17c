/** Forms that people fill in: one click sends once, and leaving with unsaved words asks first. */
export function editing(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[method=post]")) {
    let changed = false;
    form.addEventListener("input", () => (changed = true));
    form.addEventListener("submit", (event) => {
      const before = changed;
      changed = false;
      // After this event, so that the pressed button's own name and value still travel, and a question that holds
      // the form back has been asked.
      setTimeout(() => {
        if (event.defaultPrevented) changed = before;
        else form.querySelectorAll("button").forEach((button) => (button.disabled = true));
      });
    });
    addEventListener("beforeunload", (event) => {
      if (changed && form.dataset.guard !== undefined) event.preventDefault();
    });
  }
  root.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
}

// A page brought back by the back button is used again: its buttons must work.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("button:disabled").forEach((b) => b.removeAttribute("disabled"));
});
