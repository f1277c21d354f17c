/**
 * Passkeys: a form marked `data-passkey` holds what the browser needs; its answer goes back in the form itself.
 * Without this script the form stays hidden, and the page says what does the same.
 */
type Json = Record<string, unknown>;

interface Options {
  challenge: string;
  user?: { id: string };
  allowCredentials?: { id: string }[];
  excludeCredentials?: { id: string }[];
}

const bytes = (text: string): ArrayBuffer => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
};
const text = (buffer: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

/** The options of the server with bytes where the browser wants bytes (it reads JSON by itself only since 2024). */
function understood(options: Options): unknown {
  const named = (list?: { id: string }[]) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: options.user && { ...options.user, id: bytes(options.user.id) },
    allowCredentials: named(options.allowCredentials),
    excludeCredentials: named(options.excludeCredentials),
  };
}

function written(credential: PublicKeyCredential): string {
  const response: Json = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    const value = (credential.response as unknown as Record<string, ArrayBuffer | null>)[name];
    if (value) response[name] = text(value);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

async function asked(form: HTMLFormElement): Promise<PublicKeyCredential> {
  const publicKey = understood(JSON.parse(form.dataset.options!) as Options);
  const found =
    form.dataset.passkey === "new"
      ? await navigator.credentials.create({ publicKey: publicKey as PublicKeyCredentialCreationOptions })
      : await navigator.credentials.get({ publicKey: publicKey as PublicKeyCredentialRequestOptions });
  return found as PublicKeyCredential;
}

export function passkeys(): void {
  const possible = window.isSecureContext && "PublicKeyCredential" in window;
  for (const note of document.querySelectorAll<HTMLElement>("[data-no-passkeys]")) note.hidden = possible;
  if (!possible) return;
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    const answer = form.querySelector<HTMLInputElement>("[name=passkey]")!;
    const failed = form.querySelector<HTMLElement>("[data-failed]")!;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (answer.value) return;
      event.preventDefault();
      failed.hidden = true;
      try {
        answer.value = written(await asked(form));
        form.requestSubmit();
      } catch {
        failed.hidden = false; // given up, timed out, or one that is here already
      }
    });
  }
}
