/** Forms marked `data-confirm` ask first, in the page's one dialog. Without this script they are simply sent. */
export function confirmations(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#confirm");
  if (!dialog) return;
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const button = event.submitter as HTMLButtonElement | null;
    const question = button?.dataset.confirm ?? form.dataset.confirm;
    if (!question || form.dataset.confirmed) return;
    event.preventDefault();
    dialog.querySelector("[data-question]")!.textContent = question;
    dialog.querySelector("[data-consequence]")!.textContent =
      button?.dataset.consequence ?? form.dataset.consequence ?? "";
    const agree = dialog.querySelector<HTMLButtonElement>("[value=yes]")!;
    agree.textContent = button?.textContent?.trim() || agree.dataset.label!;
    dialog.returnValue = "";
    dialog.showModal();
    dialog.onclose = () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.confirmed = "yes";
      form.requestSubmit(button);
      delete form.dataset.confirmed;
    };
  });
}
