/**
 * What kept a program from doing its work, said for its reader: a server that did not answer, or not as it should.
 *
 * @internal
 */
export class Trouble extends Error {
  override readonly name: string = 'Trouble';
}
