/**
 * Knows the secrets of a run and takes them out of every text that leaves it.
 *
 * @internal
 */
export interface Redaction {
  /** Remembers a secret, also in the forms in which a server would echo it. */
  hide(secret: string): void;
  /** The text without any of the secrets; apply it before cutting, half a secret is not recognised. */
  redact(text: string): string;
}

/** @internal */
export function redaction(): Redaction {
  let forms: string[] = [];
  return {
    hide(secret) {
      const all = new Set([...forms, ...partsOf(secret).flatMap(formsOf)]);
      // Longest first: a short form may be part of a longer one.
      forms = [...all].filter((form) => form !== '').sort((a, b) => b.length - a.length);
    },
    redact(text) {
      return forms.reduce((rest, form) => rest.replaceAll(form, '[hidden]'), text);
    },
  };
}

/** `Bearer <token>` is echoed as the bare token too, and `Basic <base64>` as the password in it. */
function partsOf(secret: string): string[] {
  const words = secret.split(/\s+/).filter((word) => word.length >= 8);
  const basic = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(secret)?.[1];
  const credentials = basic === undefined ? '' : Buffer.from(basic, 'base64').toString('utf8');
  return [secret, ...words, credentials, credentials.slice(credentials.indexOf(':') + 1)];
}

function formsOf(part: string): string[] {
  const base64 = Buffer.from(part).toString('base64');
  return [part, JSON.stringify(part).slice(1, -1), encodeURIComponent(Buffer.from(part).toString()), base64];
}
