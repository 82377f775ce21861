import { yaml } from '../example';
import { excerpt, lineWith, programsIn } from '../programs/programs';
import { shellLines } from '../programs/shell';
import type { Rule } from '../rule';

/** @internal */
export const misreadReport: Rule = {
  code: 'MLL4051',
  title: 'a load test that reads what its tool does not print',
  severity: 'warning',
  why: 'The program finds no number, and what compares an empty word or a wrong one lets every candidate through.',
  fix: 'let the tool write a report that programs read (hey -o csv, vegeta report -type=json, k6 with thresholds), and end red without a number',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: load
    spec:
      entrypoint: main
      templates:
        - name: main
          script:
            image: load-tools:2.1.0
            command: [sh]
            source: |
              hey -z 30s http://web.staging.svc/predict > /tmp/report
              RATE=$(grep "Success rate" /tmp/report | awk '{print $3}')
              [ "$RATE" != "0" ] && echo pass > /tmp/verdict
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: load
    spec:
      entrypoint: main
      templates:
        - name: main
          script:
            image: load-tools:2.1.0
            command: [sh]
            source: |
              hey -z 30s -o csv http://web.staging.svc/predict > /tmp/report.csv
              judge-load --report /tmp/report.csv --p95 2000 --success 0.95 > /tmp/verdict
  `,
  *check(project) {
    for (const { document, text, path } of programsIn(project)) {
      const code = shellLines(text)
        .map((line) => line.text)
        .join('\n');
      for (const { tool, name, never, why } of reports) {
        const read = tool.test(code) ? lineWith(code, never) : undefined;
        if (read !== undefined)
          yield { document, path, message: `${excerpt(read)} reads a report of ${name}, and ${why}` };
      }
    }
  },
};

/** Read in the sources that print the reports: hey 0.1.4 (requester/print.go), wrk 4.2 (src/wrk.c), ab 2.4, vegeta 12.12. */
const reports = [
  {
    tool: /\bhey\b\s[^\n]*https?:|\bhey\s+-/,
    name: 'hey',
    never: /(?:success[ _]rate|failed requests|requests? failed|error rate)/i,
    why: "hey prints no such line: it lists status codes, as in '[500] 200 responses'",
  },
  {
    tool: /\bhey\b\s[^\n]*https?:|\bhey\s+-/,
    name: 'hey',
    // '  95% in 0.1234 secs'
    never: /(?:95|99|90)\s?%[^\n]*(?:\{\s*print\s*\$2\s*\}|cut -d ?['"]? ?['"]? -f ?2|split\(\)\[1\])/,
    why: "the second word of its line '95% in 0.1234 secs' is 'in'",
  },
  {
    tool: /\bwrk2?\s+-/,
    name: 'wrk',
    never: /(?:\b95\s?%|p95)[^\n]*(?:awk|grep|cut|sed)|(?:awk|grep|sed)[^\n]*\b95\s?%/i,
    why: 'wrk prints 50, 75, 90 and 99 percent, and those with --latency only',
  },
  {
    tool: /\bab\s+-/,
    name: 'ab',
    never: /(?:awk|grep|sed)[^\n]*success(?: rate|ful requests)/i,
    why: "ab prints no such line: it counts 'Failed requests' and 'Non-2xx responses'",
  },
] as const;
