/** What one of the mailed links' pages shows. */
export interface Page {
  readonly title: string;
  readonly text: string;
  /** What is asked for; nothing, when it is done. */
  readonly form?: { readonly token: string; readonly asksForPassword: boolean; readonly button: string };
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Writes a page. It loads nothing and runs nothing, so that the token in its address goes nowhere. */
export function writePage({ title, text, form }: Page): string {
  const password = `<p><label>New password <input type="password" name="newPassword" minlength="8" maxlength="128" autocomplete="new-password" required></label></p>`;
  const asked = form
    ? `<form method="post"><input type="hidden" name="token" value="${escaped(form.token)}">${form.asksForPassword ? password : ''}<button>${escaped(form.button)}</button></form>`
    : '';
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)} – Laurel</title><body style="font:1rem/1.5 system-ui;max-width:32rem;margin:4rem auto;padding:0 1rem"><h1>${escaped(title)}</h1><p>${escaped(text)}</p>${asked}`;
}
