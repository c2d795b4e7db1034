/** What keeps Tocsin from starting. The message says what happened and the way out; it is shown without a stack. */
export class Trouble extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Trouble";
  }
}

const elsewhere = "or set TOCSIN_DATA_DIR to a folder elsewhere.";
const waysOut: [RegExp, string][] = [
  [
    /No space left|free disk space|ENOSPC|EDQUOT|quota exceeded/i,
    `The disk of the data folder is full. Make room (a first start needs about 100 MB), ${elsewhere}`,
  ],
  [/Read-only file system|EROFS/i, `The disk of the data folder is read-only. Mount it for writing, ${elsewhere}`],
  [
    /Permission denied|EACCES|EPERM|not permitted/i,
    `This user may not write there. Give the data folder to the user that starts Tocsin, ${elsewhere}`,
  ],
  [/Input\/output error|EIO/, `The disk of the data folder does not answer as it should. Check it, ${elsewhere}`],
];

/** What to do about a failure of the file system, by what Postgres or Node said; undefined when it was something else. */
export function wayOut(said: string): string | undefined {
  return waysOut.find(([pattern]) => pattern.test(said))?.[1];
}
