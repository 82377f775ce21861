// Verdicts as text: a line for each document, a column for each judge, then why documents were rejected.

const marks = { accepted: 'ok', rejected: 'REJECTED', 'no-judge': '?' };

const objectOf = ({ kind, name, inside }) => `${kind} ${name}${inside ? ` in ${inside}` : ''}`;

export function table(verdicts, files, seconds) {
  const judges = [...new Set(verdicts.map(({ judge }) => judge))].filter((judge) => judge !== '');
  const documents = new Map();
  for (const verdict of verdicts) {
    const key = `${verdict.file}\0${verdict.doc}\0${verdict.inside ?? ''}`;
    documents.set(key, [...(documents.get(key) ?? []), verdict]);
  }
  const rows = [...documents.values()].map((said) => [
    `${said[0].file}  ${objectOf(said[0])}`,
    ...judges.map((judge) => marks[said.find((verdict) => verdict.judge === judge)?.verdict] ?? '-'),
  ]);
  const head = ['', ...judges];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const line = (cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd();

  const reasons = verdicts
    .filter(({ verdict }) => verdict !== 'accepted')
    .map(
      (said) =>
        `${said.verdict}: ${said.file} ${objectOf(said)}${said.judge === '' ? '' : `, ${said.judge}`}: ${said.message.replaceAll('\n', '\n  ')}`,
    );
  const count = (kind) => verdicts.filter(({ verdict }) => verdict === kind).length;
  const total = `${documents.size} documents in ${files} files: ${count('accepted')} accepted, ${count('rejected')} rejected, ${count('no-judge')} without a judge (${seconds.toFixed(1)} s)`;
  return [line(head), ...rows.map(line), '', ...reasons, ...(reasons.length > 0 ? [''] : []), total].join('\n');
}
