/**
 * A list of branches in which HEAD has a target.
 *
 * A server whose HEAD names a branch that nobody has pushed (`master` where all use `main`) lists no HEAD; the library
 * looks for it and gives up, whichever branch is fetched.
 *
 * @see https://git-scm.com/docs/gitprotocol-http#_smart_server_response
 * @internal
 */
export function withHead(list: Buffer): Buffer {
  const text = list.toString('latin1');
  const start = /^001e# service=git-upload-pack\n(?:0000)?/.exec(text)?.[0].length;
  if (start === undefined || /[ \0]symref=HEAD:/.test(text)) return list;
  const length = Number.parseInt(text.slice(start, start + 4), 16);
  const line = text.slice(start + 4, start + length);
  if (!line.includes('\0') || line.includes(' capabilities^{}\0')) return list;
  const longer = `${line.replace(/\n$/, '')} symref=HEAD:refs/heads/unborn\n`;
  const size = (longer.length + 4).toString(16).padStart(4, '0');
  return Buffer.from(`${text.slice(0, start)}${size}${longer}${text.slice(start + length)}`, 'latin1');
}
