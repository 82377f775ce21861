/**
 * What kept a program from doing its work, said for its reader: a server that did not answer, or not as it should.
 *
 * @internal
 */
export class Trouble extends Error {
  override readonly name: string = 'Trouble';
}

/**
 * Nobody can say yet: a server that is away, overloaded or broke off, or others who were faster each time. Asked later it may
 * go well.
 *
 * @internal
 */
export class Unavailable extends Trouble {
  override readonly name: string = 'Unavailable';
}
