/** What a sender of mail is told. From 400 on it is to try again later, from 500 on never. */
export type Reply = { code: number; text: string };

export const tryLater = (text: string): Reply => ({ code: 451, text });

/** Of several replies to one mail the one to give: it is taken only when all took it, and sent again when that may help. */
export function jointReply(replies: Reply[]): Reply {
  const worst = replies.find(({ code }) => code >= 400 && code < 500) ?? replies.find(({ code }) => code >= 500);
  const texts = [...new Set(replies.map(({ text }) => text))];
  return worst ?? { code: 250, text: texts.join(" ") };
}

const longestText = 400;

/** The reply as the server library takes it. */
export class ReplyError extends Error {
  readonly responseCode: number;

  constructor({ code, text }: Reply) {
    super(asLine(text));
    this.responseCode = code;
  }
}

/** A reply is one line of ASCII. */
export const asLine = (text: string): string => text.replace(/[^\x20-\x7e]+/g, " ").slice(0, longestText);
