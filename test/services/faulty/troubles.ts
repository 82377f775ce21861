import type { Fault } from './exchange';
import {
  emptied,
  goesDown,
  halfAnswer,
  halfRequest,
  html,
  lostAnswer,
  lostRequest,
  nan,
  shortened,
  silence,
  status,
  trickling,
} from './faults';

/** All that can go wrong with a server, for tables of tests: `it.each(Object.entries(troubles))('… when it %s', …)`. */
export const troubles: Readonly<Record<string, Fault>> = {
  'goes down': goesDown,
  'hangs up before it hears the request': lostRequest,
  'hangs up in the middle of the request': halfRequest,
  'hangs up after it did what it was asked': lostAnswer,
  'hangs up in the middle of the answer': halfAnswer,
  'never answers': silence,
  'answers a byte a second': trickling(1000),
  'answers 401': status(401, { 'www-authenticate': 'Basic realm="tests"' }),
  'answers 403': status(403),
  'answers 404': status(404),
  'answers 409': status(409),
  'answers 429': status(429, { 'retry-after': '1' }),
  'answers 500': status(500),
  'answers 503': status(503, { 'retry-after': '1' }),
  'answers with half a body': shortened,
  'answers in HTML': html(),
  'answers with empty lists': emptied,
  'answers NaN': nan,
};
