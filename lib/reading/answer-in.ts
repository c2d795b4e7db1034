import type { z } from "zod";

/** What a server answered as JSON, where it has this shape. */
export function answerIn<Shape extends z.ZodType>(shape: Shape, body: string): z.output<Shape> | undefined {
  try {
    return shape.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
