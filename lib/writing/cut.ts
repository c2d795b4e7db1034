/** `text`, at most `most` characters long as vendors count them: code points, the last one an ellipsis where it was cut. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}
