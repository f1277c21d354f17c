import "@tabler/core/dist/css/tabler.css";
import "./styles/tokens.css";
import "./styles/shell.css";
import "./styles/forms.css";
import "./styles/components.css";
import "./styles/tables.css";
import "./styles/plans.css";
import "./styles/reports.css";
import "./styles/work.css";
import "./styles/imports.css";
import "./styles/account.css";
import "./styles/print.css";

import { columns } from "./columns";
import { confirmations } from "./confirm";
import { desk } from "./desk";
import { editing } from "./editing";
import { shortcuts } from "./keys";
import { lists } from "./lists";
import { passkeys } from "./passkeys";
import { spans } from "./spans";
import { views } from "./views";

/** Bring charts to life; the library is fetched only where a page has one. */
async function charts(root: ParentNode): Promise<void> {
  if (root.querySelector("[data-chart]")) (await import("./charts")).draw(root);
}

function enliven(root: ParentNode): void {
  views(root);
  editing(root);
  void charts(root);
}

document.addEventListener("click", (event) => {
  if ((event.target as Element).closest("[data-print]")) window.print();
});
lists((swapped) => enliven(swapped));
confirmations();
shortcuts();
spans();
desk();
columns();
passkeys();
enliven(document);
document.querySelector(".wz-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
