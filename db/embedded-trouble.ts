/** What keeps Tocsin from starting. The message says what happened and the way out; it is shown without a stack. */
export class Trouble extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Trouble";
  }
}
